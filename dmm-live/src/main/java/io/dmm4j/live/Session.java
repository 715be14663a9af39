package io.dmm4j.live;

import io.dmm4j.events.EventInputs;
import io.dmm4j.net.Port;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.VValue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A machine that runs on a thread of its own. All methods are for any thread. What is asked for is done between two cycles,
 * in the order of asking; its future then gives the number of cycles run by then, or fails with a {@link DmmException}, and
 * then nothing has changed.
 *
 * <pre>{@code
 * try (Session session = Session.start(new LiveMachine(machine), SessionOptions.DEFAULT.withRate(100))) {
 *     session.offer(Port.of("input", "char"), VValue.of(Path.of("a"), 1));
 *     session.edit(VValue.of(Path.of("accum", "dict-2", "input", "char"), -1)).join();
 *     session.undo().join();
 * }
 * }</pre>
 */
public final class Session implements AutoCloseable {
    /** The most cycles of one step. */
    public static final int MOST_STEPS = 10_000;

    private final LiveMachine machine;
    private final EventInputs inputs;
    private final Publisher publisher = new Publisher();
    private final Agenda agenda;
    private final Runner runner;
    private final Thread thread;

    private Session(LiveMachine machine, SessionOptions options) {
        this.machine = machine;
        inputs = new EventInputs(machine.network(), machine.machine().options(), options.queue());
        agenda = new Agenda(machine::cycle);
        runner = new Runner(machine, options, inputs, agenda, publisher);
        thread = new Thread(runner, "live machine");
    }

    /** Takes over a machine before cycle 1, and closes it at the end; {@link #begin} begins. */
    public static Session of(LiveMachine machine, SessionOptions options) {
        return new Session(machine, options);
    }

    /**
     * Takes over a machine before cycle 1 and begins.
     *
     * @throws DmmException if the file for the recording cannot be written
     */
    public static Session start(LiveMachine machine, SessionOptions options) {
        Session s = of(machine, options);
        s.begin();
        return s;
    }

    /**
     * Begins to run; to be called once.
     *
     * @throws DmmException if the file for the recording cannot be written
     */
    public void begin() {
        runner.begin();
        thread.start();
    }

    /** The machine's parts that never change; what changes is for its own thread. */
    public LiveMachine machine() {
        return machine;
    }

    /** The queues of the external inputs. */
    public EventInputs inputs() {
        return inputs;
    }

    // ---- what people do ----------------------------------------------------------------------------

    /**
     * Sends a value to an external input, for the next cycle that has none.
     *
     * @return whether there was room
     * @throws DmmException if there is no such input, or a path may not come, or a recording is being replayed
     */
    public boolean offer(Port input, VValue value) {
        return offer(input, value, why -> {});
    }

    /**
     * Sends a value to an external input, for the next cycle that has none.
     *
     * @param dropped is told why, on another thread, if the cycle fails with the value and runs without it; it is dropped then
     * @return whether there was room
     * @throws DmmException if there is no such input, or a path may not come, or a recording is being replayed
     */
    public boolean offer(Port input, VValue value, Consumer<String> dropped) {
        runner.checkOpen();
        return inputs.offer(input, 0, new EventInputs.Event(value, dropped));
    }

    /** Has somebody told, on the machine's thread, of every value that is dropped; to be called before {@link #begin}. */
    public void whenDropped(Consumer<String> told) {
        runner.whenDropped = told;
    }

    /**
     * Adds to the matrix. An edit has the form of a matrix; but where a cycle fails because a matrix that the machine holds has
     * lost that form, any edit will do that gives it back.
     *
     * @throws DmmException if it has not
     */
    public CompletableFuture<Long> edit(VValue edit) {
        if (!runner.isStuck()) {
            machine.check(edit);
        }
        return agenda.ask(() -> runner.edit(edit));
    }

    /** Takes back the latest edit that has not been taken back, a recording's included; {@link LiveMachine#edit} says how. */
    public CompletableFuture<Long> undo() {
        return agenda.ask(runner::undo);
    }

    /** Waits after the cycle at hand. */
    public CompletableFuture<Long> pause() {
        return agenda.ask(runner::pause);
    }

    /** Goes on. */
    public CompletableFuture<Long> resume() {
        return agenda.ask(runner::resume);
    }

    /**
     * Pauses and runs some cycles, as fast as possible.
     *
     * @param cycles 1 to {@value #MOST_STEPS}
     */
    public CompletableFuture<Long> step(int cycles) {
        if (cycles < 1 || cycles > MOST_STEPS) {
            throw new DmmException("step: found " + cycles + " cycles, expected 1 to " + MOST_STEPS);
        }
        return agenda.ask(() -> runner.step(cycles));
    }

    /**
     * Sets the rate.
     *
     * @param cyclesPerSecond > 0; infinite for as fast as possible
     */
    public CompletableFuture<Long> rate(double cyclesPerSecond) {
        SessionOptions.checkRate(cyclesPerSecond);
        return agenda.ask(() -> runner.rate(cyclesPerSecond));
    }

    // ---- what people see ---------------------------------------------------------------------------

    /** The number of cycles run by now, but for those that are being run; nobody waits for it and nothing is shown. */
    public long cycle() {
        return runner.cycle();
    }

    /** Shows somebody how things stand, now and from now on. */
    public void follow(Follower f) {
        publisher.add(f);
        show();
    }

    /** No longer. */
    public void unfollow(Follower f) {
        publisher.remove(f);
    }

    /** Shows all followers how things stand. */
    public CompletableFuture<Long> show() {
        return agenda.ask(() -> {});
    }

    // ---- the end -----------------------------------------------------------------------------------

    /** Done at the end: gives the digest of the last state, nothing if it could not go on; fails if it has a defect. */
    public CompletableFuture<String> ended() {
        return runner.ended;
    }

    /**
     * Done when a cycle fails for the first time: says why, in one sentence. The machine then stands after the cycle before
     * it, paused, until an edit or undo gives it another matrix. Cancelled if that never happens.
     */
    public CompletableFuture<String> failed() {
        return runner.failed;
    }

    /**
     * Done when the recording has been replayed, and the same bits have come out where it {@linkplain Recording#hasEnd says}
     * which: gives the cycle. Fails with one sentence if other bits came out or a cycle failed; then the session ends.
     */
    public CompletableFuture<Long> replayed() {
        return runner.replayed;
    }

    /** Ends after the cycle at hand and closes the machine; what was recorded is complete then. */
    @Override
    public void close() {
        agenda.close();
        if (thread.getState() == Thread.State.NEW) {
            machine.close();
            publisher.close();
            return;
        }
        runner.ended.handle((digest, e) -> digest).join();
    }
}
