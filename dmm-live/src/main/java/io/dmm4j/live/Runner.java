package io.dmm4j.live;

import io.dmm4j.events.EventInputs;
import io.dmm4j.net.Probe;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.VValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The thread of a session: does what is asked, runs cycles at the pace, records, and shows followers how things stand, in turns.
 * Its methods are for that thread, or for any before it starts, unless they say otherwise.
 */
final class Runner implements Runnable {
    private static final long IDLE = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long FLUSH = TimeUnit.SECONDS.toNanos(1);

    private final LiveMachine machine;
    private final SessionOptions options;
    private final EventInputs inputs;
    private final Agenda agenda;
    private final Publisher publisher;
    private final Pace pace;
    final CompletableFuture<String> ended = new CompletableFuture<>();
    final CompletableFuture<String> failed = new CompletableFuture<>();
    final CompletableFuture<Long> replayed = new CompletableFuture<>();
    private Edits edits; // set before the thread starts
    private Feeder feeder; // this too
    private Recorder recorder; // null if nothing is recorded
    private volatile boolean replayOver;
    private volatile long cycle; // of the machine, for other threads
    private boolean paused;
    private boolean changed; // something that followers should see at once
    private volatile String failure;
    volatile Consumer<String> whenDropped = why -> {};
    private long flushed;

    Runner(LiveMachine machine, SessionOptions options, EventInputs inputs, Agenda agenda, Publisher publisher) {
        this.machine = machine;
        this.options = options;
        this.inputs = inputs;
        this.agenda = agenda;
        this.publisher = publisher;
        pace = new Pace(options.rate(), machine.machine().options().window(), System.nanoTime());
        paused = options.paused();
    }

    /**
     * To be called before the thread starts.
     *
     * @throws DmmException if the file for the recording cannot be written
     */
    void begin() {
        if (options.record() != null) {
            recorder = Recorder.open(options.record(), machine);
        }
        edits = new Edits(machine, recorder);
        feeder = new Feeder(machine, inputs, edits, recorder, options.replay(), w -> whenDropped.accept(w));
        cycle = machine.cycle();
        lookForEnd();
        pace.restart(System.nanoTime());
    }

    // ---- what can be asked -------------------------------------------------------------------------

    void edit(VValue edit) {
        checkOpen();
        edits.add(edit);
        failure = null; // another matrix, which may be one that can run
    }

    void undo() {
        checkOpen();
        edits.undo();
        failure = null;
    }

    void pause() {
        paused = true;
    }

    void resume() {
        checkAlive();
        paused = false;
        pace.restart(System.nanoTime());
    }

    void step(int cycles) {
        checkAlive();
        paused = true;
        for (int left = cycles; left > 0 && !agenda.isClosed() && !isOver(); ) {
            left -= advance(left);
        }
    }

    void rate(double cyclesPerSecond) {
        pace.rate(cyclesPerSecond, System.nanoTime());
    }

    /** Fails while a recording says what comes from outside; for any thread. */
    void checkOpen() {
        if (options.replay() != null && !replayOver) {
            throw new DmmException("a recording is being replayed, expected neither inputs nor edits before its end");
        }
    }

    /** Whether the next cycle would fail; for any thread. */
    boolean isStuck() {
        return failure != null;
    }

    /** Cycles run by the end of the latest slice; for any thread. */
    long cycle() {
        return cycle;
    }

    private void checkAlive() {
        if (failure != null) {
            throw new DmmException("the machine cannot go on: " + failure);
        }
    }

    // ---- the thread --------------------------------------------------------------------------------

    @Override
    public void run() {
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
            while (!agenda.isClosed() && !isOver()) {
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
        agenda.refuseAll();
        failed.cancel(false);
        replayed.cancel(false);
    }

    private boolean isOver() {
        return machine.cycle() == options.cycles();
    }

    private void turn() {
        changed |= agenda.doAll();
        long now = System.nanoTime();
        long delay = paused ? IDLE : pace.delay(now);
        if (delay == 0) {
            cycles(now);
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
            changed |= agenda.await(nanos);
        } catch (InterruptedException e) {
            agenda.close();
        }
    }

    private void cycles(long start) {
        try {
            int n = advance(pace.due(start));
            pace.ran(n, start, System.nanoTime());
        } catch (DmmException e) {
            // nobody asked for these cycles: it is the snapshot that says what went wrong
        }
    }

    /** Runs at least one cycle, at most a window of the machine; gives how many. */
    private int advance(int most) {
        long left = options.cycles() < 0 ? most : options.cycles() - machine.cycle();
        int slice = Math.min(most, machine.machine().options().window());
        int n;
        try {
            n = feeder.advance((int) Math.min(slice, left));
        } catch (DmmException e) {
            fail(e);
            throw e;
        } finally {
            cycle = machine.cycle();
        }
        lookForEnd();
        return n;
    }

    /** A machine that fails waits to be repaired; one that does not do what was recorded ends. */
    private void fail(DmmException e) {
        failure = e.getMessage();
        paused = true;
        changed = true;
        if (options.replay() != null && !replayOver) {
            replayed.completeExceptionally(e);
            agenda.close();
        } else {
            failed.complete(failure);
        }
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
                        edits.size(),
                        Math.max(0, waiting),
                        options.replay() != null && !replayOver,
                        failure),
                now);
    }
}
