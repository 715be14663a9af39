package io.dmm4j.cuda.kernel;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Pairs (from, to) sorted by where they go, so that all that is added to one place is added by one thread in the order
 * of the pairs: for {@link Kernel#ROWS_ADD} (probe seeds, gradients of parameters) and {@link Kernel#PARTIALS_ADD}.
 *
 * @param from the source of each pair, those of one target next to each other
 * @param first the first pair of each target, and the end
 * @param target the targets, ascending
 */
public record RowGroups(int[] from, int[] first, int[] target) {

    /** The groups of pairs. */
    public static RowGroups of(int[] from, int[] to) {
        int[] order = IntStream.range(0, from.length)
                .boxed()
                .sorted(Comparator.comparingInt(k -> to[k]))
                .mapToInt(k -> k)
                .toArray();
        int[] source = Arrays.stream(order).map(k -> from[k]).toArray();
        int[] starts = IntStream.range(0, order.length)
                .filter(i -> i == 0 || to[order[i]] != to[order[i - 1]])
                .toArray();
        int[] targets = Arrays.stream(starts).map(i -> to[order[i]]).toArray();
        int[] first = Arrays.copyOf(starts, starts.length + 1);
        first[starts.length] = order.length;
        return new RowGroups(source, first, targets);
    }

    /** The number of targets. */
    public int groups() {
        return target.length;
    }
}
