package io.dmm4j.train;

import io.dmm4j.flat.UpdateProgram;
import io.dmm4j.net.Network;
import io.dmm4j.spi.Precision;
import io.dmm4j.spi.TrainingExecutor;
import io.dmm4j.train.update.Updater;
import io.dmm4j.value.DmmException;
import java.util.Arrays;

/** A model that is being trained, with its numbers, on a backend. A network that is rewired gets another one. */
final class OpenModel implements AutoCloseable {
    private final LossFunction function;
    private final Parameters names;
    private final Precision precision;
    private final TrainingExecutor executor;
    private final Feeding feeding;
    private final AllData all;
    private final double[] results = new double[UpdateProgram.RESULTS];
    private HostPenalties penalties;
    private double loss;
    private double penalty;

    private OpenModel(Task task, LossFunction function, Feeding feeding, HostPenalties penalties) {
        this.function = function;
        this.feeding = feeding;
        this.penalties = penalties;
        names = function.model().parameters();
        precision = task.settings().precision();
        executor = function.executor();
        all = new AllData(task, function, feeding);
    }

    /**
     * A network with its own numbers, before its first step. The backend comes last: what else can fail holds nothing that would
     * have to be closed.
     *
     * @throws DmmException if the network or the data does not fit, or the backend cannot open it
     */
    static OpenModel open(Task task, Network network, UpdateRule rule) {
        Model model = task.model(network);
        double[] numbers = model.parameters().values();
        Precision precision = task.settings().precision();
        check(numbers, model.parameters(), precision);
        UpdateProgram update = rule.lower(model.parameters(), precision);
        HostPenalties penalties = new HostPenalties(model.parameters(), rule.regularisers());
        Feeding feeding = new Feeding(task, model);
        LossFunction function = new LossFunction(model, task.settings().backend(), task.options(), update);
        try {
            OpenModel opened = new OpenModel(task, function, feeding, penalties);
            opened.set(numbers);
            return opened;
        } catch (RuntimeException | Error e) {
            function.close();
            throw e;
        }
    }

    /** Goes on where another one stands: numbers that both have keep their values and moments; the others have no moments. */
    void takeOver(OpenModel before) {
        int[] from = names.indicesIn(before.names);
        double[] w = before.parameters();
        double[] moved = names.values();
        for (int i = 0; i < from.length; i++) {
            moved[i] = from[i] < 0 ? moved[i] : w[from[i]];
        }
        double[][] slots = before.slots();
        for (int k = 0; k < slots.length; k++) {
            double[] slot = slots[k];
            slots[k] = Arrays.stream(from).mapToDouble(i -> i < 0 ? 0 : slot[i]).toArray();
        }
        setSlots(slots);
        set(moved);
    }

    Model model() {
        return function.model();
    }

    // ---- a step ------------------------------------------------------------------------------------------------

    /**
     * Runs a window forwards and backwards, and changes the numbers.
     *
     * @param at what is run; from its first cycle on if none is done
     * @param end where the window ends
     * @throws DmmException if something is not finite; nothing is changed then
     */
    void step(Cursor at, int end, UpdateRule rule, long steps, long updates) {
        double[] scalars = rule.scalars(steps, updates); // before anything runs: an updater may be anybody's
        feeding.feed(executor, at, end);
        if (at.from() == 0) {
            executor.reset();
        }
        executor.forward();
        executor.backward();
        try {
            penalty = penalties.add(executor);
        } catch (RuntimeException | Error e) {
            executor.rewind();
            throw e;
        }
        executor.update(scalars);
        executor.readResults(results);
        loss = feeding.batch().absent() + executor.loss();
        penalty += results[UpdateProgram.PENALTY];
        if (results[UpdateProgram.CHECK] != 0) {
            feeding.forget();
            throw new NonFinite(model(), executor, feeding.batch(), at.from()).inStep(loss, rule.updater(), scalars);
        }
    }

    /** The loss of the latest step. */
    double loss() {
        return loss;
    }

    /** The penalty of the latest step. */
    double penalty() {
        return penalty;
    }

    /** The L2 norm of the gradient that the latest step used. */
    double gradientNorm() {
        return results[UpdateProgram.GRADIENT_NORM];
    }

    /** The gradient of the latest step, penalties included and clipped where numbers are trained; a copy. */
    double[] gradient() {
        int[] which = names.which();
        double[] g = new double[names.count()];
        double[] used = new double[which.length];
        executor.readGradient(g);
        executor.readUsedGradient(used);
        for (int i = 0; i < used.length; i++) {
            g[which[i]] = used[i];
        }
        return g;
    }

    /** The loss of other parameters on all data; nothing is changed, even where it fails. */
    double loss(double[] parameters, Cursor at) {
        if (parameters.length != names.count()) {
            throw new DmmException(
                    "parameters: found " + parameters.length + " numbers, expected " + names.count() + " of them");
        }
        double[] present = parameters();
        double[] carried = carried(at);
        long cycle = executor.cycle();
        try {
            return all.loss(parameters);
        } finally {
            feeding.forget();
            executor.setNumbers(present);
            if (at.from() > 0) {
                executor.writeState(carried, cycle);
            }
        }
    }

    /**
     * The gradient of the loss on all data, penalties aside; state and window are not as before then.
     *
     * @return one number per parameter
     * @throws DmmException if one that is trained is not finite
     */
    double[] gradientOnAllData() {
        double[] g = all.gradient(parameters());
        feeding.forget();
        for (int i : names.which()) {
            if (!Double.isFinite(g[i])) {
                throw NonFinite.derivative(names.id(i), g[i]);
            }
        }
        return g;
    }

    /** Goes on with other penalties. Where that fails, nothing has changed. */
    void regularise(UpdateRule rule) {
        UpdateProgram update = rule.lower(names, precision);
        HostPenalties others = new HostPenalties(names, rule.regularisers());
        double[][] slots = slots();
        executor.replaceUpdate(update);
        setSlots(slots);
        penalties = others;
    }

    /** Goes on with another updater, whose slots are 0. Where that fails, nothing has changed. */
    void update(UpdateRule rule) {
        executor.replaceUpdate(rule.lower(names, precision));
    }

    // ---- numbers and state -------------------------------------------------------------------------------------

    /** The parameters; a copy. */
    double[] parameters() {
        double[] w = new double[names.count()];
        executor.readNumbers(w);
        return w;
    }

    /** @throws DmmException if one is not finite; nothing is changed then */
    void set(double[] parameters) {
        check(parameters);
        executor.setNumbers(parameters);
    }

    /** @throws DmmException if one is not finite */
    void check(double[] parameters) {
        check(parameters, names, precision);
    }

    /** @throws DmmException if a number is not finite that an updater remembers */
    void check(double[] slot, Updater updater, int which) {
        for (int i = 0; i < slot.length; i++) {
            if (!Double.isFinite(slot[i])) {
                throw NonFinite.slot(updater, which, names.id(i), Double.toString(slot[i]));
            }
        }
    }

    private static void check(double[] parameters, Parameters names, Precision precision) {
        for (int i = 0; i < parameters.length; i++) {
            if (!Double.isFinite(precision.round(parameters[i]))) {
                throw NonFinite.number(names.id(i), parameters[i], precision);
            }
        }
    }

    /** What the updater remembers, one number per parameter each; 0 where it is not trained. */
    double[][] slots() {
        int[] which = names.which();
        double[][] slots = new double[executor.program().update().slots().size()][names.count()];
        double[] trained = new double[which.length];
        for (int k = 0; k < slots.length; k++) {
            executor.readSlot(k, trained);
            for (int i = 0; i < trained.length; i++) {
                slots[k][which[i]] = trained[i];
            }
        }
        return slots;
    }

    void setSlots(double[][] slots) {
        for (int k = 0; k < slots.length; k++) {
            double[] slot = slots[k];
            executor.setSlot(
                    k, Arrays.stream(names.which()).mapToDouble(i -> slot[i]).toArray());
        }
    }

    /** Numbers of what sequences carry from one window to the next. */
    int stateSize() {
        return model().flattened().program().outputRows() * executor.options().lanes();
    }

    /** What the sequences at hand carry to their next window; 0 before the first. */
    double[] carried(Cursor at) {
        double[] state = new double[stateSize()];
        if (at.from() > 0) {
            executor.readState(state);
        }
        return state;
    }

    void carry(double[] state, long cycle) {
        executor.writeState(state, cycle);
    }

    @Override
    public void close() {
        function.close();
    }
}
