package io.dmm4j.cuda.kernel;

import io.dmm4j.spi.Events;
import java.util.Arrays;
import java.util.Comparator;
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
        Integer[] order = IntStream.range(0, events.count()).boxed().toArray(Integer[]::new);
        Comparator<Integer> byPlace = Comparator.comparingInt(events::cycle);
        Arrays.sort(order, byPlace.thenComparingInt(events::row).thenComparingInt(events::lane));
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
}
