package io.dmm4j.dl4j.sparse;

/**
 * A simple recurrent layer with few links: DL4J's {@code SimpleRnn} whose absent weights cost nothing. Parameters: {@code W} and
 * {@code RW}, one number per link, {@code b}.
 */
public final class SparseSimpleRnn extends SparseRecurrentLayer {
    private static final long serialVersionUID = 1L;

    private SparseSimpleRnn() {}

    private SparseSimpleRnn(Builder b) {
        super(b);
        initializeConstraints(b);
    }

    @Override
    public Cell cell() {
        return Cell.SIMPLE_RNN;
    }

    /** Collects a configuration. */
    public static final class Builder extends SparseRecurrentLayer.Builder<Builder> {

        @Override
        @SuppressWarnings("unchecked")
        public SparseSimpleRnn build() {
            return new SparseSimpleRnn(this);
        }
    }
}
