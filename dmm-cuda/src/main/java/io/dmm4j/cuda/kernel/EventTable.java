package io.dmm4j.cuda.kernel;

import io.dmm4j.spi.Events;
import java.util.stream.IntStream;

/**
 * The events of a window as {@link Kernel#EVENTS} reads them: by cycle, row and lane, otherwise in their order.
 *
 * @param start the first event of each cycle of the window, and the end
 * @param row the row of each event
 * @param lane the lane of each event
 * @param value the number of each event
 */
public record EventTable(int[] start, int[] row, int[] lane, double[] value) {

    /** The events of a window of so many cycles. */
    public static EventTable of(Events events, int cycles) {
        int[] order = order(events);
        int[] start = new int[cycles + 1];
        int[] row = new int[order.length];
        int[] lane = new int[order.length];
        double[] value = new double[order.length];
        for (int i = 0; i < order.length; i++) {
            int e = order[i];
            start[events.cycle(e) + 1]++;
            row[i] = events.row(e);
            lane[i] = events.lane(e);
            value[i] = events.value(e);
        }
        for (int t = 0; t < cycles; t++) {
            start[t + 1] += start[t];
        }
        return new EventTable(start, row, lane, value);
    }

    /** Dense inputs come in order, and there may be millions of them. */
    private static int[] order(Events events) {
        int[] given = IntStream.range(0, events.count()).toArray();
        for (int e = 1; e < given.length; e++) {
            if (compare(events, e - 1, e) > 0) {
                return IntStream.of(given)
                        .boxed()
                        .sorted((a, b) -> compare(events, a, b))
                        .mapToInt(i -> i)
                        .toArray();
            }
        }
        return given;
    }

    private static int compare(Events e, int a, int b) {
        int byCycle = Integer.compare(e.cycle(a), e.cycle(b));
        int byRow = byCycle != 0 ? byCycle : Integer.compare(e.row(a), e.row(b));
        return byRow != 0 ? byRow : Integer.compare(e.lane(a), e.lane(b));
    }
}
