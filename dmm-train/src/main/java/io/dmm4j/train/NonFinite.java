package io.dmm4j.train;

import io.dmm4j.spi.Events;
import io.dmm4j.spi.GradientExecutor;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.Path;

/** Says where NaN or infinity first showed: the latest window of a loss function is run again, in parts. */
final class NonFinite {
    private final LossFunction function;
    private final GradientExecutor executor;
    private final Batch batch;
    private final int first;

    /**
     * A search.
     *
     * @param first cycles of the sequences before the window
     */
    NonFinite(LossFunction function, Batch batch, int first) {
        this.function = function;
        this.batch = batch;
        this.first = first;
        executor = function.executor();
    }

    /** The error for a loss that is not finite: the first cycle, neuron, port and path where an output is not. */
    DmmException inLoss(double loss) {
        int lanes = executor.options().lanes();
        double[] state = new double[executor.program().outputRows() * lanes];
        function.rewind();
        for (int c = 0; c < batch.cycles(); c++) {
            executor.run(1, events(c, c + 1));
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
    DmmException inGradient(double[] gradient) {
        Parameters p = function.model().parameters();
        int bad = firstBad(gradient);
        int low = 0;
        int high = batch.cycles();
        double[] g = new double[gradient.length];
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (firstBad(ofEnd(middle, g)) < p.count()) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return new DmmException("the gradient is not finite: the derivative by " + p.id(bad) + " is " + gradient[bad]
                + ", going back from cycle " + (first + batch.cycles()) + " it first shows in cycle "
                + (first + low + 1));
    }

    private int firstBad(double[] g) {
        int i = 0;
        while (i < g.length
                && (Double.isFinite(g[i]) || !function.model().parameters().isTrainable(i))) {
            i++;
        }
        return i;
    }

    /** The gradient of cycles {@code from} to the end, as if the state before them were given. */
    private double[] ofEnd(int from, double[] g) {
        function.rewind();
        executor.run(from, events(0, from));
        executor.run(batch.cycles() - from, events(from, batch.cycles()));
        executor.backward(function.seedsFrom(from));
        executor.readGradient(g);
        return g;
    }

    private Events events(int from, int to) {
        Events some = new Events();
        Events all = batch.events();
        for (int e = 0; e < all.count(); e++) {
            if (all.cycle(e) >= from && all.cycle(e) < to) {
                some.add(all.cycle(e) - from, all.row(e), all.lane(e), all.value(e));
            }
        }
        return some;
    }

    /** {@code neuron.port at "/path"} of an output row. */
    private String place(int row) {
        Path at = function.model()
                .flattened()
                .rows()
                .path(row, function.model().flattened().labels());
        return at.label(1) + "." + at.label(2) + " at \"" + at.suffix(3) + "\"";
    }
}
