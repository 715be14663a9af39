package io.dmm4j.dl4j.sparse;

/**
 * A layer of gated recurrent units with few links, {@link Cell#GRU}; DL4J has none. Parameters: {@code W} and {@code RW}, one
 * number per link, {@code b}, the candidate's recurrent bias among them.
 */
public final class SparseGru extends SparseRecurrentLayer {
    private static final long serialVersionUID = 1L;

    private SparseGru() {}

    private SparseGru(Builder b) {
        super(b);
        initializeConstraints(b);
    }

    @Override
    public Cell cell() {
        return Cell.GRU;
    }

    /** Collects a configuration. */
    public static final class Builder extends SparseRecurrentLayer.Builder<Builder> {

        @Override
        @SuppressWarnings("unchecked")
        public SparseGru build() {
            return new SparseGru(this);
        }
    }
}
