package io.dmm4j.flat;

import java.util.Arrays;

/**
 * The linear half of a stage: run {@code k} adds a contiguous range of outputs, times one weight, to
 * a contiguous range of inputs,
 *
 * <pre>  S[Y + xRow[k] + i] += p[weight[k]] · S[yRow[k] + i]      for 0 ≤ i &lt; length[k]</pre>
 *
 * in every lane, where {@code p} is the parameter vector. One link of trees is one run where its
 * leaves lie in the same order on both sides, which the layout arranges. The arrays are shared, not
 * copied: do not write to them.
 */
public final class Runs {
    /** No runs. */
    public static final Runs NONE = new Runs(new int[0], new int[0], new int[0], new int[0]);

    private final int[] xRow;
    private final int[] yRow;
    private final int[] length;
    private final int[] weight;

    /**
     * Runs from parallel arrays.
     *
     * @param xRow first input row of each run, counted from the first input row, 0 ≤ xRow &lt; X
     * @param yRow first output row of each run, 0 ≤ yRow &lt; Y
     * @param length rows of each run, ≥ 1
     * @param weight index of the run's weight in the parameter vector
     */
    public Runs(int[] xRow, int[] yRow, int[] length, int[] weight) {
        if (xRow.length != yRow.length || xRow.length != length.length || xRow.length != weight.length) {
            throw new IllegalArgumentException("runs need arrays of one length, found " + xRow.length + ", "
                    + yRow.length + ", " + length.length + ", " + weight.length);
        }
        this.xRow = xRow;
        this.yRow = yRow;
        this.length = length;
        this.weight = weight;
    }

    /** The number of runs. */
    public int count() {
        return xRow.length;
    }

    /** First input row of each run, relative to the input region; read only. */
    public int[] xRow() {
        return xRow;
    }

    /** First output row of each run; read only. */
    public int[] yRow() {
        return yRow;
    }

    /** Rows of each run; read only. */
    public int[] length() {
        return length;
    }

    /** Parameter index of each run's weight; read only. */
    public int[] weight() {
        return weight;
    }

    /** The multiply-adds of one cycle in one lane: Σ length. */
    public long multiplyAdds() {
        long n = 0;
        for (int l : length) {
            n += l;
        }
        return n;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Runs r
                && Arrays.equals(xRow, r.xRow)
                && Arrays.equals(yRow, r.yRow)
                && Arrays.equals(length, r.length)
                && Arrays.equals(weight, r.weight);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(xRow) * 31 + Arrays.hashCode(yRow);
    }

    @Override
    public String toString() {
        return count() + " runs, " + multiplyAdds() + " multiply-adds";
    }
}
