package io.dmm4j.dl4j;

import io.dmm4j.dl4j.machine.FeedForwardMachine;
import io.dmm4j.dl4j.machine.MachineConf;
import io.dmm4j.dl4j.machine.MachineParams;
import io.dmm4j.spi.Backends;
import java.util.Collection;
import java.util.Objects;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The configuration of a layer that runs a machine for one step on each example, [batch, size]. */
public abstract class FeedForwardMachineLayer extends FeedForwardLayer implements MachineConf {
    private static final long serialVersionUID = 1L;

    private String backend = Backends.AUTO;
    private int threads;

    /** For JSON. */
    protected FeedForwardMachineLayer() {}

    /** From a builder. */
    protected FeedForwardMachineLayer(Builder<?> b) {
        super(b);
        backend = b.backend;
        threads = b.threads;
    }

    @Override
    public org.deeplearning4j.nn.api.Layer instantiate(
            NeuralNetConfiguration conf,
            Collection<TrainingListener> listeners,
            int index,
            INDArray params,
            boolean initialize,
            DataType type) {
        return MachineLayers.set(new FeedForwardMachine(conf, type), conf, listeners, index, params, initialize);
    }

    @Override
    public ParamInitializer initializer() {
        return MachineParams.INSTANCE;
    }

    @Override
    public LayerMemoryReport getMemoryReport(InputType inputType) {
        return MachineLayers.memory(this, inputType);
    }

    @Override
    public String getBackend() {
        return backend;
    }

    /** Sets the backend. */
    public void setBackend(String name) {
        backend = name;
    }

    @Override
    public int getThreads() {
        return threads;
    }

    /** Sets the most threads. */
    public void setThreads(int n) {
        threads = n;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof FeedForwardMachineLayer f && super.equals(o) && MachineLayers.sameRun(this, f);
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), backend, threads);
    }

    /**
     * Collects a configuration.
     *
     * @param <T> the builder itself
     */
    @SuppressWarnings("unchecked")
    public abstract static class Builder<T extends Builder<T>> extends FeedForwardLayer.Builder<T> {
        private String backend = Backends.AUTO;
        private int threads;

        /** Sets the backend: {@code cuda}, {@code cpu}, or {@code auto} (unless said) for the best usable one. */
        public T backend(String name) {
            backend = name;
            return (T) this;
        }

        /** Sets the most threads; 0 (unless said) for all processors. */
        public T threads(int n) {
            threads = n;
            return (T) this;
        }
    }
}
