package io.dmm4j.spi;

import io.dmm4j.flat.LossProgram;
import io.dmm4j.flat.UpdateProgram;
import io.dmm4j.value.DmmException;

/** What every training executor refuses, in the same sentence on every backend, besides what {@link ExecutorChecks} does. */
public final class TrainingChecks {
    private final ExecutorChecks windows;
    private final LossProgram loss;
    private final int numbers;

    /** For executors of a program; its update may be replaced. */
    public TrainingChecks(TrainingProgram program, ExecutorOptions options) {
        windows = new ExecutorChecks(program.adjoint().forward(), options);
        loss = program.loss();
        numbers = program.numbers();
    }

    /** Fails unless a batch is a window with targets and weights for all of its cycles. */
    public void batch(TrainingBatch b) {
        windows.cycles(b.cycles());
        windows.events(b.events(), b.cycles());
        windows.rows("targets", b.targets().length, (long) b.cycles() * loss.probeRows());
        windows.rows("weights", b.weights().length, (long) b.cycles() * loss.terms());
    }

    /** Fails unless a batch was set. */
    public static void forward(boolean hasBatch) {
        if (!hasBatch) {
            throw new DmmException("forward: no batch has been set");
        }
    }

    /**
     * Fails unless a batch was ever run.
     *
     * @param what is asked for
     */
    public static void ran(String what, boolean ever) {
        if (!ever) {
            throw new DmmException(what + ": no batch has been run");
        }
    }

    /** Fails if an array is too short for a number for each of the program. */
    public void numbers(String what, double[] array) {
        atLeast(what, array, numbers);
    }

    /** Fails if an array is too short for a number for each that an update trains. */
    public static void trained(String what, double[] array, UpdateProgram update) {
        atLeast(what, array, update.trained());
    }

    /** Fails unless an update has a slot, and if an array is too short for it. */
    public static void slot(int slot, double[] array, UpdateProgram update) {
        int slots = update.slots().size();
        if (slot < 0 || slot >= slots) {
            throw new DmmException("slot " + slot + ": expected 0 to " + (slots - 1));
        }
        trained("slot " + slot, array, update);
    }

    /** Fails if there are fewer scalars than an update takes. */
    public static void scalars(double[] array, UpdateProgram update) {
        atLeast("scalars", array, update.scalars().size());
    }

    /** Fails if an array is too short for the results of an update. */
    public static void results(double[] array) {
        atLeast("results", array, UpdateProgram.RESULTS);
    }

    private static void atLeast(String what, double[] array, int expected) {
        if (array.length < expected) {
            throw new DmmException(what + ": an array of " + array.length + " numbers, expected " + expected);
        }
    }
}
