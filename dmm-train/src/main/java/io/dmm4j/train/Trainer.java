package io.dmm4j.train;

import io.dmm4j.flat.UpdateProgram;
import io.dmm4j.net.Network;
import io.dmm4j.net.Port;
import io.dmm4j.spi.ExecutorOptions;
import io.dmm4j.spi.TrainingExecutor;
import io.dmm4j.train.data.Sequence;
import io.dmm4j.train.loss.Objective;
import io.dmm4j.train.regular.Regulariser;
import io.dmm4j.train.update.Clipping;
import io.dmm4j.train.update.Sgd;
import io.dmm4j.train.update.Updater;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Trains a network: each {@link #step} runs some sequences forwards and backwards and changes the parameters. Not thread
 * safe. With the same network, data, settings and backend it gives the same bits.
 *
 * <pre>{@code
 * List<Sequence> data = new Teacher(handcrafted, probes, "cpu").label(List.of(Texts.of("test string.", 10, 140, port)));
 * try (Trainer t = new Trainer(network, Objective.of(probes, Loss.SQUARED, Paths.NUMBER), data, Settings.DEFAULT)) {
 *     t.run(2500, StopRule.below(1e-6));
 *     Network trained = t.network();
 * }
 * }</pre>
 */
public final class Trainer implements AutoCloseable {
    private final Objective objective;
    private final List<Sequence> data;
    private final Map<Port, Set<Path>> words;
    private final Settings settings;
    private final int lanes;
    private final int longest;
    private final Cursor cursor;
    private final List<Listener> listeners = new ArrayList<>();

    private SeededRandom random;
    private Updater updater;
    private List<Regulariser> regularisers;
    private HostPenalties penalties;
    private LossFunction function;
    private TrainingExecutor executor;
    private CompiledSequence[] compiled;
    private Batch batch;
    private final double[] results = new double[UpdateProgram.RESULTS];
    private long updates;
    private long step;
    private long filledEpoch;
    private int filledPosition;
    private int filledFrom;
    private int filledEnd;

    /**
     * A trainer before its first step.
     *
     * @throws DmmException if a probe does not exist, the data does not fit the network, or a number is not finite
     */
    public Trainer(Network network, Objective objective, List<Sequence> data, Settings settings) {
        if (data.isEmpty()) {
            throw new DmmException("data: found no sequences, expected at least 1");
        }
        this.objective = objective;
        this.data = List.copyOf(data);
        this.settings = settings;
        words = Model.words(data);
        lanes = Math.min(settings.lanes(), data.size());
        longest = data.stream().mapToInt(Sequence::cycles).max().orElseThrow();
        cursor = new Cursor(data.size(), lanes, settings.seed());
        random = new SeededRandom(settings.seed());
        updater = settings.updater();
        regularisers = settings.regularisers();
        open(network);
        try {
            set(model().parameters().values());
        } catch (RuntimeException e) {
            function.close();
            throw e;
        }
    }

    private void open(Network network) {
        Model model = Model.of(network, objective, words, settings);
        int window = settings.curriculum().longest(longest);
        ExecutorOptions options =
                new ExecutorOptions(lanes, settings.precision(), settings.threads(), window, settings.memory());
        LossFunction opened = new LossFunction(model, settings.backend(), options, update(model));
        LossFunction before = function;
        function = opened;
        executor = opened.executor();
        if (before != null) {
            before.close();
        }
        compiled = new CompiledSequence[data.size()];
        batch = function.batch();
        filledEnd = 0;
        penalties = new HostPenalties(model.parameters(), regularisers);
    }

    private UpdateProgram update(Model model) {
        return UpdateLowering.of(model.parameters(), regularisers, settings.clipping(), updater);
    }

    private void set(double[] parameters) {
        check(parameters);
        executor.setNumbers(parameters);
    }

    private void check(double[] parameters) {
        for (int i = 0; i < parameters.length; i++) {
            if (!Double.isFinite(parameters[i])) {
                throw at(NonFinite.weight(model().parameters().id(i), parameters[i]));
            }
        }
    }

    // ---- training ----------------------------------------------------------------------------------------------

    /**
     * One step.
     *
     * @throws DmmException if the loss, the gradient or a weight that it leads to is not finite, naming the first place where
     *     that shows; the parameters are then those before the step
     */
    public StepReport step() {
        long start = System.nanoTime();
        int end = end();
        fill(cursor.from(), end);
        if (cursor.from() == 0) {
            executor.reset();
        }
        executor.forward();
        executor.backward();
        double penalty = penalties.add(executor);
        executor.update(updater.scalars(updater.rate().at(step), updates + 1));
        executor.readResults(results);
        double loss = batch.absent() + executor.loss();
        if (results[UpdateProgram.CHECK] != 0) {
            filledEnd = 0;
            throw at(new NonFinite(model(), executor, batch, cursor.from()).inStep(loss));
        }
        updates++;
        penalty += results[UpdateProgram.PENALTY];
        double norm = results[UpdateProgram.GRADIENT_NORM];
        long epoch = cursor.epoch();
        advance(end);
        step++;
        StepReport r = new StepReport(step, epoch, loss, penalty, trainedLinks(), norm, System.nanoTime() - start);
        listeners.forEach(l -> l.stepped(r));
        return r;
    }

    /**
     * Steps until a rule ends it.
     *
     * @param steps the most to do, ≥ 1
     * @return what the last one did
     */
    public StepReport run(long steps, StopRule rule) {
        StepReport r = step();
        for (long i = 1; i < steps && !rule.stopsAfter(r); i++) {
            r = step();
        }
        return r;
    }

    private int end() {
        int cycles = 0;
        for (int i = 0; i < cursor.count(); i++) {
            cycles = Math.max(cycles, data.get(cursor.sequence(i)).cycles());
        }
        return (int)
                Math.min(cycles, (long) cursor.from() + settings.curriculum().at(step));
    }

    private void advance(int end) {
        boolean over = true;
        for (int i = 0; i < cursor.count(); i++) {
            over &= end >= data.get(cursor.sequence(i)).cycles();
        }
        if (over || !settings.carry()) {
            cursor.next();
        } else {
            cursor.within(end);
        }
    }

    /** Fills the batch, unless it holds just that: where all sequences fit in one step, nothing is done. */
    private void fill(int from, int end) {
        long epoch = data.size() > lanes ? cursor.epoch() : 0;
        boolean same = filledEpoch == epoch && filledPosition == cursor.position();
        if (!same || filledFrom != from || filledEnd != end) {
            CompiledSequence[] rows = new CompiledSequence[cursor.count()];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = compiled(cursor.sequence(i));
            }
            batch.fill(rows, from, end);
            executor.setBatch(batch.window());
            filledEpoch = epoch;
            filledPosition = cursor.position();
            filledFrom = from;
            filledEnd = end;
        }
    }

    private CompiledSequence compiled(int i) {
        if (compiled[i] == null) {
            compiled[i] = new CompiledSequence(data.get(i), model());
        }
        return compiled[i];
    }

    private DmmException at(DmmException e) {
        return new DmmException("step " + (step + 1) + ": " + e.getMessage());
    }

    /** The loss of the current parameters on all data, without penalties; nothing is changed. */
    public double loss() {
        return loss(parameters());
    }

    /**
     * The loss of other parameters on all data, without penalties; nothing is changed.
     *
     * @param parameters one number per parameter of {@link #model}
     */
    public double loss(double[] parameters) {
        double[] present = parameters();
        double[] carried = carried();
        long cycle = executor.cycle();
        double sum = 0;
        for (int i = 0; i < data.size(); i += lanes) {
            sum += group(parameters, i, Math.min(i + lanes, data.size()));
        }
        filledEnd = 0;
        executor.setNumbers(present);
        if (cursor.from() > 0) {
            executor.writeState(carried, cycle);
        }
        return sum;
    }

    private double group(double[] parameters, int first, int last) {
        CompiledSequence[] rows = new CompiledSequence[last - first];
        int cycles = 0;
        for (int i = first; i < last; i++) {
            rows[i - first] = compiled(i);
            cycles = Math.max(cycles, rows[i - first].cycles);
        }
        int window = executor.options().window();
        double sum = 0;
        for (int from = 0; from < cycles; from += window) {
            batch.fill(rows, from, Math.min(cycles, from + window));
            sum += function.value(parameters, batch, from == 0);
        }
        return sum;
    }

    // ---- changing what is trained ------------------------------------------------------------------------------

    /** Adds a listener. */
    public void listen(Listener l) {
        listeners.add(l);
    }

    /** Replaces the penalties. */
    public void regularise(List<Regulariser> r) {
        regularisers = List.copyOf(r);
        penalties = new HostPenalties(model().parameters(), regularisers);
        double[][] slots = slots();
        executor.replaceUpdate(update(model()));
        setSlots(slots);
    }

    /** Replaces the updater; it starts afresh. */
    public void update(Updater u) {
        updater = u;
        updates = 0;
        executor.replaceUpdate(update(model()));
    }

    /**
     * Goes on with a network that has more or fewer links. Numbers that both networks have keep their present values and
     * moments; new ones start as the network says, with moments of 0. Sequences start again.
     */
    public void rewire(Network network) {
        Parameters before = model().parameters();
        double[] w = parameters();
        double[][] slots = slots();
        open(network);
        Parameters now = model().parameters();
        int[] from = now.indicesIn(before);
        double[] moved = now.values();
        for (int i = 0; i < from.length; i++) {
            moved[i] = from[i] < 0 ? moved[i] : w[from[i]];
        }
        for (int k = 0; k < slots.length; k++) {
            double[] slot = slots[k];
            slots[k] = Arrays.stream(from).mapToDouble(i -> i < 0 ? 0 : slot[i]).toArray();
        }
        setSlots(slots);
        cursor.within(0);
        set(moved);
    }

    /** What the updater remembers, one number per parameter each; 0 where it is not trained. */
    private double[][] slots() {
        Parameters p = model().parameters();
        double[][] slots = new double[executor.program().update().slots().size()][p.count()];
        double[] trained = new double[p.which().length];
        for (int k = 0; k < slots.length; k++) {
            executor.readSlot(k, trained);
            for (int i = 0; i < trained.length; i++) {
                slots[k][p.which()[i]] = trained[i];
            }
        }
        return slots;
    }

    private void setSlots(double[][] slots) {
        int[] which = model().parameters().which();
        for (int k = 0; k < slots.length; k++) {
            double[] slot = slots[k];
            executor.setSlot(k, Arrays.stream(which).mapToDouble(i -> slot[i]).toArray());
        }
    }

    // ---- state -------------------------------------------------------------------------------------------------

    /** The model in its present form. */
    public Model model() {
        return function.model();
    }

    /** The network with the present numbers. */
    public Network network() {
        return model().parameters().network(parameters());
    }

    /** The present parameters; a copy. */
    public double[] parameters() {
        double[] w = new double[model().parameters().count()];
        executor.readNumbers(w);
        return w;
    }

    /** The gradient of the latest step, penalties included and clipped where numbers are trained; a copy. */
    public double[] gradient() {
        int[] which = model().parameters().which();
        double[] g = new double[model().parameters().count()];
        double[] used = new double[which.length];
        executor.readGradient(g);
        executor.readUsedGradient(used);
        for (int i = 0; i < used.length; i++) {
            g[which[i]] = used[i];
        }
        return g;
    }

    /** Steps done. */
    public long steps() {
        return step;
    }

    /** Links that are trained. */
    public int trainedLinks() {
        return model().parameters().trainedLinks();
    }

    /** Random numbers whose state is part of the training state. */
    public SeededRandom random() {
        return random;
    }

    private int stateSize() {
        return model().flattened().program().outputRows() * lanes;
    }

    private double[] carried() {
        double[] state = new double[stateSize()];
        if (cursor.from() > 0) {
            executor.readState(state);
        }
        return state;
    }

    /**
     * Another trainer that stands where this one stands and shares nothing that changes: to try something without losing the
     * way back. Listeners stay here.
     */
    public Trainer fork() {
        Trainer t = new Trainer(network(), objective, data, settings);
        t.update(updater);
        t.regularise(regularisers);
        t.restore(state());
        return t;
    }

    /**
     * The gradient of the loss on all data by the weights of another network's links, penalties aside: what links that are not
     * there would be worth. The network is flattened by itself; nothing is changed here.
     *
     * @return one number per link of {@code n}
     */
    public double[] gradientOn(Network n) {
        Settings still = settings.toBuilder()
                .updater(Sgd.of(0))
                .regularisers()
                .clipping(Clipping.NONE)
                .build();
        try (Trainer t = new Trainer(n, objective, data, still)) {
            double[] sum = new double[n.links().size()];
            while (t.cursor.epoch() == 0) {
                t.step();
                double[] g = t.gradient();
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += g[i];
                }
            }
            return sum;
        }
    }

    /** All that is needed to go on from here; copies. */
    public TrainingState state() {
        Map<String, double[]> arrays = new LinkedHashMap<>();
        arrays.put("parameters", parameters());
        double[][] slots = slots();
        for (int i = 0; i < slots.length; i++) {
            arrays.put("updater." + updater.slots().get(i), slots[i]);
        }
        if (cursor.from() > 0) {
            arrays.put("carried", carried());
        }
        Map<String, Long> numbers = new LinkedHashMap<>();
        numbers.put("step", step);
        numbers.put("updates", updates);
        numbers.put("epoch", cursor.epoch());
        numbers.put("position", (long) cursor.position());
        numbers.put("from", (long) cursor.from());
        numbers.put("random", random.state());
        return new TrainingState(arrays, numbers);
    }

    /**
     * Goes on from a state of the same network, data and settings.
     *
     * @throws DmmException if it is not; nothing is changed then
     */
    public void restore(TrainingState s) {
        int n = model().parameters().count();
        double[] parameters = s.array("parameters", n);
        check(parameters);
        double[][] slots = new double[updater.slots().size()][];
        for (int i = 0; i < slots.length; i++) {
            slots[i] = s.array("updater." + updater.slots().get(i), n);
        }
        long applied = s.number("updates");
        SeededRandom r = new SeededRandom(s.number("random"));
        long from = s.number("from");
        double[] carried = from == 0 ? null : s.array("carried", stateSize());
        long steps = s.number("step");
        cursor.move(s.number("epoch"), (int) s.number("position"), (int) from);
        if (carried != null) {
            executor.writeState(carried, from);
        }
        setSlots(slots);
        updates = applied;
        random = r;
        step = steps;
        executor.setNumbers(parameters);
    }

    @Override
    public void close() {
        function.close();
    }
}
