package io.dmm4j.dl4j.machine;

import io.dmm4j.dl4j.arrays.Buffers;
import io.dmm4j.dl4j.arrays.KnownBuffers;
import io.dmm4j.spi.Bulk;
import io.dmm4j.spi.Precision;
import io.dmm4j.value.DmmException;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.function.Supplier;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A layer's machine with ND4J arrays in and out, [batch, size] or [batch, size, time]. What it holds is freed when the layer
 * is.
 */
final class Session {
    private static final Cleaner CLEANER = Cleaner.create();

    private final Blueprint blueprint;
    private final DataType type;
    private final MachineRunner runner;
    private final KnownBuffers buffers = new KnownBuffers();
    private Sequences in;

    /**
     * Opens a machine.
     *
     * @param owner lives as long as the machine is needed
     */
    Session(Object owner, MachineConf conf, DataType type) {
        this(owner, conf.blueprint(), conf, type);
    }

    /** Opens another machine in the place of a layer's. */
    Session(Object owner, Blueprint blueprint, MachineConf conf, DataType type) {
        this.blueprint = blueprint;
        this.type = type;
        try {
            runner = new MachineRunner(blueprint, conf.getBackend(), precision(type), conf.getThreads());
        } catch (DmmException e) {
            throw new DL4JInvalidConfigException(e.getMessage(), e);
        }
        CLEANER.register(owner, runner::close);
    }

    static Precision precision(DataType type) {
        return switch (type) {
            case FLOAT -> Precision.FLOAT32;
            case DOUBLE -> Precision.FLOAT64;
            default ->
                throw new DL4JInvalidConfigException("data type " + type + ": expected FLOAT or DOUBLE for a machine");
        };
    }

    /** The features as the machine takes them, checked; shared where they lie right already. */
    INDArray input(INDArray given, int rank, Supplier<String> layer) {
        if (given.rank() != rank) {
            throw new DL4JInvalidInputException("input of rank " + given.rank() + " with shape "
                    + Arrays.toString(given.shape()) + ": expected rank " + rank
                    + (rank == 3 ? ", [batch, size, time] " : ", [batch, size] ") + layer.get());
        }
        if (given.isEmpty()) {
            throw new DL4JInvalidInputException("input with shape " + Arrays.toString(given.shape())
                    + ": expected at least one example, and one step of it " + layer.get());
        }
        if (given.size(1) != blueprint.features()) {
            throw new DL4JInvalidInputException(
                    "input of size " + given.size(1) + " with shape " + Arrays.toString(given.shape()) + ": expected "
                            + blueprint.features() + " features " + layer.get());
        }
        return Buffers.contiguous(given.castTo(type));
    }

    /**
     * Runs a batch.
     *
     * @param features as {@link #input} makes them
     * @param parameters in the order of DL4J's view
     * @param state before the first step, as {@link #state} gives it; null for the initial outputs
     * @param out receives [batch, outputs(, time)], in Fortran order; null if nobody asks
     */
    void forward(INDArray features, INDArray parameters, INDArray state, INDArray out, boolean tape) {
        in = sequences(features);
        INDArray from = state == null ? null : checked(state);
        Bulk before = from == null ? null : Buffers.of(from);
        Sequences after = out == null ? null : sequences(out);
        inWordsOfDl4j(() -> runner.forward(in, buffers.of(parameters), before, after, tape));
        keep(features);
        keep(parameters);
        keep(from);
        keep(out);
    }

    /** Goes back over the latest batch, which was run with a tape; arguments as for {@link #forward}. */
    void backward(INDArray errors, INDArray features, INDArray gradient) {
        inWordsOfDl4j(() -> runner.backward(sequences(errors), sequences(features), buffers.of(gradient)));
        keep(errors);
        keep(features);
        keep(gradient);
    }

    /** Backends refuse what they have no room for. */
    private static void inWordsOfDl4j(Runnable pass) {
        try {
            pass.run();
        } catch (DmmException e) {
            throw new DL4JInvalidInputException(e.getMessage(), e);
        }
    }

    /** Buffers do not hold the memory that they share: an array must not be collected before it has been used. */
    private static void keep(INDArray array) {
        Reference.reachabilityFence(array);
    }

    /** The state after the latest batch: [batch, output rows]. */
    INDArray state() {
        INDArray a =
                Nd4j.create(type, new long[] {in.lanes(), blueprint.program().outputRows()}, 'f');
        runner.state(Buffers.of(a));
        return a;
    }

    private INDArray checked(INDArray state) {
        long rows = blueprint.program().outputRows();
        if (state.rank() != 2 || state.size(0) != in.lanes() || state.size(1) != rows) {
            throw new DL4JInvalidInputException("previous state of shape " + Arrays.toString(state.shape())
                    + ": expected [" + in.lanes() + ", " + rows + "]; was the state of the last batch not cleared?");
        }
        return Buffers.contiguous(state.castTo(type));
    }

    private Sequences sequences(INDArray a) {
        int steps = a.rank() == 3 ? (int) a.size(2) : 1;
        return new Sequences(buffers.of(a), (int) a.size(1), steps, (int) a.size(0));
    }
}
