package io.dmm4j.flat;

import java.util.Optional;

/**
 * The rigid case: every run has the same length L and starts on a multiple of L, so the down movement
 * is W ⊗ I, a small sparse matrix times a dense one that is L · lanes wide:
 *
 * <pre>  X [ports × (L·lanes)] = W [ports × ports'] · Y [ports' × (L·lanes)]</pre>
 *
 * @param width L, rows per port
 * @param matrix W with rows xRow / L and columns yRow / L
 */
public record Rigid(int width, Csr matrix) {

    /** The rigid form of runs, if they have it and L is at least 2. */
    public static Optional<Rigid> of(Runs runs, int inputRows, int outputRows) {
        if (runs.count() == 0 || runs.length()[0] < 2) {
            return Optional.empty();
        }
        int l = runs.length()[0];
        if (inputRows % l != 0 || outputRows % l != 0) {
            return Optional.empty();
        }
        int[] x = new int[runs.count()];
        int[] y = new int[runs.count()];
        int[] one = new int[runs.count()];
        for (int k = 0; k < runs.count(); k++) {
            if (runs.length()[k] != l || runs.xRow()[k] % l != 0 || runs.yRow()[k] % l != 0) {
                return Optional.empty();
            }
            x[k] = runs.xRow()[k] / l;
            y[k] = runs.yRow()[k] / l;
            one[k] = 1;
        }
        Csr w = Csr.of(new Runs(x, y, one, runs.weight()), inputRows / l, outputRows / l);
        return Optional.of(new Rigid(l, w));
    }
}
