package io.dmm4j.train;

import io.dmm4j.flat.UpdateProgram;
import io.dmm4j.spi.TrainingExecutor;
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

    /** The error for a step that was not adopted, whose loss was this; the machines then stand before the window again. */
    DmmException inStep(double loss) {
        executor.rewind();
        executor.readState(start);
        long cycle = executor.cycle();
        DmmException found = search(loss, cycle);
        executor.writeState(start, cycle);
        return found;
    }

    private DmmException search(double loss, long cycle) {
        if (!Double.isFinite(loss)) {
            return inLoss(loss);
        }
        double[] g = new double[model.parameters().count()];
        executor.readGradient(g);
        return firstBad(g) < g.length ? inGradient(g, cycle) : inUpdate();
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
    private DmmException inUpdate() {
        int[] which = model.parameters().which();
        double[] made = new double[which.length];
        executor.readUsedGradient(made);
        for (int i = 0; i < which.length; i++) {
            if (!Double.isFinite(made[i])) {
                return new DmmException("the gradient is not finite once penalties are added: the derivative by "
                        + model.parameters().id(which[i]) + " is " + made[i]);
            }
        }
        double[] results = new double[UpdateProgram.RESULTS];
        executor.readResults(results);
        if (!Double.isFinite(results[UpdateProgram.PENALTY])) {
            return new DmmException("the penalty is " + results[UpdateProgram.PENALTY]
                    + " although every weight and its derivative are finite");
        }
        executor.readNext(made);
        int i = 0;
        while (i < which.length - 1 && Double.isFinite(made[i])) {
            i++;
        }
        return weight(model.parameters().id(which[i]), made[i]);
    }

    /** The error for a number that is not finite. */
    static DmmException weight(ParameterId id, double x) {
        return new DmmException("a weight is not finite: " + id + " is " + x);
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
