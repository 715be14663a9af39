package io.dmm4j.dl4j.arrays;

import io.dmm4j.spi.Bulk;
import io.dmm4j.spi.Executor;
import io.dmm4j.spi.GradientExecutor;
import io.dmm4j.spi.Precision;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.function.Consumer;
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

    /** Has the numbers of an array used, which must not be collected before: buffers do not hold the memory that they share. */
    private static void use(INDArray a, Consumer<Bulk> user) {
        user.accept(Buffers.of(a));
        Reference.reachabilityFence(a);
    }

    private static INDArray checked(String what, INDArray a, long... shape) {
        if (!Arrays.equals(a.shape(), shape)) {
            throw new DL4JInvalidInputException(what + ": found an array of shape " + Arrays.toString(a.shape())
                    + ", expected " + Arrays.toString(shape));
        }
        return Buffers.contiguous(a);
    }

    /** Replaces the parameters by [parameters]. */
    public static void setParameters(Executor x, INDArray parameters) {
        double[] numbers = new double[x.program().parameters().length];
        use(checked("parameters", parameters, numbers.length), p -> p.get(0, numbers, 0, numbers.length));
        x.setParameters(numbers);
    }

    /** Runs as many cycles as [lanes, rows of external inputs, cycles] has. */
    public static void run(Executor x, INDArray inputs) {
        int cycles = (int) inputs.size(2);
        int rows = x.program().externals().total();
        use(checked("inputs", inputs, x.options().lanes(), rows, cycles), in -> x.run(cycles, in));
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
        INDArray state = array(x, x.options().lanes(), x.program().outputRows());
        x.readState(Buffers.of(state));
        return state;
    }

    /**
     * Replaces the state by [lanes, output rows].
     *
     * @param cycle the number of cycles that it has behind it
     */
    public static void setState(Executor x, INDArray state, long cycle) {
        use(checked("state", state, x.options().lanes(), x.program().outputRows()), from -> x.writeState(from, cycle));
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
        use(
                checked("errors", errors, lanes, x.program().probes().total(), cycles),
                seeds -> x.backward(seeds, Buffers.of(inputs)));
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
