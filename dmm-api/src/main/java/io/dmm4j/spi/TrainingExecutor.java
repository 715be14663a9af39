package io.dmm4j.spi;

import io.dmm4j.flat.UpdateProgram;
import io.dmm4j.value.DmmException;

/**
 * A training program that is running on a backend, with all its buffers. Not thread safe. Arrays that cross this interface
 * are doubles whatever the precision.
 *
 * <pre>{@code
 * executor.setBatch(batch);
 * executor.reset();          // or not, where sequences go on (truncated back-propagation)
 * executor.forward();
 * executor.backward();
 * executor.update(scalars);
 * double loss = executor.loss();
 * executor.readResults(results);
 * }</pre>
 *
 * <p>Nothing but the {@code read} methods and {@link #loss} need wait for the backend: state, seeds, gradient, parameters
 * and slots stay where they are made. A new executor stands before cycle 1 with the program's numbers and slots of 0.
 */
public interface TrainingExecutor extends AutoCloseable {

    /** The program, with the latest update. */
    TrainingProgram program();

    /** How the cycle program runs. */
    ExecutorOptions options();

    // ---- numbers -----------------------------------------------------------------------------------------------

    /**
     * Replaces all numbers. The state stays; new initial outputs show at the next {@link #reset}.
     *
     * @param numbers one for each of {@link TrainingProgram#numbers()}
     */
    void setNumbers(double[] numbers);

    /**
     * Copies all numbers.
     *
     * @param into one for each of {@link TrainingProgram#numbers()}
     */
    void readNumbers(double[] into);

    /**
     * Replaces a slot of the update.
     *
     * @param values one per trained number
     */
    void setSlot(int slot, double[] values);

    /**
     * Copies a slot of the update.
     *
     * @param into one per trained number
     */
    void readSlot(int slot, double[] into);

    /** Goes on with another update of the same numbers. Numbers stay, and the state; slots start at 0. */
    void replaceUpdate(UpdateProgram update);

    // ---- a step ------------------------------------------------------------------------------------------------

    /**
     * Takes a batch, which holds for every {@link #forward} until the next; it must not be changed before that. What the latest
     * {@link #forward} left stays.
     *
     * @throws DmmException if it is longer than {@link ExecutorOptions#window()} or does not fit the program
     */
    void setBatch(TrainingBatch batch);

    /** Back to before cycle 1: the initial outputs in every lane. */
    void reset();

    /**
     * Runs the cycles of the batch from where the machines stand, and the loss program on what the probes saw.
     *
     * @throws DmmException if no batch was set
     */
    void forward();

    /**
     * The sum of the loss rows of the latest {@link #forward}.
     *
     * @throws DmmException if there was none
     */
    double loss();

    /**
     * The gradient of the latest {@link #forward}.
     *
     * @throws DmmException if there was none since the start or the latest {@link #reset}, {@link #rewind} or
     *     {@link #writeState}, or if numbers were set or updated after it: both ways are of one machine
     */
    void backward();

    /**
     * Runs the update program once, on the loss and the gradient; the cycle program then has the new parameters.
     *
     * @param scalars one per scalar of the update program
     * @throws DmmException if there was no {@link #forward}
     */
    void update(double[] scalars);

    // ---- what it came to ---------------------------------------------------------------------------------------

    /**
     * The results of the latest {@link #update}.
     *
     * @param into {@link UpdateProgram#RESULTS} numbers
     */
    void readResults(double[] into);

    /**
     * The gradient of the latest {@link #backward}, before penalties and clipping.
     *
     * @param into one per number, trained or not
     */
    void readGradient(double[] into);

    /**
     * Replaces the gradient that the next {@link #update} starts from: for penalties that only the host can compute.
     *
     * @param gradient one per number
     */
    void writeGradient(double[] gradient);

    /**
     * The gradient that the latest {@link #update} used, penalties included and clipped.
     *
     * @param into one per trained number
     */
    void readUsedGradient(double[] into);

    /**
     * What the latest {@link #update} made of the trained numbers, adopted or not.
     *
     * @param into one per trained number
     */
    void readNext(double[] into);

    /**
     * The probed rows after one cycle of the latest {@link #forward}.
     *
     * @param into receives [rows of all probes × lanes]
     */
    void readProbes(int cycle, double[] into);

    // ---- state -------------------------------------------------------------------------------------------------

    /** Cycles run since the start or the last {@link #reset}. */
    long cycle();

    /**
     * Puts the machines back to before the latest {@link #forward}; where that began at a reset, as a {@link #reset} does.
     *
     * @throws DmmException if there was none
     */
    void rewind();

    /**
     * Copies the state that lives from one cycle to the next.
     *
     * @param into receives [output rows of the cycle program × lanes]
     */
    void readState(double[] into);

    /**
     * Replaces the state.
     *
     * @param from [output rows of the cycle program × lanes]
     * @param cycle the number of cycles that state has behind it
     */
    void writeState(double[] from, long cycle);

    /** Frees all buffers and threads; a second call does nothing. */
    @Override
    void close();
}
