package io.dmm4j.train;

import io.dmm4j.net.Network;
import io.dmm4j.train.data.Sequence;
import io.dmm4j.train.loss.Objective;
import io.dmm4j.train.regular.Regulariser;
import io.dmm4j.train.update.Updater;
import io.dmm4j.value.DmmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

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
    private final Task task;
    private final Windows windows;
    private final List<Listener> listeners = new ArrayList<>();

    private OpenModel open;
    private UpdateRule rule;
    private SeededRandom random;
    private long updates;
    private long step;

    /**
     * A trainer before its first step.
     *
     * @throws DmmException if a probe does not exist, the data does not fit the network, or a number is not finite in the
     *     precision of the settings
     */
    public Trainer(Network network, Objective objective, List<Sequence> data, Settings settings) {
        this(new Task(objective, data, settings), network, UpdateRule.of(settings));
    }

    private Trainer(Task task, Network network, UpdateRule rule) {
        this.task = task;
        this.rule = rule;
        windows = new Windows(task);
        random = new SeededRandom(task.settings().seed());
        open = OpenModel.open(task, network, rule);
    }

    // ---- training ----------------------------------------------------------------------------------------------

    /**
     * One step.
     *
     * @throws DmmException if the loss, the gradient, a weight that it leads to or what the updater would remember is not finite,
     *     naming the first place where that shows; all is then as before the step
     */
    public StepReport step() {
        long start = System.nanoTime();
        Cursor at = windows.cursor();
        int end = windows.end(step);
        try {
            open.step(at, end, rule, step, updates);
        } catch (DmmException e) {
            throw new DmmException("step " + (step + 1) + ": " + e.getMessage());
        }
        long epoch = at.epoch();
        updates++;
        step++;
        windows.advance(end);
        StepReport r = new StepReport(
                step,
                epoch,
                open.loss(),
                open.penalty(),
                trainedLinks(),
                open.gradientNorm(),
                System.nanoTime() - start);
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
        return open.loss(parameters, windows.cursor());
    }

    // ---- changing what is trained ------------------------------------------------------------------------------

    /** Adds a listener. */
    public void listen(Listener l) {
        listeners.add(l);
    }

    /** Replaces the penalties; where one of them cannot be written, those before stay. */
    public void regularise(List<Regulariser> r) {
        UpdateRule next = rule.with(r);
        open.regularise(next);
        rule = next;
    }

    /** Replaces the updater; it starts afresh. Where it cannot be written, the one before goes on. */
    public void update(Updater u) {
        UpdateRule next = rule.with(u);
        open.update(next);
        rule = next;
        updates = 0;
    }

    /**
     * Goes on with a network that has more or fewer links. Numbers that both networks have keep their present values and
     * moments; new ones start as the network says, with moments of 0. Sequences start again.
     */
    public void rewire(Network network) {
        become(model().parameters().keeping(network, parameters()));
    }

    /** The same with just the numbers that the trees of a network show. */
    void become(Network network) {
        OpenModel next = OpenModel.open(task, network, rule);
        orClose(next, () -> {
            next.takeOver(open);
            return null;
        });
        try (OpenModel before = open) {
            open = next;
            windows.restart();
        }
    }

    private static <T> T orClose(OpenModel next, Supplier<T> action) {
        try {
            return action.get();
        } catch (RuntimeException | Error e) {
            next.close();
            throw e;
        }
    }

    // ---- state -------------------------------------------------------------------------------------------------

    /** The model in its present form. */
    public Model model() {
        return open.model();
    }

    /** The network with the present numbers. */
    public Network network() {
        return model().parameters().network(parameters());
    }

    /** The present parameters; a copy. */
    public double[] parameters() {
        return open.parameters();
    }

    /** The gradient of the latest step, penalties included and clipped where numbers are trained; a copy. */
    public double[] gradient() {
        return open.gradient();
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

    /**
     * Another trainer that stands where this one stands and shares nothing that changes: to try something without losing the
     * way back. Listeners stay here.
     */
    public Trainer fork() {
        Trainer t = new Trainer(task, model().parameters().network(), rule);
        try {
            t.restore(state());
            return t;
        } catch (RuntimeException | Error e) {
            t.close();
            throw e;
        }
    }

    /** Another trainer before its first step, of another network for the same data: to look at what that would be worth. */
    public Trainer on(Network n) {
        return new Trainer(task, n, UpdateRule.NONE);
    }

    /**
     * The gradient of the {@linkplain #loss() loss} on all data by the weights of another network's links, penalties aside: what
     * links that are not there would be worth. Where sequences are longer than the longest window of the curriculum, derivatives
     * do not pass from one window back to the one before. The network is flattened by itself; nothing is changed here.
     *
     * @return one number per link of {@code n}
     * @throws DmmException if the derivative by a link that is trained is not finite
     */
    public double[] gradientOn(Network n) {
        try (OpenModel other = OpenModel.open(task, n, UpdateRule.NONE)) {
            return Arrays.copyOf(other.gradientOnAllData(), n.links().size());
        }
    }

    /** All that is needed to go on from here; copies. */
    public TrainingState state() {
        return TrainerState.of(open, windows.cursor(), step, updates, random.state())
                .named(rule.updater());
    }

    /**
     * Goes on from a state of the same network, data and settings.
     *
     * @throws DmmException if it is not; nothing is changed then
     */
    public void restore(TrainingState s) {
        TrainerState to = TrainerState.read(s, open, rule.updater(), windows);
        to.into(open);
        goOnFrom(to);
    }

    /**
     * Goes on with another network, from a state of it.
     *
     * @throws DmmException if it is not; nothing is changed then, nor where anything else fails
     */
    void restore(Network network, TrainingState s) {
        OpenModel next = OpenModel.open(task, network, rule);
        TrainerState to = orClose(next, () -> {
            TrainerState read = TrainerState.read(s, next, rule.updater(), windows);
            read.into(next);
            return read;
        });
        try (OpenModel before = open) {
            open = next;
            goOnFrom(to);
        }
    }

    private void goOnFrom(TrainerState to) {
        windows.move(to.at());
        updates = to.updates();
        random = new SeededRandom(to.random());
        step = to.step();
    }

    @Override
    public void close() {
        open.close();
    }
}
