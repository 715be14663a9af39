package io.dmm4j.train;

import io.dmm4j.flat.UpdateProgram;
import io.dmm4j.spi.Precision;
import io.dmm4j.spi.TrainingExecutor;
import io.dmm4j.train.update.Updater;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.Path;

/** Says where NaN or infinity first showed: the latest window is run again, in parts. */
final class NonFinite {
    /** Half of the last place of the largest number. */
    private static final double SMALL = 0x1p970;

    private final Model model;
    private final TrainingExecutor executor;
    private final Batch batch;
    private final int first;
    private final double[] start;

    /**
     * A search.
     *
     * @param first cycles of the sequences before the window
     */
    NonFinite(Model model, TrainingExecutor executor, Batch batch, int first) {
        this.model = model;
        this.executor = executor;
        this.batch = batch;
        this.first = first;
        start = new double
                [model.flattened().program().outputRows() * executor.options().lanes()];
    }

    /** Whether the sum of this and any finite number is finite: it is so for all but numbers beyond 1e292. */
    static boolean canBeAdded(double x) {
        return Math.abs(x) < SMALL;
    }

    /**
     * The error for a step that was not adopted; the machines then stand before the window again.
     *
     * @param loss of the step
     * @param scalars those of the updater for the step
     */
    DmmException inStep(double loss, Updater updater, double[] scalars) {
        executor.rewind();
        executor.readState(start);
        long cycle = executor.cycle();
        DmmException found = search(loss, cycle, updater, scalars);
        executor.writeState(start, cycle);
        return found;
    }

    private DmmException search(double loss, long cycle, Updater updater, double[] scalars) {
        if (!Double.isFinite(loss)) {
            return inLoss(loss);
        }
        double[] g = new double[model.parameters().count()];
        executor.readGradient(g);
        return firstBad(g) < g.length ? inGradient(g, cycle) : inUpdate(updater, scalars);
    }

    /** The error for a loss that is not finite: the first cycle, neuron, port and path where an output is not. */
    private DmmException inLoss(double loss) {
        int lanes = executor.options().lanes();
        double[] state = new double[start.length];
        for (int c = 0; c < batch.cycles(); c++) {
            forward(c, c + 1);
            executor.readState(state);
            for (int i = 0; i < state.length; i++) {
                if (!Double.isFinite(state[i])) {
                    return new DmmException("the state is not finite: output " + place(i / lanes) + " is " + state[i]
                            + " in cycle " + (first + c + 1) + " of lane " + i % lanes);
                }
            }
        }
        return new DmmException("the loss is " + loss
                + " although every output is finite: what is probed is too large, " + "or what is wanted");
    }

    /**
     * The error for a gradient that is not finite: the first such number, and the last cycle whose derivatives are not, which
     * is the first on the way back.
     */
    private DmmException inGradient(double[] gradient, long cycle) {
        int bad = firstBad(gradient);
        int low = 0;
        int high = batch.cycles();
        double[] g = new double[gradient.length];
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            executor.writeState(start, cycle);
            forward(0, middle);
            forward(middle, batch.cycles());
            executor.backward();
            executor.readGradient(g);
            if (firstBad(g) < g.length) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return new DmmException("the gradient is not finite: the derivative by "
                + model.parameters().id(bad) + " is " + gradient[bad] + ", going back from cycle "
                + (first + batch.cycles()) + " it first shows in cycle " + (first + low + 1));
    }

    private int firstBad(double[] g) {
        int i = 0;
        while (i < g.length && (Double.isFinite(g[i]) || !model.parameters().isTrainable(i))) {
            i++;
        }
        return i;
    }

    /** The error for numbers that only the update made infinite or NaN. */
    private DmmException inUpdate(Updater updater, double[] scalars) {
        int[] which = model.parameters().which();
        double[] used = new double[which.length];
        executor.readUsedGradient(used);
        int bad = first(used, Precision.FLOAT64);
        if (bad < used.length) {
            return new DmmException("the gradient is not finite once penalties are added: the derivative by "
                    + model.parameters().id(which[bad]) + " is " + used[bad]);
        }
        double[] results = new double[UpdateProgram.RESULTS];
        executor.readResults(results);
        if (!Double.isFinite(results[UpdateProgram.PENALTY])) {
            return new DmmException("the penalty is " + results[UpdateProgram.PENALTY]
                    + " although every weight and its derivative are finite");
        }
        double[] next = new double[which.length];
        executor.readNext(next);
        Precision precision = executor.options().precision();
        bad = first(next, precision);
        return bad < next.length
                ? number(model.parameters().id(which[bad]), next[bad], precision)
                : inSlots(updater, used, scalars);
    }

    /** The error for what an updater would remember, although the step itself is finite: later ones would be 0, or NaN. */
    private DmmException inSlots(Updater updater, double[] used, double[] scalars) {
        int[] which = model.parameters().which();
        double[][] slots = new Remembered(model.parameters(), updater).after(executor, used, scalars);
        for (int k = 0; k < slots.length; k++) {
            int bad = first(slots[k], Precision.FLOAT64);
            if (bad < which.length) {
                return slot(
                        updater,
                        k,
                        model.parameters().id(which[bad]),
                        slots[k][bad] + ", after a derivative of " + used[bad]);
            }
        }
        return new DmmException("the step of the updater " + updater.name() + " is not finite");
    }

    /** The position of the first number that is not finite in a precision; their count if there is none. */
    private static int first(double[] numbers, Precision p) {
        int i = 0;
        while (i < numbers.length && Double.isFinite(p.round(numbers[i]))) {
            i++;
        }
        return i;
    }

    /** The error for a number that is not finite in a precision. */
    static DmmException number(ParameterId id, double x, Precision p) {
        String what = id.kind() == ParameterId.Kind.LINK ? "a weight" : "a number";
        return new DmmException(
                Double.isFinite(x)
                        ? what + " is not finite in " + p.text() + ": " + id + " is " + x
                                + ", expected a smaller number, or float64"
                        : what + " is not finite: " + id + " is " + x);
    }

    /** The error for what an updater remembers, if that is not finite. */
    static DmmException slot(Updater u, int slot, ParameterId id, String x) {
        return new DmmException("what the updater " + u.name() + " remembers is not finite: '"
                + u.slots().get(slot) + "' of " + id + " is " + x);
    }

    /** The error for a derivative on all data that is not finite. */
    static DmmException derivative(ParameterId id, double x) {
        return new DmmException("the gradient on all data is not finite: the derivative by " + id + " is " + x);
    }

    /** Runs some cycles of the window from where the machines stand. */
    private void forward(int from, int to) {
        executor.setBatch(batch.window(from, to));
        executor.forward();
    }

    /** {@code neuron.port at "/path"} of an output row. */
    private String place(int row) {
        Path at = model.flattened().rows().path(row, model.flattened().labels());
        return at.label(1) + "." + at.label(2) + " at \"" + at.suffix(3) + "\"";
    }
}
