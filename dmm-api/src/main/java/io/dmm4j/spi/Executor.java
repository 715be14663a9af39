package io.dmm4j.spi;

import io.dmm4j.flat.FlatProgram;
import io.dmm4j.value.DmmException;

/**
 * A flat program that is running on a backend, with all its buffers. Not thread safe. Arrays that
 * cross this interface are doubles whatever the precision, row-major with the lane as the fast index.
 *
 * <p>A new executor stands before cycle 1 with the program's parameters and initial outputs.
 */
public interface Executor extends AutoCloseable {

    /** The program. */
    FlatProgram program();

    /** How it runs. */
    ExecutorOptions options();

    /** Cycles run since the start or the last {@link #reset}. */
    long cycle();

    /**
     * Replaces the parameter vector.
     *
     * @param values one per parameter of the program
     */
    void setParameters(double[] values);

    /** Back to before cycle 1: the program's initial outputs in every lane. */
    void reset();

    /**
     * Runs cycles.
     *
     * @param cycles how many, 1 to {@link ExecutorOptions#window()}
     * @param events what external inputs emit, cycles counted from 0 at the first of this window
     */
    void run(int cycles, Events events);

    /**
     * Runs cycles in which all external inputs emit.
     *
     * @param cycles how many, 1 to {@link ExecutorOptions#window()}
     * @param inputs [cycles × rows of all external inputs in order × lanes]; if it is for fewer cycles, nothing is emitted
     *     in the last ones
     */
    default void run(int cycles, Bulk inputs) {
        run(cycles, DenseInputs.asEvents(this, cycles, inputs));
    }

    /**
     * Runs cycles in which all external inputs emit, and writes down what probes see as they go, so that it is copied once.
     *
     * @param cycles how many, 1 to {@link ExecutorOptions#window()}
     * @param inputs as for {@link #run(int, Bulk)}
     * @param probes receives [cycles × rows of all probes in order × lanes]; {@link #readProbes} is then not for
     *     this window
     */
    default void run(int cycles, Bulk inputs, Bulk probes) {
        int lanes = options().lanes();
        int numbers = program().probes().total() * lanes;
        ExecutorChecks.rows(
                "probes", probes.length(), (long) cycles * program().probes().total(), lanes);
        run(cycles, inputs);
        for (int t = 0; t < cycles; t++) {
            readProbes(t, probes, t * numbers);
        }
    }

    /**
     * The probed rows after one cycle of the latest window.
     *
     * @param cycle counted from 0 at the first cycle of the latest window
     * @param into receives [rows of all probes in order × lanes]
     */
    void readProbes(int cycle, double[] into);

    /**
     * The probed rows after one cycle of the latest window, in bulk.
     *
     * @param cycle counted from 0 at the first cycle of the latest window
     * @param into receives [rows of all probes in order × lanes]
     * @param at where in {@code into}
     */
    default void readProbes(int cycle, Bulk into, int at) {
        double[] probed = new double[program().probes().total() * options().lanes()];
        readProbes(cycle, probed);
        into.put(at, probed, 0, probed.length);
    }

    /**
     * The first cycle of the latest window after which a {@linkplain FlatProgram#guards() guarded} row was not 0 in some
     * lane, counted from 0; −1 if there was none, or no window since the state or the guards were replaced. The state after
     * that cycle is right, what came after it is not.
     */
    default int alarm() {
        if (program().guards().count() > 0 || program().rowRuns().count() > 0) {
            throw new DmmException("this backend does not run machines that hold their own matrix");
        }
        return -1;
    }

    /**
     * Goes on with a program that differs in its row runs and guards only, from the present state and with the present
     * parameters.
     *
     * @param changed the program with other {@link FlatProgram#rowRuns()} and {@link FlatProgram#guards()}
     * @return false if this executor cannot: it is as it was, and a new one must be opened
     */
    default boolean rewire(FlatProgram changed) {
        return false;
    }

    /**
     * Gives every lane parameters of its own: a population. They hold until the next {@link #setParameters}, which gives
     * all lanes the same ones again.
     *
     * @param values [parameters × lanes]
     * @throws DmmException if lanes cannot have parameters of their own here, which {@link #hasLaneParameters} tells
     */
    default void setLaneParameters(double[] values) {
        throw new DmmException("this backend gives all lanes the same parameters");
    }

    /** Whether {@link #setLaneParameters} can be used. */
    default boolean hasLaneParameters() {
        return false;
    }

    /**
     * Copies the state that lives from one cycle to the next: the output rows.
     *
     * @param into receives [outputRows × lanes]
     */
    void readState(double[] into);

    /** The same in bulk. */
    default void readState(Bulk into) {
        double[] numbers = new double[program().outputRows() * options().lanes()];
        readState(numbers);
        into.put(0, numbers, 0, numbers.length);
    }

    /**
     * Replaces the state.
     *
     * @param from [outputRows × lanes]
     * @param cycle the number of cycles that state has behind it
     */
    void writeState(double[] from, long cycle);

    /** The same in bulk. */
    default void writeState(Bulk from, long cycle) {
        double[] numbers = new double[program().outputRows() * options().lanes()];
        from.get(0, numbers, 0, numbers.length);
        writeState(numbers, cycle);
    }

    /** Frees all buffers and threads; a second call does nothing. */
    @Override
    void close();
}
