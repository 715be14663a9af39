package io.dmm4j.dl4j.sparse;

import java.util.Arrays;
import java.util.Objects;

/**
 * A layer of long short-term memory with few links: DL4J's {@code LSTM} whose absent weights cost nothing. Parameters: {@code W}
 * and {@code RW}, one number per link, {@code b}.
 */
public final class SparseLstm extends SparseRecurrentLayer {
    private static final long serialVersionUID = 1L;

    private double forgetGateBiasInit = 1;

    private SparseLstm() {}

    private SparseLstm(Builder b) {
        super(b);
        forgetGateBiasInit = b.forgetGateBiasInit;
        initializeConstraints(b);
    }

    @Override
    public Cell cell() {
        return Cell.LSTM;
    }

    /** Forget gates start open, the others at 0, as DL4J's do. */
    @Override
    double[] biases() {
        double[] all = new double[Math.toIntExact(cell().biases().size() * nOut)];
        int first = cell().biases().indexOf("f") * (int) nOut;
        Arrays.fill(all, first, first + (int) nOut, forgetGateBiasInit);
        return all;
    }

    /** What the biases of forget gates start at. */
    public double getForgetGateBiasInit() {
        return forgetGateBiasInit;
    }

    /** For JSON. */
    void setForgetGateBiasInit(double x) {
        forgetGateBiasInit = x;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof SparseLstm s && super.equals(o) && forgetGateBiasInit == s.forgetGateBiasInit;
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), forgetGateBiasInit);
    }

    /** Collects a configuration. */
    public static final class Builder extends SparseRecurrentLayer.Builder<Builder> {
        private double forgetGateBiasInit = 1;

        /** Sets what the biases of forget gates start at; 1 unless said. */
        public Builder forgetGateBiasInit(double x) {
            forgetGateBiasInit = x;
            return this;
        }

        @Override
        @SuppressWarnings("unchecked")
        public SparseLstm build() {
            return new SparseLstm(this);
        }
    }
}
