package io.dmm4j.cpu;

import io.dmm4j.expr.Op;

/**
 * The inner loops of the backend over one lane block: a slice of the state matrix, row-major, whose
 * element (row r, lane l) lies at {@code s[base + r·lanes + l]} with the base of {@link Cells}.
 *
 * <p>Every result element is one fixed sequence of IEEE operations, whatever the provider, the number
 * of threads and the width of the block: sums run over rows (or links) in ascending order, one fused
 * multiply-add per product. So all implementations of one precision agree to the bit, and rows that
 * hold 0 change nothing.
 *
 * <p>Nothing is checked here: {@link DownPlan} and {@link UpPlan} come from a checked program and say
 * which ranges exist. Kernels may read, but never write, {@link Cells#SLACK} elements past the last row.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
interface Kernels<A> {

    /** Which implementation this is, for messages. */
    String name();

    /**
     * The down movement of some groups of a plan: for every group g in [{@code from}, {@code to}), every
     * row i below its length and every lane,
     *
     * <pre>  s[xRow[g] + i] (+)= Σ_k value[k] · s[yRow[k] + i]     for first[g] ≤ k &lt; first[g + 1]</pre>
     *
     * where (+)= adds if the plan adds, else replaces.
     *
     * @param value one weight per entry of the plan
     * @param alone whether no other thread writes this block: then rows past a group may be rewritten as they are
     * @param scratch at least {@link Cells#SLACK} elements of this thread's own
     */
    void down(DownPlan plan, A value, A s, int lanes, int from, int to, boolean alone, A scratch);

    /**
     * The down movement of some bundles, as {@link Bundles} says, in one lane.
     *
     * @param value one number per weight of the bundles, and {@link Cells#SLACK} more
     * @param scratch at least {@link Cells#SLACK} elements of this thread's own
     */
    void bundles(Bundles bundles, A value, A s, int from, int to, A scratch);

    /**
     * {@code s[d + i] = f(s[a + i])} for {@code n} elements.
     *
     * @param op of the group MAP or SCALAR_MAP, or ZERO, COPY or ACCUMULATE
     */
    void map(Op op, A s, int d, int a, int n, double i0, double i1);

    /**
     * {@code s[d + i] = f(s[a + i], s[b + i])} for {@code n} elements.
     *
     * @param op of the group ZIP, or MUL_ADD
     */
    void zip(Op op, A s, int d, int a, int b, int n);

    /**
     * SCALE, SCALE_ADD and SELECT: one row at {@code a} with {@code rows} rows at {@code b} (and {@code c})
     * into as many at {@code d}; d, a, b, c are elements.
     */
    void broadcast(Op op, A s, int d, int a, int b, int c, int rows, int lanes);

    /**
     * Reductions of {@code rows} rows at {@code a} (and {@code b}) to one row at {@code d}, and SOFTMAX; d, a, b
     * are elements.
     */
    void reduce(Op op, A s, int d, int a, int b, int rows, int lanes);

    /** The loops of links whose weights differ from lane to lane. */
    RowKernels<A> rows();

    /** The loops of the backward pass. */
    AdjointKernels<A> adjoint();
}
