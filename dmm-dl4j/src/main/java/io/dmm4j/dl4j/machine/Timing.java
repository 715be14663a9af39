package io.dmm4j.dl4j.machine;

import org.deeplearning4j.exception.DL4JInvalidConfigException;

/**
 * How the steps of a sequence fall on the cycles of a machine. Cycles count from 0 at the first of a window.
 *
 * @param cycles cycles per step, ≥ 1; probes are read after the last of them
 * @param delay the cycle of a step in whose up movement its features are emitted, counted from 1; 0 for the last cycle before
 *     the step, so that links read them in its first down movement
 * @param hold whether features are emitted as many times as a step has cycles, or once
 */
public record Timing(int cycles, int delay, boolean hold) {
    /** One cycle per step, whose links read the step's features. */
    public static final Timing DIRECT = new Timing(1, 0, false);

    /** Checks the ranges. */
    public Timing {
        if (cycles < 1) {
            throw new DL4JInvalidConfigException("cycles per step: found " + cycles + ", expected at least 1");
        }
        if (delay < 0 || delay > cycles) {
            throw new DL4JInvalidConfigException(
                    "input delay: found " + delay + ", expected 0 to " + cycles + ", as many as a step has cycles");
        }
        if (hold && delay > 1) {
            throw new DL4JInvalidConfigException(
                    "input delay: found " + delay + ", expected 0 or 1 where features are held");
        }
    }

    /** The first cycle in which the features of a step are emitted; −1 for before the first of a window. */
    int firstEmission(int step) {
        return step * cycles + delay - 1;
    }

    /** How many cycles in a row they are emitted. */
    int emissions() {
        return hold ? cycles : 1;
    }

    /** The cycle whose probes are the outputs of a step. */
    int reading(int step) {
        return (step + 1) * cycles - 1;
    }
}
