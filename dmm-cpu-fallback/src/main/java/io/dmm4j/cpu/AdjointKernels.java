package io.dmm4j.cpu;

import io.dmm4j.expr.Op;
import io.dmm4j.flat.Runs;

/**
 * The inner loops of the backward pass over one lane block; rows and elements as in {@link Kernels}.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
interface AdjointKernels<A> {

    /**
     * An op of one of the adjoint groups, as {@link Op} says.
     *
     * @param d element of the destination; a, b, c those of the operands
     * @param rows n of the op
     */
    void run(Op op, A s, int d, int a, int b, int c, int rows, int lanes, double i0, double i1);

    /**
     * Some groups of one stage's links backwards, and what the gradients of their weights are made of: for every group g in
     * [{@code from}, {@code to}), every row i below its length and every lane, with D the derivatives, which start {@code
     * shift} rows after the rows themselves,
     *
     * <pre>  D[y + i] (+)= Σ_k value[k] · D[x_k + i]        partial[k, e mod LINE] += D[x_k]_e · S[y]_e</pre>
     *
     * where y + shift is the group's first row, x_k + shift that of entry k, and e runs over the elements of all rows of the
     * group. So each derivative is loaded once for both.
     *
     * @param plan of runs turned round, which sums over inputs
     * @param partial a cache line per entry of these groups
     */
    void back(DownPlan plan, A value, A s, int lanes, int shift, int from, int to, A partial);

    /** {@code into[first + k] += Σ_j partial[k, j]} for k below {@code lines}, which are 0 afterwards. */
    void addSums(A partial, int lines, double[] into, int first);

    /** Copies the first lanes of some rows: {@code into[to + r·stride + l] = s[from + r·width + l]}. */
    void collect(A s, int from, int width, int lanes, int rows, A into, int to, int stride);

    /**
     * The weight gradients of some cycles at once: {@code into[weight[k]] += Σ_i x[xRow[k]·stride + i]·y[yRow[k]·stride + i]} for
     * i below length[k]·stride.
     *
     * @param stride a multiple of the elements of a cache line
     */
    void dotsOverTime(Runs runs, A x, A y, int stride, double[] into);

    /** {@code into[index[k]] += Σ_l s[row[k], l]}, over the real lanes only. */
    void sums(int[] row, int[] index, A s, int base, int width, int lanes, double[] into);
}
