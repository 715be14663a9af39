package io.dmm4j.dl4j.sparse;

import io.dmm4j.dl4j.FeedForwardMachineLayer;
import java.util.Arrays;
import java.util.Objects;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;

/**
 * A dense layer with few links: DL4J's {@code DenseLayer} whose absent weights cost nothing. Parameters: {@code W}, one number per
 * link, {@code b}.
 */
public final class SparseDense extends FeedForwardMachineLayer implements CellLayer {
    private static final long serialVersionUID = 1L;

    private Sparsity sparsity;
    private transient Cells cells;

    private SparseDense() {}

    private SparseDense(Builder b) {
        super(b);
        sparsity = b.sparsity;
        initializeConstraints(b);
    }

    @Override
    public Cell cell() {
        return Cell.DENSE;
    }

    @Override
    public synchronized Cells cells() {
        double[] bias = new double[Math.toIntExact(nOut)];
        Arrays.fill(bias, Double.isNaN(biasInit) ? 0 : biasInit);
        cells = Cells.of(cells, cell(), nIn, nOut, sparsity, activationFn, new ActivationSigmoid(), bias);
        return cells;
    }

    @Override
    public SparseDense withSparsity(Sparsity s) {
        SparseDense other = (SparseDense) clone();
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

    @Override
    public boolean equals(Object o) {
        return o instanceof SparseDense s && super.equals(o) && Objects.equals(sparsity, s.sparsity);
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), sparsity);
    }

    /** Collects a configuration. */
    public static final class Builder extends FeedForwardMachineLayer.Builder<Builder> {
        private Sparsity sparsity = Sparsity.random(1, 0);

        /**
         * Sets the share of a dense layer's links, drawn at random, as many for every unit; all unless said.
         *
         * @param density above 0 and at most 1
         * @param seed of the draw
         */
        public Builder density(double density, long seed) {
            return sparsity(Sparsity.random(density, seed));
        }

        /** Sets the links. */
        public Builder sparsity(Sparsity s) {
            sparsity = s;
            return this;
        }

        @Override
        @SuppressWarnings("unchecked")
        public SparseDense build() {
            return new SparseDense(this);
        }
    }
}
