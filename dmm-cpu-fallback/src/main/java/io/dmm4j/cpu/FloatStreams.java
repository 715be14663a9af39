package io.dmm4j.cpu;

/**
 * Groups of one row in one lane, for 32-bit numbers. {@code DoubleStreams} is generated from this file.
 *
 * <p>All forms of the loop are in one method, which makes it longer than the 325 bytes up to which the JVM's compiler takes a
 * method into its callers: among all that they hold, numbers of this loop went to memory, in some runs and not in others, and
 * then a link took half as long again.
 */
final class FloatStreams {
    private static final int BASE = FloatScalarKernels.BASE;

    private FloatStreams() {}

    /**
     * {@code s[xRow[g]] (+)= Σ_k w[…] · s[yRow[k]]} for first[g] ≤ k &lt; first[g + 1], for each group g in [{@code from},
     * {@code to}).
     *
     * @param inOrder whether the weight of entry k is element {@code at + k} of w; else it is {@code at + weight[k]}
     */
    static void down(DownPlan p, float[] w, int at, boolean inOrder, float[] s, int from, int to) {
        int[] first = p.first;
        int[] xRow = p.xRow;
        int[] yRow = p.yRow;
        int[] weight = p.weight;
        int k = first[from];
        if (inOrder && p.adds) {
            for (int g = from; g < to; g++) {
                int x = BASE + xRow[g];
                float sum = s[x];
                for (int end = first[g + 1]; k < end; k++) {
                    sum = Fma.fma(w[at + k], s[BASE + yRow[k]], sum);
                }
                s[x] = sum;
            }
        } else if (inOrder) {
            for (int g = from; g < to; g++) {
                int x = BASE + xRow[g];
                float sum = 0;
                for (int end = first[g + 1]; k < end; k++) {
                    sum = Fma.fma(w[at + k], s[BASE + yRow[k]], sum);
                }
                s[x] = sum;
            }
        } else if (p.adds) {
            for (int g = from; g < to; g++) {
                int x = BASE + xRow[g];
                float sum = s[x];
                for (int end = first[g + 1]; k < end; k++) {
                    sum = Fma.fma(w[at + weight[k]], s[BASE + yRow[k]], sum);
                }
                s[x] = sum;
            }
        } else {
            for (int g = from; g < to; g++) {
                int x = BASE + xRow[g];
                float sum = 0;
                for (int end = first[g + 1]; k < end; k++) {
                    sum = Fma.fma(w[at + weight[k]], s[BASE + yRow[k]], sum);
                }
                s[x] = sum;
            }
        }
    }
}
