package io.dmm4j.live;

import io.dmm4j.events.EventInputs;
import io.dmm4j.net.Port;
import io.dmm4j.net.Probe;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.VValue;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

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
    /** How many requests may wait for the end of the cycle. */
    private static final int MOST_REQUESTS = 1024;

    /** How many edits can be undone. */
    private static final int MOST_UNDO = 10_000;

    /** The most cycles of one step. */
    public static final int MOST_STEPS = 10_000;

    private static final long IDLE = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long FLUSH = TimeUnit.SECONDS.toNanos(1);

    private final LiveMachine machine;
    private final SessionOptions options;
    private final EventInputs inputs;
    private Feeder feeder; // set before the thread starts
    private Recorder recorder; // null if nothing is recorded
    private final Publisher publisher = new Publisher();
    private final Pace pace;
    private final BlockingQueue<Request> requests = new ArrayBlockingQueue<>(MOST_REQUESTS);
    private final Deque<VValue> undo = new ArrayDeque<>();
    private final Thread thread = new Thread(this::live, "live machine");
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private final CompletableFuture<String> failed = new CompletableFuture<>();
    private final CompletableFuture<Long> replayed = new CompletableFuture<>();
    private volatile boolean stop;
    private volatile boolean replayOver;
    private boolean paused;
    private boolean changed; // something that followers should see at once
    private String failure;
    private long flushed;

    private record Request(Action action, CompletableFuture<Long> done) {}

    @FunctionalInterface
    private interface Action {
        void run();
    }

    private Session(LiveMachine machine, SessionOptions options) {
        this.machine = machine;
        this.options = options;
        inputs = new EventInputs(machine.network(), machine.machine().options(), options.queue());
        pace = new Pace(options.rate(), machine.machine().options().window(), System.nanoTime());
        paused = options.paused();
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
        if (options.record() != null) {
            recorder = Recorder.open(options.record(), machine);
        }
        feeder = new Feeder(machine, inputs, recorder, options.replay());
        lookForEnd();
        pace.restart(System.nanoTime());
        thread.start();
    }

    // ---- any thread --------------------------------------------------------------------------------

    /** The machine's parts that never change; what changes is for its own thread. */
    public LiveMachine machine() {
        return machine;
    }

    /** The queues of the external inputs. */
    public EventInputs inputs() {
        return inputs;
    }

    /**
     * Sends a value to an external input, for the next cycle that has none.
     *
     * @return whether there was room
     * @throws DmmException if there is no such input, or a path may not come, or a recording is being replayed
     */
    public boolean offer(Port input, VValue value) {
        checkOpen();
        return inputs.offer(input, 0, value);
    }

    /** Adds to the matrix. */
    public CompletableFuture<Long> edit(VValue edit) {
        machine.check(edit);
        return request(() -> {
            checkAlive();
            checkOpen();
            change(edit);
            undo.push(edit);
            if (undo.size() > MOST_UNDO) {
                undo.removeLast();
            }
        });
    }

    /** Takes back the latest edit that has not been taken back: adds its negative. */
    public CompletableFuture<Long> undo() {
        return request(() -> {
            checkAlive();
            checkOpen();
            if (undo.isEmpty()) {
                throw new DmmException("undo: there is no edit to take back");
            }
            change(undo.peek().times(-1));
            undo.pop();
        });
    }

    /** Waits after the cycle at hand. */
    public CompletableFuture<Long> pause() {
        return request(() -> paused = true);
    }

    /** Goes on. */
    public CompletableFuture<Long> resume() {
        return request(() -> {
            checkAlive();
            paused = false;
            pace.restart(System.nanoTime());
        });
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
        return request(() -> {
            checkAlive();
            paused = true;
            for (int left = cycles; left > 0 && !stop && !isOver(); ) {
                left -= advance(left);
            }
        });
    }

    /**
     * Sets the rate.
     *
     * @param cyclesPerSecond > 0; infinite for as fast as possible
     */
    public CompletableFuture<Long> rate(double cyclesPerSecond) {
        SessionOptions.checkRate(cyclesPerSecond);
        return request(() -> pace.rate(cyclesPerSecond, System.nanoTime()));
    }

    /** Shows somebody how things stand, now and from now on. */
    public void follow(Follower f) {
        publisher.add(f);
        request(() -> {});
    }

    /** No longer. */
    public void unfollow(Follower f) {
        publisher.remove(f);
    }

    /** Shows all followers how things stand. */
    public CompletableFuture<Long> show() {
        return request(() -> {});
    }

    /** Fails while a recording says what comes from outside. */
    private void checkOpen() {
        if (options.replay() != null && !replayOver) {
            throw new DmmException("a recording is being replayed, expected neither inputs nor edits before its end");
        }
    }

    private CompletableFuture<Long> request(Action action) {
        CompletableFuture<Long> done = new CompletableFuture<>();
        if (stop || ended.isDone()) {
            done.completeExceptionally(new DmmException("the machine has stopped"));
        } else if (!requests.offer(new Request(action, done))) {
            done.completeExceptionally(new DmmException(
                    MOST_REQUESTS + " requests wait for the machine already, expected fewer: try again later"));
        }
        return done;
    }

    /** Done at the end: gives the digest of the last state, nothing if the machine broke; fails if it has a defect. */
    public CompletableFuture<String> ended() {
        return ended;
    }

    /** Done when the machine cannot go on: says why, in one sentence. Cancelled if that never happens. */
    public CompletableFuture<String> failed() {
        return failed;
    }

    /** Done when the recording has been replayed and the same bits have come out: gives the cycle. */
    public CompletableFuture<Long> replayed() {
        return replayed;
    }

    /** Ends after the cycle at hand and closes the machine; what was recorded is complete then. */
    @Override
    public void close() {
        stop = true;
        if (thread.getState() == Thread.State.NEW) {
            machine.close();
            publisher.close();
            return;
        }
        requests.offer(new Request(() -> {}, new CompletableFuture<>())); // wakes the thread
        ended.handle((digest, e) -> digest).join();
    }

    // ---- the thread of the machine -----------------------------------------------------------------

    private void live() {
        try {
            String digest = liveAndClose();
            finish();
            ended.complete(digest);
        } catch (RuntimeException | Error e) {
            finish();
            ended.completeExceptionally(e);
        }
    }

    private String liveAndClose() {
        try (machine;
                Recorder record = recorder;
                publisher) {
            while (!stop && !isOver()) {
                turn();
            }
            show(System.nanoTime());
            if (failure != null) {
                return "";
            }
            String digest = machine.digest();
            if (record != null) {
                record.end(machine.cycle(), digest);
            }
            return digest;
        }
    }

    private void finish() {
        stop = true;
        for (Request r = requests.poll(); r != null; r = requests.poll()) {
            r.done.completeExceptionally(new DmmException("the machine has stopped"));
        }
        failed.cancel(false);
        replayed.cancel(false);
    }

    private boolean isOver() {
        return machine.cycle() == options.cycles();
    }

    private void turn() {
        for (int n = requests.size(); n > 0; n--) {
            serve(requests.poll());
        }
        long now = System.nanoTime();
        long delay = paused ? IDLE : pace.delay(now);
        if (delay == 0) {
            run(now);
        }
        now = System.nanoTime();
        if (changed || delay == 0 && publisher.isDue(pace.rate(), now)) {
            show(now);
        }
        if (recorder != null && now - flushed > FLUSH) {
            recorder.flush();
            flushed = now;
        }
        if (delay > 0) {
            await(delay);
        }
    }

    private void await(long nanos) {
        try {
            Request r = requests.poll(nanos, TimeUnit.NANOSECONDS);
            if (r != null) {
                serve(r);
            }
        } catch (InterruptedException e) {
            stop = true;
        }
    }

    private void serve(Request r) {
        try {
            r.action.run();
            changed = true;
            r.done.complete(machine.cycle());
        } catch (DmmException e) {
            r.done.completeExceptionally(e);
        }
    }

    private void run(long start) {
        try {
            int n = advance(pace.due(start));
            pace.ran(n, start, System.nanoTime());
        } catch (DmmException e) {
            changed = true; // and the snapshot says what went wrong
        }
    }

    private void checkAlive() {
        if (failure != null) {
            throw new DmmException("the machine cannot go on: " + failure);
        }
    }

    /** Runs at least one cycle; gives how many. */
    private int advance(int most) {
        long left = options.cycles() < 0 ? most : options.cycles() - machine.cycle();
        int n;
        try {
            n = feeder.advance((int) Math.min(most, left));
        } catch (DmmException e) {
            failure = e.getMessage();
            paused = true;
            failed.complete(failure);
            throw e;
        }
        lookForEnd();
        return n;
    }

    /** After a recording people go on. */
    private void lookForEnd() {
        if (options.replay() != null && !replayOver && !feeder.isReplaying()) {
            replayOver = true;
            paused = true;
            changed = true;
            replayed.complete(machine.cycle());
        }
    }

    private void change(VValue edit) {
        machine.edit(edit);
        if (recorder != null) {
            recorder.edit(machine.cycle(), edit);
        }
    }

    private void show(long now) {
        changed = false;
        if (!publisher.isFollowed()) {
            return;
        }
        Map<Probe, VValue> values = new LinkedHashMap<>();
        publisher.watched().forEach(p -> values.put(p, machine.seen(p)));
        long waiting = inputs.accepted() - inputs.fed();
        double speed = paused ? 0 : pace.speed();
        publisher.offer(
                new Snapshot(
                        machine.cycle(),
                        paused,
                        pace.rate(),
                        speed,
                        machine.matrix(),
                        values,
                        undo.size(),
                        Math.max(0, waiting),
                        options.replay() != null && !replayOver,
                        failure),
                now);
    }
}
