package io.dmm4j.cpu;

import io.dmm4j.expr.Op;

/**
 * The inner loops of the backward pass over one lane block; rows and elements as in {@link Kernels}.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
interface AdjointKernels<A> {
    /** Links whose products lie side by side before they are added up. */
    int BATCH = 32;

    /**
     * An op of one of the adjoint groups, as {@link Op} says.
     *
     * @param d element of the destination; a, b, c those of the operands
     * @param rows n of the op
     */
    void run(Op op, A s, int d, int a, int b, int c, int rows, int lanes, double i0, double i1);

    /**
     * The links of one stage backwards, and what the gradients of their weights are made of: for every group, every row i below
     * its length and every lane, with D the derivatives, which start {@code shift} rows after the rows themselves,
     *
     * <pre>  D[y + i] (+)= Σ_k value[k] · D[x_k + i]        partial[k, e mod LINE] += D[x_k]_e · Y[y]_e</pre>
     *
     * where y + shift is the group's first row, x_k + shift that of entry k, and e runs over the elements of all rows of the
     * group. So each derivative is loaded once for both.
     *
     * @param plan of runs turned round, which sums over inputs
     * @param y the outputs Y, of which row 0 is at {@code atY}
     * @param partial a cache line per entry
     */
    void back(DownPlan plan, A value, A s, int lanes, A y, int atY, int shift, A partial);

    /** {@code into[k] += Σ_j partial[k, j]} for k below {@code lines}, which are 0 afterwards. */
    void addSums(A partial, int lines, double[] into);

    /** Copies the first lanes of some rows: {@code into[to + r·stride + l] = s[from + r·width + l]}. */
    void collect(A s, int from, int width, int lanes, int rows, A into, int to, int stride);

    /**
     * The gradients of a stage's weights: {@code into[k] += Σ_i x[atX + xRow[k]·stride + i]·y[atY + yRow[k]·stride + i]} for i
     * below stride, or stride times the rows of the run.
     *
     * @param x derivatives of inputs, [rows × {@code stride}] from {@code atX} on
     * @param y outputs, [rows × {@code stride}] from {@code atY} on
     * @param stride a multiple of the elements of a cache line
     * @param part room for {@value #BATCH} cache lines
     */
    void dots(LinkDots plan, A x, int atX, A y, int atY, int stride, A part, double[] into);

    /** {@code into[k] += Σ_l s[row[k], l]}, over the real lanes only. */
    void sums(int[] row, A s, int base, int width, int lanes, double[] into);
}
