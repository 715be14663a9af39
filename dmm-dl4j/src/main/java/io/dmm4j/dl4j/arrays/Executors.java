package io.dmm4j.dl4j.arrays;

import io.dmm4j.spi.Bulk;
import io.dmm4j.spi.Executor;
import io.dmm4j.spi.GradientExecutor;
import io.dmm4j.spi.Precision;
import java.util.Arrays;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Flat programs that run, with ND4J arrays in and out: sequences as [lanes, rows, cycles], states as [lanes, rows], parameters and
 * gradients as [parameters]. Arrays that are made have the precision of the executor.
 */
public final class Executors {
    private Executors() {}

    private static INDArray array(Executor x, long... shape) {
        DataType type = x.options().precision() == Precision.FLOAT32 ? DataType.FLOAT : DataType.DOUBLE;
        return Nd4j.create(type, shape, 'f');
    }

    private static Bulk checked(String what, INDArray a, long... shape) {
        if (!Arrays.equals(a.shape(), shape)) {
            throw new DL4JInvalidInputException(what + ": found an array of shape " + Arrays.toString(a.shape())
                    + ", expected " + Arrays.toString(shape));
        }
        return Buffers.of(Buffers.contiguous(a));
    }

    /** Replaces the parameters by [parameters]. */
    public static void setParameters(Executor x, INDArray parameters) {
        double[] numbers = new double[x.program().parameters().length];
        checked("parameters", parameters, numbers.length).get(0, numbers, 0, numbers.length);
        x.setParameters(numbers);
    }

    /** Runs as many cycles as [lanes, rows of external inputs, cycles] has. */
    public static void run(Executor x, INDArray inputs) {
        int cycles = (int) inputs.size(2);
        int rows = x.program().externals().total();
        x.run(cycles, checked("inputs", inputs, x.options().lanes(), rows, cycles));
    }

    /**
     * What probes saw in the latest window: [lanes, probed rows, cycles].
     *
     * @param cycles of the window
     */
    public static INDArray probes(Executor x, int cycles) {
        int rows = x.program().probes().total();
        int lanes = x.options().lanes();
        INDArray seen = array(x, lanes, rows, cycles);
        Bulk into = Buffers.of(seen);
        for (int t = 0; t < cycles; t++) {
            x.readProbes(t, into, t * rows * lanes);
        }
        return seen;
    }

    /** The state: [lanes, output rows]. */
    public static INDArray state(Executor x) {
        int rows = x.program().outputRows();
        double[] numbers = new double[rows * x.options().lanes()];
        x.readState(numbers);
        INDArray state = array(x, x.options().lanes(), rows);
        Buffers.of(state).put(0, numbers, 0, numbers.length);
        return state;
    }

    /**
     * Replaces the state by [lanes, output rows].
     *
     * @param cycle the number of cycles that it has behind it
     */
    public static void setState(Executor x, INDArray state, long cycle) {
        int rows = x.program().outputRows();
        double[] numbers = new double[rows * x.options().lanes()];
        checked("state", state, x.options().lanes(), rows).get(0, numbers, 0, numbers.length);
        x.writeState(numbers, cycle);
    }

    /**
     * Goes back over the latest window.
     *
     * @param errors ∂L/∂probe: [lanes, probed rows, cycles]
     * @return ∂L/∂inputs: [lanes, rows of external inputs, cycles]
     */
    public static INDArray backward(GradientExecutor x, INDArray errors) {
        long cycles = errors.size(2);
        int lanes = x.options().lanes();
        INDArray inputs = array(x, lanes, x.program().externals().total(), cycles);
        x.backward(checked("errors", errors, lanes, x.program().probes().total(), cycles), Buffers.of(inputs));
        return inputs;
    }

    /** ∂L/∂parameters of the latest {@link #backward}: [parameters]. */
    public static INDArray gradient(GradientExecutor x) {
        double[] numbers = new double[x.program().parameters().length];
        x.readGradient(numbers);
        INDArray gradient = array(x, numbers.length);
        Buffers.of(gradient).put(0, numbers, 0, numbers.length);
        return gradient;
    }
}
