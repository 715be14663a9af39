package io.dmm4j.train.update;

import io.dmm4j.train.program.Range;
import io.dmm4j.train.program.RowOps;

/** Where a step is written: rows of the numbers that are trained, one each, and what the step makes of them. */
public interface StepTerm {

    /** What ops are appended to. */
    RowOps ops();

    /** w: the parameters; not to be written to. */
    Range w();

    /** g: ∂L/∂w; not to be written to. */
    Range g();

    /** What the updater remembers, by the position in {@link Updater#slots}; not to be written to. */
    Range slot(int i);

    /** One number that the host gives for every step, by the position in {@link Updater#scalars}. */
    Range scalar(int i);

    /** Says what is remembered next; each slot once. */
    void setSlot(int i, Range next);

    /** Says what the parameters are next; once. */
    void setW(Range next);
}
