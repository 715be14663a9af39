package io.dmm4j.flat;

import io.dmm4j.value.DmmException;
import java.util.Arrays;
import java.util.List;

/**
 * What follows the gradient in a training step, as a flat program: penalties, clipping, the updater. One cycle is one step.
 * It has one lane; a population has one for each member. It always runs in 64-bit floats, so that parameters and moments
 * are the same whatever runs it.
 *
 * <p>Of all numbers of the training program (see {@code TrainingProgram}) it holds those that are trained, n of them, and
 * after them those that penalties only look at; {@code index} says which. With m = {@code index.length}, k slots (what the
 * updater remembers) and s scalars, its first output rows are
 *
 * <pre>
 *   [0, m)      parameters: row i is number index[i]; the first n are trained, and the program replaces them
 *   k × n       slots: for each, one row per trained number; replaced
 *   n           gradient: set before every step; the program leaves what it used, penalties included and clipped
 *   n           next: what the step makes of the trained numbers, also where it is not adopted
 *   s           scalars: given by the host for every step (learning rate, corrections that depend on the step)
 *   1           the loss, set before every step
 *   3           results: penalty, L2 norm of the gradient that was used, and a check
 * </pre>
 *
 * The check is 0 if loss, penalty, gradient, next (in the precision of the state) and what the slots would be are finite, else
 * NaN; then parameters and slots stay as they were. Output rows that follow are the program's own. Runs, if there are any, have
 * weights that are never trained.
 *
 * @param program what computes it
 * @param index the number of each parameter row, the trained ones first, ascending in either part; read only
 * @param trained n: how many of them are trained
 * @param slots names of the slots
 * @param scalars names of the scalars
 */
public record UpdateProgram(FlatProgram program, int[] index, int trained, List<String> slots, List<String> scalars) {
    /** Position of the sum of all penalties among the results. */
    public static final int PENALTY = 0;

    /** Position of the L2 norm of the gradient that was used among the results. */
    public static final int GRADIENT_NORM = 1;

    /** Position of the check among the results: 0, or NaN if the step was not adopted. */
    public static final int CHECK = 2;

    /** How many results there are. */
    public static final int RESULTS = 3;

    /** Checks that the program has these rows. */
    public UpdateProgram {
        slots = List.copyOf(slots);
        scalars = List.copyOf(scalars);
        long rows = index.length + (slots.size() + 2L) * trained + scalars.size() + 1 + RESULTS;
        if (trained < 0 || trained > index.length || program.outputRows() < rows) {
            throw new DmmException("update program: found " + program + ", expected at least " + rows
                    + " output rows for " + index.length + " numbers, " + trained + " of them trained");
        }
    }

    /** First row of the parameters, {@code index.length} of them. */
    public int parameters() {
        return 0;
    }

    /** First row of a slot, n of them. */
    public int slot(int i) {
        return index.length + i * trained;
    }

    /** First row of the gradient, n of them. */
    public int gradient() {
        return slot(slots.size());
    }

    /** First row of what the step leads to, n of them. */
    public int next() {
        return gradient() + trained;
    }

    /** First row of the scalars. */
    public int scalarRows() {
        return next() + trained;
    }

    /** The row of the loss. */
    public int loss() {
        return scalarRows() + scalars.size();
    }

    /** First row of the results, {@value #RESULTS} of them. */
    public int results() {
        return loss() + 1;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof UpdateProgram u
                && program.equals(u.program)
                && Arrays.equals(index, u.index)
                && trained == u.trained
                && slots.equals(u.slots)
                && scalars.equals(u.scalars);
    }

    @Override
    public int hashCode() {
        return program.hashCode() * 31 + Arrays.hashCode(index);
    }
}
