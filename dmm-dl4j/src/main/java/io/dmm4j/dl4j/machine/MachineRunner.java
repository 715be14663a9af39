package io.dmm4j.dl4j.machine;

import io.dmm4j.flat.FlatProgram;
import io.dmm4j.flat.Ranges;
import io.dmm4j.flat.Rows;
import io.dmm4j.spi.Backend;
import io.dmm4j.spi.Backends;
import io.dmm4j.spi.Bulk;
import io.dmm4j.spi.Executor;
import io.dmm4j.spi.ExecutorOptions;
import io.dmm4j.spi.FlatBackend;
import io.dmm4j.spi.GradientBackend;
import io.dmm4j.spi.GradientExecutor;
import io.dmm4j.spi.Precision;
import io.dmm4j.value.DmmException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Runs a blueprint forwards and backwards on batches of any size. Executors are opened when a size first comes and kept for
 * the last few sizes; a window that is longer than any before opens a new one. Not thread safe.
 */
final class MachineRunner implements AutoCloseable {
    /** Executors of different lanes that stay open, forwards and backwards each: whole batches and the rest at the end. */
    private static final int KEPT = 2;

    private final Blueprint blueprint;
    private final Backend backend;
    private final Precision precision;
    private final int threads;
    private final Wires wires;
    private final Weights weights;
    private final int[] externalRows;
    private final Map<Integer, Executor> forward = new LinkedHashMap<>(4, 0.75f, true);
    private final Map<Integer, GradientExecutor> taped = new LinkedHashMap<>(4, 0.75f, true);
    /** What a batch starts from, kept from batch to batch with the initial outputs in it; 0 lanes before the first. */
    private Sequences start = new Sequences(null, 0, 1, 0);

    /** Room for a state that was carried over. */
    private Bulk carriedOver;

    private Executor latest;

    /**
     * Nothing is opened yet.
     *
     * @param threads to use at most; 0 for all processors
     * @throws DmmException if there is no such backend or it cannot run flat programs
     */
    MachineRunner(Blueprint blueprint, String backend, Precision precision, int threads) {
        this.blueprint = blueprint;
        this.backend = flat(backend);
        this.precision = precision;
        this.threads = threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
        wires = new Wires(blueprint, precision);
        weights = new Weights(blueprint, precision);
        externalRows = blueprint.externalRows();
    }

    /**
     * The backend of a name.
     *
     * @throws DmmException if there is none or it cannot differentiate flat programs
     */
    static Backend flat(String name) {
        Backend b = Backends.byName(name);
        if (!(b instanceof FlatBackend) || !(b instanceof GradientBackend)) {
            throw new DmmException("backend " + b.name() + " cannot differentiate; choose another, for example cpu");
        }
        return b;
    }

    // ---- forwards ------------------------------------------------------------------------------------------

    /**
     * Runs sequences.
     *
     * @param parameters in the order of DL4J's view
     * @param state before, [output rows × lanes], whose features of external inputs are not looked at; null for the initial
     *     outputs
     * @param tape whether {@link #backward} follows
     */
    void forward(Sequences in, Bulk parameters, Bulk state, Sequences out, boolean tape) {
        int cycles = in.steps() * blueprint.timing().cycles();
        latest = executor(in.lanes(), cycles, tape);
        weights.take(parameters);
        weights.bringTo(latest);
        latest.writeState(before(in, state), 0);
        Bulk emitted = blueprint.feedsDirectly() ? afterFirst(in) : wires.emitted(in);
        if (out == null) {
            latest.run(cycles, emitted);
        } else if (blueprint.readsDirectly()) {
            latest.run(cycles, emitted, out.numbers());
        } else {
            latest.run(cycles, emitted);
            read(out);
        }
    }

    private void read(Sequences out) {
        Bulk probed = wires.room((long) blueprint.program().probes().total() * out.lanes());
        for (int step = 0; step < out.steps(); step++) {
            latest.readProbes(blueprint.timing().reading(step), probed, 0);
            wires.outputs(probed, out, step);
        }
    }

    /** The state that the window starts from: what was carried or the initial outputs, with the first step's features. */
    private Bulk before(Sequences in, Bulk carried) {
        if (start.lanes() != in.lanes()) {
            start = initial(in.lanes());
            carriedOver = wires.room(start.numbers().length());
        }
        if (carried == null && !wires.beforeWindow()) {
            return start.numbers();
        }
        Sequences state = start;
        if (carried != null) {
            state = new Sequences(carriedOver, start.rows(), 1, start.lanes());
            wires.copy(carried, carriedOver);
        }
        if (wires.beforeWindow()) {
            wires.emitBefore(in, state, externalRows);
        }
        return state.numbers();
    }

    private Sequences initial(int lanes) {
        FlatProgram p = blueprint.program();
        Sequences state = new Sequences(wires.room((long) p.outputRows() * lanes), p.outputRows(), 1, lanes);
        Rows initial = p.initial();
        double[] one = new double[lanes];
        for (int i = 0; i < initial.count(); i++) {
            Arrays.fill(one, initial.value()[i]);
            state.numbers().put(state.at(0, initial.row()[i]), one, 0, lanes);
        }
        return state;
    }

    /** The state after the latest sequences. */
    void state(Bulk into) {
        latest.readState(into);
    }

    // ---- backwards -----------------------------------------------------------------------------------------

    /**
     * Goes back over the latest sequences, which were run with a tape.
     *
     * @param errors ∂L/∂outputs
     * @param features receives ∂L/∂features
     * @param gradient receives ∂L/∂parameters in the order of DL4J's view
     */
    void backward(Sequences errors, Sequences features, Bulk gradient) {
        GradientExecutor x = (GradientExecutor) latest;
        Bulk seeds = blueprint.readsDirectly() ? errors.numbers() : wires.seeds(errors);
        if (blueprint.feedsDirectly()) {
            x.backward(seeds, afterFirst(features));
        } else {
            int cycles = errors.steps() * blueprint.timing().cycles();
            Bulk emitted =
                    wires.room((long) cycles * blueprint.program().externals().total() * errors.lanes());
            x.backward(seeds, emitted);
            clear(features);
            wires.collect(emitted, features);
        }
        if (wires.beforeWindow()) {
            collectFirst(x, features);
        }
        weights.give(x, gradient);
    }

    /** All steps but the first: what is emitted in a window where each step is one cycle. */
    private static Bulk afterFirst(Sequences s) {
        return new Tail(s.numbers(), s.at(1, 0));
    }

    private static void clear(Sequences s) {
        double[] zeros = new double[s.lanes()];
        for (int step = 0; step < s.steps(); step++) {
            for (int r = 0; r < s.rows(); r++) {
                s.numbers().put(s.at(step, r), zeros, 0, zeros.length);
            }
        }
    }

    private void collectFirst(GradientExecutor x, Sequences features) {
        Ranges external = blueprint.program().externals();
        boolean direct = blueprint.feedsDirectly();
        Bulk by = direct ? features.numbers() : wires.room((long) external.total() * features.lanes());
        for (int i = 0, at = 0; i < external.count(); at += external.length()[i++] * features.lanes()) {
            x.readStateGradient(external.start()[i], external.length()[i], by, at);
        }
        if (!direct) {
            wires.collectFirst(by, features);
        }
    }

    // ---- executors -----------------------------------------------------------------------------------------

    private Executor executor(int lanes, int cycles, boolean tape) {
        return tape ? open(taped, lanes, cycles, this::openTaped) : open(forward, lanes, cycles, this::openForward);
    }

    private interface Opening<X> {
        X open(ExecutorOptions options);
    }

    private <X extends Executor> X open(Map<Integer, X> kept, int lanes, int cycles, Opening<X> opening) {
        X known = kept.get(lanes);
        if (known != null && known.options().window() >= cycles) {
            return known;
        }
        if (known != null) {
            close(kept.remove(lanes));
        } else if (kept.size() == KEPT) {
            Integer oldest = kept.keySet().iterator().next();
            close(kept.remove(oldest));
        }
        X x = opening.open(new ExecutorOptions(lanes, precision, threads, cycles));
        kept.put(lanes, x);
        return x;
    }

    private Executor openForward(ExecutorOptions options) {
        return ((FlatBackend) backend).open(blueprint.program(), options);
    }

    private GradientExecutor openTaped(ExecutorOptions options) {
        return ((GradientBackend) backend).openGradient(blueprint.adjoint(), options);
    }

    private void close(Executor x) {
        weights.forget(x);
        x.close();
    }

    @Override
    public void close() {
        forward.values().forEach(Executor::close);
        taped.values().forEach(Executor::close);
        forward.clear();
        taped.clear();
    }
}
