package io.dmm4j.cuda.kernel;

import io.dmm4j.flat.Runs;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The runs of a stage as pairs of row ranges for weight gradients, those of one weight next to each other, for the
 * kernels {@link Kernel#RUN_DOTS}, {@link Kernel#PARTIALS_ADD} and {@link Kernel#RUN_DOTS_LANES}.
 *
 * <pre>
 *   run, 16 bytes:  int x, y, length, weight
 *   first[g], target[g]:  the runs first[g] … first[g+1]) are those of weight target[g]; first has one more, the end
 * </pre>
 */
public final class DotTable {
    /** Bytes of a run. */
    public static final int RUN_BYTES = 16;

    private static final int ELEMENTS_OF_SPLIT = 1 << 14;
    private static final int MOST_SPLITS = 64;

    private final ByteBuffer runBytes;
    private final int[] first;
    private final int[] target;
    private final int longest;
    private final int count;

    /**
     * A table.
     *
     * @param firstX what is added to {@code xRow}: the row of the matrix x that holds the derivative of the first input
     * @param firstY what is added to {@code yRow}
     */
    public DotTable(Runs runs, int firstX, int firstY) {
        count = runs.count();
        int[] order = IntStream.range(0, count)
                .boxed()
                .sorted(Comparator.comparingInt(k -> runs.weight()[k]))
                .mapToInt(k -> k)
                .toArray();
        runBytes =
                ByteBuffer.allocateDirect(Math.multiplyExact(count, RUN_BYTES)).order(ByteOrder.LITTLE_ENDIAN);
        int[] starts = new int[count + 1];
        int[] weights = new int[count];
        int groups = 0;
        for (int i = 0; i < count; i++) {
            int k = order[i];
            runBytes.putInt(firstX + runs.xRow()[k]).putInt(firstY + runs.yRow()[k]);
            runBytes.putInt(runs.length()[k]).putInt(runs.weight()[k]);
            if (i == 0 || runs.weight()[k] != weights[groups - 1]) {
                starts[groups] = i;
                weights[groups++] = runs.weight()[k];
            }
        }
        starts[groups] = count;
        first = Arrays.copyOf(starts, groups + 1);
        target = Arrays.copyOf(weights, groups);
        longest = Arrays.stream(runs.length()).max().orElse(0);
    }

    /** The number of runs. */
    public int runs() {
        return count;
    }

    /** The number of different weights. */
    public int groups() {
        return target.length;
    }

    /** The runs as the device reads them; a new read-only view. */
    public ByteBuffer runBytes() {
        ByteBuffer v = runBytes.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
        v.clear();
        return v;
    }

    /** First run of each weight and the end: for {@link Kernel#RUN_DOTS_LANES}. */
    public int[] first() {
        return first.clone();
    }

    /** First partial sum of each weight and the end: for {@link Kernel#PARTIALS_ADD} after so many splits. */
    public int[] firstPartial(int splits) {
        return Arrays.stream(first).map(f -> Math.multiplyExact(f, splits)).toArray();
    }

    /** The weight of each group. */
    public int[] target() {
        return target.clone();
    }

    /** Into how many parts runs should be cut, each for one team of threads. */
    public int splits(int lanes) {
        long wanted = ((long) longest * lanes + ELEMENTS_OF_SPLIT - 1) / ELEMENTS_OF_SPLIT;
        return (int) Math.max(1, Math.min(MOST_SPLITS, wanted));
    }

    /** How many threads along the items should share a part: as lanes leave free, and the longest run can feed. */
    public int team(int lanes) {
        int most = LaunchShape.alongItems(lanes);
        int team = 1;
        while (team < most && 2 * team <= longest) {
            team *= 2;
        }
        return team;
    }
}
