package io.dmm4j.flatten;

import io.dmm4j.flat.FlatProgram;
import io.dmm4j.spi.Events;
import io.dmm4j.spi.Executor;

/**
 * Runs windows of a program with guards, again from their start where an alarm was raised before their end, so that only
 * cycles stand for which the links were right. After an alarm windows are one cycle long; they double while none is raised.
 */
final class WatchedRun {
    private final int window;
    private int trust;
    private int replays;
    private boolean alarmed;

    /** The state at the start of a window that may have to be run again. */
    private double[] saved = {};

    /** Fills in what is fed in the next cycles. */
    interface Fed {
        /** The events of so many cycles. */
        Events of(int cycles);
    }

    /** Begins with windows of the full length. */
    WatchedRun(int window) {
        this.window = window;
        trust = window;
    }

    /** The longest window to run before looking at the alarm. */
    int trust() {
        return trust;
    }

    /** The next window is one cycle. */
    void distrust() {
        trust = 1;
    }

    /** Whether the latest window ended with an alarm: the matrix may have entries without links. */
    boolean alarmed() {
        return alarmed;
    }

    /** How often the beginning of a window was run again. */
    int replays() {
        return replays;
    }

    /**
     * Runs so many cycles, or as many as the links are right for.
     *
     * @param program what the executor runs
     * @param start how many cycles it has run
     * @return how many cycles
     */
    int run(Executor executor, FlatProgram program, long start, int cycles, Fed fed) {
        boolean watched = program.guards().count() > 0;
        if (watched && cycles > 1) {
            int size =
                    Math.multiplyExact(program.outputRows(), executor.options().lanes());
            saved = saved.length == size ? saved : new double[size];
            executor.readState(saved);
        }
        executor.run(cycles, fed.of(cycles));
        int alarm = watched ? executor.alarm() : -1;
        alarmed = alarm >= 0;
        trust = alarmed ? 1 : Math.min(window, 2 * trust);
        if (!alarmed || alarm == cycles - 1) {
            return cycles;
        }
        executor.writeState(saved, start);
        executor.run(alarm + 1, fed.of(alarm + 1));
        replays++;
        return alarm + 1;
    }
}
