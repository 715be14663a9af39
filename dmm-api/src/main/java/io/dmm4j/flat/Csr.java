package io.dmm4j.flat;

import io.dmm4j.value.DmmException;

/**
 * A sparse matrix in compressed rows whose entries name a weight instead of holding one, so that one
 * pattern serves every parameter vector:
 *
 * <pre>  A[r, col[k]] = p[weight[k]]      for rowStart[r] ≤ k &lt; rowStart[r + 1]</pre>
 *
 * Entries of a row keep the order of the runs they come from. Arrays are shared: do not write to them.
 *
 * @param rows number of rows
 * @param cols number of columns
 * @param rowStart first entry of each row, length rows + 1, ascending
 * @param col column of each entry
 * @param weight parameter index of each entry
 */
public record Csr(int rows, int cols, int[] rowStart, int[] col, int[] weight) {

    /**
     * The runs of a stage with one entry per leaf: rows are input rows, columns output rows.
     *
     * @throws DmmException if there are 2^31 entries or more
     */
    public static Csr of(Runs runs, int inputRows, int outputRows) {
        int[] start = new int[inputRows + 1];
        long total = runs.multiplyAdds();
        if (total > Integer.MAX_VALUE) {
            throw new DmmException("the links expand to " + total + " entries, expected fewer than 2^31 in one matrix");
        }
        for (int k = 0; k < runs.count(); k++) {
            for (int i = 0; i < runs.length()[k]; i++) {
                start[runs.xRow()[k] + i + 1]++;
            }
        }
        for (int r = 0; r < inputRows; r++) {
            start[r + 1] += start[r];
        }
        return fill(runs, inputRows, outputRows, start, (int) total);
    }

    private static Csr fill(Runs runs, int rows, int cols, int[] start, int total) {
        int[] col = new int[total];
        int[] weight = new int[total];
        int[] next = start.clone();
        for (int k = 0; k < runs.count(); k++) {
            int x = runs.xRow()[k];
            int y = runs.yRow()[k];
            int w = runs.weight()[k];
            for (int i = 0; i < runs.length()[k]; i++) {
                int e = next[x + i]++;
                col[e] = y + i;
                weight[e] = w;
            }
        }
        return new Csr(rows, cols, start, col, weight);
    }

    /** The number of entries. */
    public int entries() {
        return col.length;
    }

    /** The transposed matrix (CSC of this one); entries of a row come in ascending row of this. */
    public Csr transpose() {
        int[] start = new int[cols + 1];
        for (int c : col) {
            start[c + 1]++;
        }
        for (int c = 0; c < cols; c++) {
            start[c + 1] += start[c];
        }
        int[] next = start.clone();
        int[] row = new int[entries()];
        int[] w = new int[entries()];
        for (int r = 0; r < rows; r++) {
            for (int k = rowStart[r]; k < rowStart[r + 1]; k++) {
                int e = next[col[k]]++;
                row[e] = r;
                w[e] = weight[k];
            }
        }
        return new Csr(cols, rows, start, row, w);
    }
}
