package io.dmm4j.net;

/** When a link's source is read. */
public enum Schedule {
    /** Every link carries last cycle's output. */
    SYNCHRONOUS,
    /**
     * A link is fresh when its source stands before its target in the list of neurons, else it carries
     * last cycle's output. Weights play no part in this, so pruning changes no other link's delay.
     */
    TOPOLOGICAL
}
