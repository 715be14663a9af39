package io.dmm4j.cuda.device;

/**
 * What there is on a machine, in the order in which it is looked for: each step may be taken after those before it went
 * well.
 */
public interface Host {
    /** Whether a driver may be installed: a look at a few files, so that machines without one lose no time. */
    boolean mayHaveDriver();

    /**
     * Loads the driver's library.
     *
     * @throws LinkageError if it is not there
     */
    void loadDriver();

    /** Starts the driver; gives its error, or nothing if it started. */
    String start();

    /** How many devices there are. */
    int devices();

    /** What a device is. */
    DeviceInfo info(int index);

    /**
     * Loads cuSPARSE.
     *
     * @throws LinkageError if it is not there
     */
    void loadSparse();

    /** Opens a device. */
    Gpu open(int index);
}
