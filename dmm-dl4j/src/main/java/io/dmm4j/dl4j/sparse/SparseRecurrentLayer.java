package io.dmm4j.dl4j.sparse;

import io.dmm4j.dl4j.RecurrentMachineLayer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.deeplearning4j.nn.api.layers.LayerConstraint;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;

/** What the sparse recurrent layers share: their links, and the activation of their gates. */
public abstract class SparseRecurrentLayer extends RecurrentMachineLayer implements CellLayer {
    private static final long serialVersionUID = 1L;

    private Sparsity sparsity;
    private IActivation gateActivationFn = new ActivationSigmoid();
    private transient Cells cells;

    /** For JSON. */
    protected SparseRecurrentLayer() {}

    /** From a builder. */
    protected SparseRecurrentLayer(Builder<?> b) {
        super(b);
        sparsity = b.sparsity;
        gateActivationFn = b.gate;
    }

    @Override
    protected void initializeConstraints(Layer.Builder<?> builder) {
        super.initializeConstraints(builder);
        Builder<?> b = (Builder<?>) builder;
        constrain(b.getInputWeightConstraints(), "W");
        constrain(b.getRecurrentConstraints(), "RW");
    }

    private void constrain(List<LayerConstraint> given, String key) {
        for (LayerConstraint c : given == null ? List.<LayerConstraint>of() : given) {
            LayerConstraint own = c.clone();
            own.setParams(Set.of(key));
            constraints = constraints == null ? new ArrayList<>() : constraints;
            constraints.add(own);
        }
    }

    @Override
    public synchronized Cells cells() {
        cells = Cells.of(cells, cell(), nIn, nOut, sparsity, activationFn, gateActivationFn, biases());
        return cells;
    }

    /** What the biases start at, gate by gate. */
    double[] biases() {
        double[] all = new double[Math.toIntExact(cell().biases().size() * nOut)];
        Arrays.fill(all, Double.isNaN(biasInit) ? 0 : biasInit);
        return all;
    }

    @Override
    public SparseRecurrentLayer withSparsity(Sparsity s) {
        SparseRecurrentLayer other = (SparseRecurrentLayer) clone();
        other.cells = null;
        other.sparsity = s;
        return other;
    }

    @Override
    public Sparsity getSparsity() {
        return sparsity;
    }

    /** For JSON. */
    void setSparsity(Sparsity s) {
        sparsity = s;
    }

    /** The activation of gates; of no meaning for units without. */
    public IActivation getGateActivationFn() {
        return gateActivationFn;
    }

    /** For JSON. */
    void setGateActivationFn(IActivation f) {
        gateActivationFn = f;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof SparseRecurrentLayer s
                && super.equals(o)
                && Objects.equals(sparsity, s.sparsity)
                && Objects.equals(gateActivationFn, s.gateActivationFn);
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), sparsity, gateActivationFn);
    }

    /**
     * Collects a configuration.
     *
     * @param <T> the builder itself
     */
    @SuppressWarnings("unchecked")
    public abstract static class Builder<T extends Builder<T>> extends RecurrentMachineLayer.Builder<T> {
        private Sparsity sparsity = Sparsity.random(1, 0);
        private IActivation gate = new ActivationSigmoid();

        /**
         * Sets the share of a dense layer's links, drawn at random, as many for every input of every unit; all unless said.
         *
         * @param density above 0 and at most 1
         * @param seed of the draw
         */
        public T density(double density, long seed) {
            return sparsity(Sparsity.random(density, seed));
        }

        /** Sets the links. */
        public T sparsity(Sparsity s) {
            sparsity = s;
            return (T) this;
        }

        /** Sets the activation of gates; sigmoid unless said. */
        public T gateActivationFunction(IActivation f) {
            gate = f;
            return (T) this;
        }

        /** Sets the activation of gates; sigmoid unless said. */
        public T gateActivationFunction(Activation f) {
            return gateActivationFunction(f.getActivationFunction());
        }
    }
}
