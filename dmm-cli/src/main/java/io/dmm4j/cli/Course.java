package io.dmm4j.cli;

import io.dmm4j.net.Network;
import io.dmm4j.train.TrainingState;

/** Work that goes step by step; between two steps it can be saved, and gone on with from there to the same bits. */
interface Course extends AutoCloseable {

    /** Whether nothing is left to do. */
    boolean isOver();

    /** One step of training at most, and the decisions before and after it. */
    void step();

    /** The network as it is now. */
    Network network();

    /** What is still to come. */
    Outlook outlook();

    /** All that is needed to go on; copies. */
    TrainingState saved();

    /** Goes on with what {@link #saved} has made in a course that was started alike. */
    void restore(TrainingState saved);

    @Override
    void close();

    /**
     * What is still to come.
     *
     * @param steps how many, about or at most
     * @param words what the time that they take is called, with {@code %s} for it
     */
    record Outlook(long steps, String words) {}
}
