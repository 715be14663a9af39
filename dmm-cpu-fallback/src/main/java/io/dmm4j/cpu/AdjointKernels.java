package io.dmm4j.cpu;

import io.dmm4j.expr.Op;

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
     * The weight gradients of one stage: {@code into[weight[k]] += Σ_i Σ_l s[xRow[k]+i, l]·s[yRow[k]+i, l]}, over the real
     * lanes only.
     *
     * @param width lanes that are stored
     * @param lanes lanes that are real
     */
    void dots(RunDots p, A s, int base, int width, int lanes, double[] into);

    /**
     * As {@link #dots}, where every lane is real and rows are whole cache lines, but without adding up: {@code partial[k·line + j]}
     * gets the products of elements j, line + j, 2·line + j … of run k.
     */
    void partialDots(RunDots p, A s, int base, int width, A partial);

    /** {@code into[weight[k]] += Σ_j partial[k·line + j]}, after which the partial sums are 0. */
    void addPartials(RunDots p, A partial, double[] into);

    /**
     * Copies the real lanes of some rows to one column of a matrix whose rows are sequences of cycles:
     * {@code into[r·stride + column·lanes + l] = s[from + r·width + l]}.
     */
    void collect(A s, int from, int width, int lanes, int rows, A into, int stride, int column);

    /**
     * The weight gradients of one stage over all cycles at once: {@code into[weight[k]] += Σ_i x[input[k]·stride + i]·y[yRow[k]·stride + i]}
     * for i below length·stride.
     */
    void dotsOverTime(RunDots p, A x, A y, int stride, double[] into);

    /** {@code into[index[k]] += Σ_l s[row[k], l]}, over the real lanes only. */
    void sums(int[] row, int[] index, A s, int base, int width, int lanes, double[] into);
}
