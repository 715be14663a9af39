package io.dmm4j.cpu;

import io.dmm4j.flat.Runs;

/** The runs of a stage as pairs of row ranges of the doubled state: derivatives of inputs with outputs. */
final class RunDots {
    /** First derivative row of each run's inputs. */
    final int[] xRow;

    /** The same, counted from the first input. */
    final int[] input;

    /** First row of each run's outputs. */
    final int[] yRow;

    /** Rows of each run. */
    final int[] length;

    /** Parameter index of each run's weight. */
    final int[] weight;

    RunDots(Runs runs, int firstInputDerivative) {
        input = runs.xRow();
        xRow = new int[runs.count()];
        for (int k = 0; k < xRow.length; k++) {
            xRow[k] = firstInputDerivative + input[k];
        }
        yRow = runs.yRow();
        length = runs.length();
        weight = runs.weight();
    }
}
