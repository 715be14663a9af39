package io.dmm4j.dl4j.machine;

import io.dmm4j.spi.Bulk;
import io.dmm4j.spi.Precision;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;

/**
 * Brings features to the rows and cycles where a machine wants them, and outputs back, where the two do not agree as they
 * lie. Numbers pass through arrays [cycles × rows × lanes] that are made for each window.
 */
final class Wires {
    private final Blueprint blueprint;
    private final Precision precision;
    private final Timing timing;

    Wires(Blueprint blueprint, Precision precision) {
        this.blueprint = blueprint;
        this.precision = precision;
        timing = blueprint.timing();
    }

    Bulk room(long numbers) {
        int n = Math.toIntExact(numbers);
        return precision == Precision.FLOAT32 ? Bulk.of(FloatBuffer.allocate(n)) : Bulk.of(DoubleBuffer.allocate(n));
    }

    /** What external inputs emit in each cycle of a window; what comes before it is left to {@link #beforeWindow}. */
    Bulk emitted(Sequences in) {
        int rows = blueprint.program().externals().total();
        Bulk all = room((long) in.steps() * timing.cycles() * rows * in.lanes());
        double[] one = new double[in.lanes()];
        forEachEmission(in, (step, feature, cycle) -> {
            in.numbers().get(in.at(step, feature), one, 0, one.length);
            all.put((cycle * rows + blueprint.rowOfFeature()[feature]) * in.lanes(), one, 0, one.length);
        });
        return all;
    }

    /** Adds ∂L/∂(emitted in the window) to ∂L/∂features. */
    void collect(Bulk emitted, Sequences features) {
        int rows = blueprint.program().externals().total();
        double[] one = new double[features.lanes()];
        forEachEmission(features, (step, feature, cycle) -> {
            int from = (cycle * rows + blueprint.rowOfFeature()[feature]) * features.lanes();
            emitted.get(from, one, 0, one.length);
            add(features, step, feature, one);
        });
    }

    /** Adds ∂L/∂(emitted before the window), [rows of external inputs × lanes]. */
    void collectFirst(Bulk by, Sequences features) {
        double[] one = new double[features.lanes()];
        int[] row = blueprint.rowOfFeature();
        for (int f = 0; f < row.length; f++) {
            if (row[f] >= 0) {
                by.get(row[f] * one.length, one, 0, one.length);
                add(features, 0, f, one);
            }
        }
    }

    private static void add(Sequences to, int step, int row, double[] lanes) {
        int at = to.at(step, row);
        for (int l = 0; l < lanes.length; l++) {
            to.numbers().put(at + l, to.numbers().get(at + l) + lanes[l]);
        }
    }

    private interface Emission {
        void at(int step, int feature, int cycle);
    }

    private void forEachEmission(Sequences in, Emission e) {
        int cycles = in.steps() * timing.cycles();
        for (int step = 0; step < in.steps(); step++) {
            for (int n = 0; n < timing.emissions(); n++) {
                int cycle = timing.firstEmission(step) + n;
                for (int f = 0; cycle >= 0 && cycle < cycles && f < in.rows(); f++) {
                    if (blueprint.rowOfFeature()[f] >= 0) {
                        e.at(step, f, cycle);
                    }
                }
            }
        }
    }

    /** Copies numbers of the machine's precision. */
    void copy(Bulk from, Bulk to) {
        if (precision == Precision.FLOAT32) {
            float[] numbers = new float[to.length()];
            from.get(0, numbers, 0, numbers.length);
            to.put(0, numbers, 0, numbers.length);
        } else {
            double[] numbers = new double[to.length()];
            from.get(0, numbers, 0, numbers.length);
            to.put(0, numbers, 0, numbers.length);
        }
    }

    /**
     * What external inputs have emitted before the first cycle, in a state.
     *
     * @param externalRows the rows of all external inputs
     */
    void emitBefore(Sequences in, Sequences state, int[] externalRows) {
        double[] one = new double[in.lanes()];
        for (int row : externalRows) {
            state.numbers().put(state.at(0, row), one, 0, one.length);
        }
        int[] row = blueprint.rowOfFeature();
        for (int f = 0; f < row.length; f++) {
            if (row[f] >= 0) {
                in.numbers().get(in.at(0, f), one, 0, one.length);
                state.numbers().put(state.at(0, externalRows[row[f]]), one, 0, one.length);
            }
        }
    }

    /** Whether the features of the first step are part of the state that a window starts from. */
    boolean beforeWindow() {
        return timing.firstEmission(0) < 0;
    }

    /** Takes the outputs of a step from the probed rows of a cycle. */
    void outputs(Bulk probed, Sequences out, int step) {
        double[] one = new double[out.lanes()];
        int[] row = blueprint.rowOfOutput();
        for (int o = 0; o < row.length; o++) {
            if (row[o] >= 0) {
                probed.get(row[o] * out.lanes(), one, 0, one.length);
                out.numbers().put(out.at(step, o), one, 0, one.length);
            } else {
                out.numbers().put(out.at(step, o), new double[out.lanes()], 0, out.lanes());
            }
        }
    }

    /** ∂L/∂probe for each cycle from ∂L/∂outputs; an output that is given twice counts twice. */
    Bulk seeds(Sequences errors) {
        int rows = blueprint.program().probes().total();
        Bulk all = room((long) errors.steps() * timing.cycles() * rows * errors.lanes());
        Sequences seeds = new Sequences(all, rows, errors.steps() * timing.cycles(), errors.lanes());
        double[] one = new double[errors.lanes()];
        for (int step = 0; step < errors.steps(); step++) {
            for (int o = 0; o < errors.rows(); o++) {
                if (blueprint.rowOfOutput()[o] >= 0) {
                    errors.numbers().get(errors.at(step, o), one, 0, one.length);
                    add(seeds, timing.reading(step), blueprint.rowOfOutput()[o], one);
                }
            }
        }
        return all;
    }
}
