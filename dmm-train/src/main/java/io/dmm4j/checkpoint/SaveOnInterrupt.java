package io.dmm4j.checkpoint;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Saves once when the process is told to end (Ctrl-C, SIGTERM), between two steps of the work, and lets it end with the
 * status that the system gives: 130 after Ctrl-C, 143 after SIGTERM.
 *
 * <pre>{@code
 * try (SaveOnInterrupt guard = new SaveOnInterrupt(() -> folder.save(run.checkpoint()), patience, System.err::println)) {
 *     while (!run.isDone()) {
 *         guard.step(run::step);
 *     }
 * }
 * }</pre>
 *
 * <p>How: each step holds a lock; the shutdown hook takes it after the step at hand and never gives it back, so that
 * nothing changes while it saves and the working thread waits for the end of the process. A thread that calls {@code
 * System.exit} inside a step would wait for the hook while the hook waits for it, so the hook has a limit to its patience.
 */
public final class SaveOnInterrupt implements AutoCloseable {
    /** Fair, or the working thread would take it again before the hook wakes up. */
    private final ReentrantLock betweenSteps = new ReentrantLock(true);

    private final Runnable save;
    private final Duration patience;
    private final Consumer<String> report;
    final Thread hook = new Thread(this::interrupted, "save on interrupt");
    private boolean closed; // guarded by the lock

    /**
     * Begins to watch.
     *
     * @param save saves what the steps change; runs at most once, on another thread
     * @param patience how long to wait for the end of the step at hand; then nothing is saved
     * @param report is told in one sentence if nothing could be saved
     */
    public SaveOnInterrupt(Runnable save, Duration patience, Consumer<String> report) {
        this.save = save;
        this.patience = patience;
        this.report = report;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /**
     * Runs a step of the work; does not return if the process is about to end. After a step that throws there is nothing
     * left that is worth saving, so that nothing will be.
     */
    public void step(Runnable step) {
        betweenSteps.lock();
        boolean done = false;
        try {
            step.run();
            done = true;
        } finally {
            closed |= !done;
            betweenSteps.unlock();
        }
    }

    /** What the hook does. */
    void interrupted() {
        try {
            if (!betweenSteps.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                report.accept("no checkpoint was saved: the step at hand took longer than " + patience.toMillis()
                        + " ms to end");
            } else if (!closed) {
                save.run();
            }
        } catch (RuntimeException | Error e) {
            report.accept("no checkpoint was saved: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the watch; what is saved later is the caller's business. Does not return if the process is about to end. */
    @Override
    public void close() {
        betweenSteps.lock();
        try {
            closed = true;
        } finally {
            betweenSteps.unlock();
        }
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the process is ending already, and the hook will find that there is nothing to do
        }
    }
}
