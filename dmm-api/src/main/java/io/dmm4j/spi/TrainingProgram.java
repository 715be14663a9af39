package io.dmm4j.spi;

import io.dmm4j.flat.AdjointProgram;
import io.dmm4j.flat.FlatProgram;
import io.dmm4j.flat.LossProgram;
import io.dmm4j.flat.UpdateProgram;
import io.dmm4j.value.DmmException;
import java.util.Arrays;

/**
 * All of a training step as plain data: the cycle with its reverse, the loss, the update.
 *
 * <p>The <em>numbers</em> of a training program are the parameters of the cycle program in their order, and after them one
 * for each of {@code initialRow}: an output row's value before the first cycle, the same in every lane. The gradient by such
 * a number is the sum over lanes of ∂L/∂state at its row before the window, if the window began at a {@linkplain
 * TrainingExecutor#reset reset}; else 0.
 *
 * @param adjoint the cycle and its reverse
 * @param loss what is minimised
 * @param update how the numbers change
 * @param initialRow output rows of the cycle program, or −1 for a number that nothing reads; read only
 */
public record TrainingProgram(AdjointProgram adjoint, LossProgram loss, UpdateProgram update, int[] initialRow) {

    /** Checks that the parts fit. */
    public TrainingProgram {
        FlatProgram cycle = adjoint.forward();
        int probed = cycle.probes().total();
        if (loss.probeRows() != probed) {
            throw new DmmException(
                    "training program: the loss has " + loss.probeRows() + " rows, expected " + probed + ", as probed");
        }
        for (int row : initialRow) {
            if (row < -1 || row >= cycle.outputRows()) {
                throw new DmmException("training program: found row " + row
                        + " of an initial output, expected -1 or a row" + " below " + cycle.outputRows());
            }
        }
        int numbers = Math.addExact(cycle.parameters().length, initialRow.length);
        for (int i : update.index()) {
            if (i < 0 || i >= numbers) {
                throw new DmmException("training program: the update changes number " + i + ", expected one of the "
                        + numbers + " there are");
            }
        }
    }

    /** How many numbers there are. */
    public int numbers() {
        return adjoint.forward().parameters().length + initialRow.length;
    }

    /** The same with another update. */
    public TrainingProgram with(UpdateProgram other) {
        return new TrainingProgram(adjoint, loss, other, initialRow);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof TrainingProgram t
                && adjoint.equals(t.adjoint)
                && loss.equals(t.loss)
                && update.equals(t.update)
                && Arrays.equals(initialRow, t.initialRow);
    }

    @Override
    public int hashCode() {
        return adjoint.hashCode() * 31 + update.hashCode();
    }
}
