package io.dmm4j.dl4j.machine;

import io.dmm4j.flat.FlatProgram;
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
    private final double[] parameters;
    private final int[] externalRows;
    private final Map<Integer, Executor> forward = new LinkedHashMap<>(4, 0.75f, true);
    private final Map<Integer, GradientExecutor> taped = new LinkedHashMap<>(4, 0.75f, true);
    private final double[] gradients;
    private final double[] view;
    /** What a batch starts from, kept from batch to batch with the initial outputs in it; 0 lanes before the first. */
    private Sequences start = new Sequences(null, 0, 1, 0);

    /** Derivatives by that. */
    private Bulk byStart;

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
        parameters = blueprint.program().parameters().clone();
        gradients = new double[parameters.length];
        view = new double[blueprint.place().length];
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

    /** Brings DL4J's parameters, in the order of its view, to where executors take them from. */
    void setParameters(Bulk given) {
        given.get(0, view, 0, view.length);
        int[] place = blueprint.place();
        for (int i = 0; i < place.length; i++) {
            parameters[place[i]] = view[i];
        }
    }

    /**
     * Runs sequences.
     *
     * @param state before, [output rows × lanes], whose features of external inputs are not looked at; null for the initial
     *     outputs
     * @param tape whether {@link #backward} follows
     */
    void forward(Sequences in, Bulk state, Sequences out, boolean tape) {
        int cycles = in.steps() * blueprint.timing().cycles();
        latest = executor(in.lanes(), cycles, tape);
        latest.setParameters(parameters);
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
            byStart = wires.room(start.numbers().length());
        }
        if (carried == null && !wires.beforeWindow()) {
            return start.numbers();
        }
        Sequences state = start;
        if (carried != null) {
            state = new Sequences(byStart, start.rows(), 1, start.lanes());
            wires.copy(carried, byStart);
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
        boolean direct = blueprint.readsDirectly() && blueprint.timing().cycles() == 1;
        Bulk seeds = direct ? errors.numbers() : wires.seeds(errors);
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
        give(x, gradient);
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
        int lanes = features.lanes();
        x.readStateGradient(byStart);
        boolean direct = blueprint.feedsDirectly();
        int[] row = blueprint.rowOfFeature();
        double[] one = new double[lanes];
        for (int f = 0; f < row.length; f++) {
            if (row[f] >= 0) {
                byStart.get(externalRows[row[f]] * lanes, one, 0, lanes);
                if (direct) {
                    features.numbers().put(features.at(0, f), one, 0, lanes);
                } else {
                    Wires.add(features, 0, f, one);
                }
            }
        }
    }

    private void give(GradientExecutor x, Bulk gradient) {
        x.readGradient(gradients);
        int[] place = blueprint.place();
        for (int i = 0; i < view.length; i++) {
            view[i] = gradients[place[i]];
        }
        gradient.put(0, view, 0, view.length);
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
            kept.remove(lanes).close();
        } else if (kept.size() == KEPT) {
            Integer oldest = kept.keySet().iterator().next();
            kept.remove(oldest).close();
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

    @Override
    public void close() {
        forward.values().forEach(Executor::close);
        taped.values().forEach(Executor::close);
        forward.clear();
        taped.clear();
    }
}
