package io.dmm4j.train;

/** Is told of every step. */
@FunctionalInterface
public interface Listener {

    /** After a step; the trainer's state is that after it. */
    void stepped(StepReport report);
}
