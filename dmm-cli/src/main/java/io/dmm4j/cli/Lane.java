package io.dmm4j.cli;

import io.dmm4j.net.Port;
import io.dmm4j.value.VValue;
import java.util.Map;

/** What one lane is fed, cycle after cycle. */
interface Lane extends AutoCloseable {
    /** Whether all that was given has been fed. */
    boolean isOver();

    /** What is fed in the next cycle; goes on when all is over. */
    Map<Port, VValue> next();

    /** Where the latest value came from, for errors. */
    String place();

    @Override
    default void close() {}

    /** What lanes are made from. */
    interface Source {
        /** A lane from the beginning. */
        Lane open();

        /** Whether a second lane would be the same as the first, so that what it holds can be checked beforehand. */
        boolean isRepeatable();
    }
}
