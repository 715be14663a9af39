package io.dmm4j.dl4j;

import io.dmm4j.dl4j.machine.MachineConf;
import io.dmm4j.dl4j.machine.MachineParams;
import io.dmm4j.dl4j.machine.RecurrentMachine;
import io.dmm4j.spi.Backends;
import java.util.Collection;
import java.util.Objects;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The configuration of a layer that runs a machine over sequences, [batch, size, time]. */
public abstract class RecurrentMachineLayer extends BaseRecurrentLayer implements MachineConf {
    private static final long serialVersionUID = 1L;

    private String backend = Backends.AUTO;
    private int threads;
    private int gradientWindow;

    /** For JSON. */
    protected RecurrentMachineLayer() {}

    /** From a builder. */
    protected RecurrentMachineLayer(Builder<?> b) {
        super(b);
        backend = b.backend;
        threads = b.threads;
        gradientWindow = b.gradientWindow;
    }

    @Override
    public org.deeplearning4j.nn.api.Layer instantiate(
            NeuralNetConfiguration conf,
            Collection<TrainingListener> listeners,
            int index,
            INDArray params,
            boolean initialize,
            DataType type) {
        return MachineLayers.set(new RecurrentMachine(conf, type), conf, listeners, index, params, initialize);
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

    /** Steps that gradients go back at most; 0 for all. */
    public int getGradientWindow() {
        return gradientWindow;
    }

    /** Sets the steps that gradients go back at most; 0 for all. */
    public void setGradientWindow(int steps) {
        gradientWindow = steps;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof RecurrentMachineLayer r
                && super.equals(o)
                && MachineLayers.sameRun(this, r)
                && gradientWindow == r.gradientWindow;
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), backend, threads, gradientWindow);
    }

    /**
     * Collects a configuration.
     *
     * @param <T> the builder itself
     */
    @SuppressWarnings("unchecked")
    public abstract static class Builder<T extends Builder<T>> extends BaseRecurrentLayer.Builder<T> {
        private String backend = Backends.AUTO;
        private int threads;
        private int gradientWindow;

        /**
         * Has gradients go back over windows of so many steps: each window is gone back over by itself, what it starts from is as if it had
         * been constant. So much is remembered at a time; each window is run once more for it. 0 (unless said) for whole sequences.
         *
         * @throws DL4JInvalidConfigException if it is negative
         */
        public T gradientWindow(int steps) {
            if (steps < 0) {
                throw new DL4JInvalidConfigException(
                        "gradient window: found " + steps + " steps, expected at least 1, or 0 for whole sequences");
            }
            gradientWindow = steps;
            return (T) this;
        }

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
