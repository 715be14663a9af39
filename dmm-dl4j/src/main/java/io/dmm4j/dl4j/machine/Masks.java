package io.dmm4j.dl4j.machine;

import java.util.Arrays;
import java.util.function.Supplier;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.broadcast.BroadcastMulOp;
import org.nd4j.linalg.factory.Nd4j;

/** Masks of sequences, [batch, time], and of examples, [batch, 1]. */
final class Masks {
    private Masks() {}

    /** Sets masked steps of [batch, size, time] to 0. */
    static void apply(INDArray mask, INDArray to, Supplier<String> layer) {
        if (mask.rank() != 2 || mask.size(0) != to.size(0) || mask.size(1) != to.size(2)) {
            throw new DL4JInvalidInputException("mask of shape " + Arrays.toString(mask.shape()) + ": expected ["
                    + to.size(0) + ", " + to.size(2) + "], a number for each step of each sequence " + layer.get());
        }
        Nd4j.getExecutioner().exec(new BroadcastMulOp(to, mask.castTo(to.dataType()), to, 0, 2));
    }

    /** Checks the mask of examples. */
    static void checkColumn(INDArray mask, INDArray batch, Supplier<String> layer) {
        if (mask.length() != batch.size(0)) {
            throw new DL4JInvalidInputException("mask of shape " + Arrays.toString(mask.shape()) + ": expected ["
                    + batch.size(0) + ", 1], a number for each example " + layer.get());
        }
    }
}
