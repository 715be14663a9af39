package io.dmm4j.train;

/**
 * The place in the data: which sequences come next, and how much of them is done. The order of each epoch follows from the
 * seed and the epoch alone.
 */
final class Cursor {
    private final int sequences;
    private final int lanes;
    private final long seed;
    private long epoch;
    private int position;
    private int from;
    private int[] order;

    Cursor(int sequences, int lanes, long seed) {
        this.sequences = sequences;
        this.lanes = lanes;
        this.seed = seed;
        shuffle();
    }

    /** Another one of the same data. */
    Cursor at(long itsEpoch, int itsPosition, int itsFrom) {
        Cursor c = new Cursor(sequences, lanes, seed);
        c.move(itsEpoch, itsPosition, itsFrom);
        return c;
    }

    long epoch() {
        return epoch;
    }

    /** Sequences of this epoch that were taken before those at hand. */
    int position() {
        return position;
    }

    /** Cycles of the sequences at hand that are done. */
    int from() {
        return from;
    }

    /** The sequences at hand. */
    int count() {
        return Math.min(lanes, sequences - position);
    }

    /** Index of sequence {@code i} of those at hand. */
    int sequence(int i) {
        return order[position + i];
    }

    private void move(long toEpoch, int toPosition, int toFrom) {
        boolean another = toEpoch != epoch;
        epoch = toEpoch;
        position = toPosition;
        from = toFrom;
        if (another) {
            shuffle();
        }
    }

    /** Goes on to cycle {@code to} of the sequences at hand. */
    void within(int to) {
        from = to;
    }

    /** Goes on to the next sequences. */
    void next() {
        boolean last = position + lanes >= sequences;
        move(last ? epoch + 1 : epoch, last ? 0 : position + lanes, 0);
    }

    /** All fit in one step: their order stays, so that rows need not be filled again. */
    private void shuffle() {
        if (sequences > lanes) {
            order = new SeededRandom(seed ^ new SeededRandom(epoch).nextLong()).permutation(sequences);
        } else if (order == null) {
            order = java.util.stream.IntStream.range(0, sequences).toArray();
        }
    }
}
