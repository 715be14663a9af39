package io.dmm4j.cpu;

import io.dmm4j.flat.Runs;

/** The runs of a stage as pairs of row ranges of the doubled state: derivatives of inputs with outputs. */
final class RunDots {
    /** First derivative row of each run's inputs. */
    final int[] xRow;

    /** First row of each run's outputs. */
    final int[] yRow;

    /** Rows of each run. */
    final int[] length;

    /** Parameter index of each run's weight. */
    final int[] weight;

    RunDots(Runs runs, int firstInputDerivative) {
        xRow = new int[runs.count()];
        for (int k = 0; k < xRow.length; k++) {
            xRow[k] = firstInputDerivative + runs.xRow()[k];
        }
        yRow = runs.yRow();
        length = runs.length();
        weight = runs.weight();
    }
}
