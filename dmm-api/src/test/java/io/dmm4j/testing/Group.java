package io.dmm4j.testing;

/** In which sense two ways of running a network can agree; long chaotic runs agree with nothing. */
public enum Group {
    /** Weights and inputs from {−2 … 2}/4 and ops that stay exact: whole runs, to the bit. */
    EXACT,
    /** Any op, real weights: every cycle from the state of the tree engine, within proven bounds. */
    ONE_CYCLE,
    /** Σ|w| into a port times the type's Lipschitz constant at most 0.9: whole runs, within proven bounds below 1e−9. */
    CONTRACTIVE
}
