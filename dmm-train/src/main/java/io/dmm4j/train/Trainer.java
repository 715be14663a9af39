package io.dmm4j.train;

import io.dmm4j.net.Network;
import io.dmm4j.net.Port;
import io.dmm4j.spi.ExecutorOptions;
import io.dmm4j.train.data.Sequence;
import io.dmm4j.train.loss.Objective;
import io.dmm4j.train.regular.Regulariser;
import io.dmm4j.train.update.Clipping;
import io.dmm4j.train.update.Sgd;
import io.dmm4j.train.update.Updater;
import io.dmm4j.train.update.UpdaterState;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.Path;
import java.util.ArrayList;
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
    private List<Regulariser.Penalty> penalties;
    private LossFunction function;
    private CompiledSequence[] compiled;
    private Batch batch;
    private double[] w;
    private double[] g;
    private UpdaterState moments;
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
        w = model().parameters().values();
        moments = updater.init(w.length);
        checkWeights();
    }

    private void open(Network network) {
        Model model = Model.of(network, objective, words, settings);
        int window = settings.curriculum().longest(longest);
        ExecutorOptions options = new ExecutorOptions(lanes, settings.precision(), settings.threads(), window);
        LossFunction opened =
                new LossFunction(model, settings.backend(), options, settings.carry() || window < longest);
        if (function != null) {
            function.close();
        }
        function = opened;
        compiled = new CompiledSequence[data.size()];
        batch = function.batch();
        filledEnd = 0;
        g = new double[model.parameters().count()];
        regularise(regularisers);
    }

    // ---- training ----------------------------------------------------------------------------------------------

    /**
     * One step.
     *
     * @throws DmmException if a weight, the loss or the gradient is not finite, naming the first place where that shows;
     *     the parameters are then those before the step, unless the step itself led to a weight that is not finite
     */
    public StepReport step() {
        long start = System.nanoTime();
        int[] which = model().parameters().which();
        int end = end();
        fill(cursor.from(), end);
        double loss = function.value(w, batch, cursor.from() == 0);
        if (!Double.isFinite(loss)) {
            throw at(new NonFinite(function, batch, cursor.from()).inLoss(loss));
        }
        function.gradient(g);
        if (!Double.isFinite(squares(which))) {
            throw at(new NonFinite(function, batch, cursor.from()).inGradient(g));
        }
        double penalty = 0;
        for (Regulariser.Penalty p : penalties) {
            penalty += p.add(w, g);
        }
        settings.clipping().apply(g, which);
        double norm = Math.sqrt(squares(which));
        updater.apply(moments, updater.rate().at(step), w, g, which);
        checkWeights();
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

    private double squares(int[] which) {
        double sum = 0;
        for (int i : which) {
            sum += g[i] * g[i];
        }
        return sum;
    }

    private void checkWeights() {
        double sum = 0;
        for (double x : w) {
            sum += x * 0;
        }
        for (int i = 0; sum != 0 && i < w.length; i++) {
            if (!Double.isFinite(w[i])) {
                throw at(new DmmException(
                        "a weight is not finite: " + model().parameters().id(i) + " is " + w[i]));
            }
        }
    }

    private DmmException at(DmmException e) {
        return new DmmException("step " + (step + 1) + ": " + e.getMessage());
    }

    /** The loss of the current parameters on all data, without penalties; nothing is changed. */
    public double loss() {
        return loss(w);
    }

    /**
     * The loss of other parameters on all data, without penalties; nothing is changed.
     *
     * @param parameters one number per parameter of {@link #model}
     */
    public double loss(double[] parameters) {
        double[] carried = carried();
        long cycle = function.executor().cycle();
        double sum = 0;
        for (int i = 0; i < data.size(); i += lanes) {
            sum += group(parameters, i, Math.min(i + lanes, data.size()));
        }
        filledEnd = 0;
        if (cursor.from() > 0) {
            function.executor().writeState(carried, cycle);
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
        int window = function.executor().options().window();
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
        penalties = r.stream().map(p -> p.bind(model().parameters())).toList();
    }

    /** Replaces the updater; it starts afresh. */
    public void update(Updater u) {
        updater = u;
        moments = u.init(w.length);
    }

    /**
     * Goes on with a network that has more or fewer links. Numbers that both networks have keep their present values and
     * moments; new ones start as the network says, with moments of 0. Sequences start again.
     */
    public void rewire(Network network) {
        Parameters before = model().parameters();
        open(network);
        Parameters now = model().parameters();
        int[] from = now.indicesIn(before);
        double[] moved = now.values();
        for (int i = 0; i < from.length; i++) {
            moved[i] = from[i] < 0 ? moved[i] : w[from[i]];
        }
        w = moved;
        moments = moments.gathered(from);
        cursor.within(0);
        checkWeights();
    }

    // ---- state -------------------------------------------------------------------------------------------------

    /** The model in its present form. */
    public Model model() {
        return function.model();
    }

    /** The network with the present numbers. */
    public Network network() {
        return model().parameters().network(w);
    }

    /** The present parameters; a copy. */
    public double[] parameters() {
        return w.clone();
    }

    /** The gradient of the latest step, penalties included and clipped; a copy. */
    public double[] gradient() {
        return g.clone();
    }

    /** Steps done. */
    public long steps() {
        return step;
    }

    /** Links that are trained. */
    public int trainedLinks() {
        int[] which = model().parameters().which();
        int links = model().parameters().links();
        int n = which.length;
        while (n > 0 && which[n - 1] >= links) {
            n--;
        }
        return n;
    }

    /** Random numbers whose state is part of the training state. */
    public SeededRandom random() {
        return random;
    }

    private double[] carried() {
        double[] state = new double[function.executor().program().outputRows() * lanes];
        if (cursor.from() > 0) {
            function.executor().readState(state);
        }
        return state;
    }

    /**
     * Another trainer that stands where this one stands and shares nothing that changes: to try something without losing the
     * way back. Listeners stay here.
     */
    public Trainer fork() {
        Trainer t = new Trainer(network(), objective, data, settings);
        t.updater = updater;
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
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += t.g[i];
                }
            }
            return sum;
        }
    }

    /** All that is needed to go on from here; copies. */
    public TrainingState state() {
        Map<String, double[]> arrays = new LinkedHashMap<>();
        arrays.put("parameters", w.clone());
        UpdaterState m = moments.copy();
        for (int i = 0; i < m.names().size(); i++) {
            arrays.put("updater." + m.names().get(i), m.array(i));
        }
        if (cursor.from() > 0) {
            arrays.put("carried", carried());
        }
        Map<String, Long> numbers = new LinkedHashMap<>();
        numbers.put("step", step);
        numbers.put("updates", moments.steps());
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
        double[][] arrays = new double[updater.slots().size()][];
        for (int i = 0; i < arrays.length; i++) {
            arrays[i] = s.array("updater." + updater.slots().get(i), n).clone();
        }
        UpdaterState m = new UpdaterState(updater.slots(), arrays, s.number("updates"));
        SeededRandom r = new SeededRandom(s.number("random"));
        long from = s.number("from");
        double[] carried = from == 0
                ? null
                : s.array("carried", function.executor().program().outputRows() * lanes);
        long steps = s.number("step");
        cursor.move(s.number("epoch"), (int) s.number("position"), (int) from);
        if (carried != null) {
            function.executor().writeState(carried, from);
        }
        w = parameters.clone();
        moments = m;
        random = r;
        step = steps;
        checkWeights();
    }

    @Override
    public void close() {
        function.close();
    }
}
