package io.dmm4j.cpu;

/**
 * The inner loops of links whose weights differ from lane to lane: rows of the state, or parameters of a population. A
 * weight array is row-major like the state; its row r, lane l lies at {@code w[at + r·lanes + l]}. Sums run in the order
 * of {@link Kernels}, so all implementations agree to the bit.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
interface RowKernels<A> {

    /**
     * As {@link Kernels#down}, with a row of weights for each entry: for every group g in [{@code from}, {@code to}),
     *
     * <pre>  s[xRow[g] + i, l] (+)= Σ_k w[weight[k], l] · s[yRow[k] + i, l]     for first[g] ≤ k &lt; first[g + 1]</pre>
     */
    void down(DownPlan plan, A w, int at, A s, int lanes, int from, int to);

    /**
     * Groups of one row in one lane: {@code s[xRow[g]] (+)= Σ_k w[…] · s[yRow[k]]} for first[g] ≤ k &lt; first[g + 1].
     *
     * @param inOrder whether the weight of entry k is {@code w[at + k]}; else it is {@code w[at + weight[k]]}
     */
    void streams(DownPlan plan, A w, int at, boolean inOrder, A s, int from, int to);

    /** {@code into[k] = w[at + row[k]]} for {@code from} ≤ k &lt; {@code to}: the weights of one lane. */
    void gather(A w, int at, int[] row, A into, int from, int to);

    /**
     * The derivatives of rows of weights: {@code s[derivative + weight[k], l] += Σ_i s[xRow[k] + i, l] · s[yRow[k] + i, l]}.
     *
     * @param derivative what leads from a row to that of its derivative
     */
    void dots(RunDots p, int derivative, A s, int base, int lanes);

    /** Multiplies rows: {@code s[d + i·lanes + l] = w[at + l] · s[d + i·lanes + l] + 0} for 0 ≤ i &lt; {@code rows}. */
    void multiply(A s, int d, int rows, A w, int at, int lanes);

    /** Adds rows to others: {@code s[base + d[k]·lanes + l] += s[base + a[k]·lanes + l]}, in the order of k. */
    void add(A s, int base, int[] d, int[] a, int lanes);

    /** Whether all of {@code n} elements from {@code i} on are 1, for at most as many as a block has lanes. */
    boolean areOnes(A s, int i, int n);

    /** Whether one of {@code n} elements from {@code i} on is not 0. */
    boolean anyNonZero(A s, int i, int n);
}
