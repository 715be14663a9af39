package io.dmm4j.train;

import io.dmm4j.flatten.Kinks;
import io.dmm4j.net.Link;
import io.dmm4j.net.Port;
import io.dmm4j.spi.Backends;
import io.dmm4j.spi.ExecutorOptions;
import io.dmm4j.spi.Precision;
import io.dmm4j.train.regular.Regulariser;
import io.dmm4j.train.update.Adam;
import io.dmm4j.train.update.Clipping;
import io.dmm4j.train.update.Updater;
import java.util.List;
import java.util.function.Predicate;

/**
 * How a network is trained.
 *
 * @param updater what turns gradients into steps
 * @param regularisers penalties on parameters
 * @param clipping limits of the gradient, after the penalties
 * @param curriculum how long windows are
 * @param carry whether a sequence longer than the window goes on in the next step from where it is (truncated
 *     back-propagation); else only its first window is used
 * @param lanes sequences in a step, at most
 * @param precision the numbers of the state
 * @param threads threads to use at most
 * @param memory bytes that the states which gradients need may take, see {@link ExecutorOptions#memory}
 * @param backend what runs it, see {@link Backends}
 * @param seed of the order of sequences and of all that is drawn
 * @param frozen links that stay as they are although the network calls them trainable
 * @param trainableInitial outputs whose values before cycle 1 are trained
 * @param trainableParameters neurons' own parameters, by neuron and name, that are trained although their type calls them fixed
 * @param kinks what derivatives are where they are not unique
 */
public record Settings(
        Updater updater,
        List<Regulariser> regularisers,
        Clipping clipping,
        Curriculum curriculum,
        boolean carry,
        int lanes,
        Precision precision,
        int threads,
        long memory,
        String backend,
        long seed,
        Predicate<Link> frozen,
        Predicate<Port> trainableInitial,
        Predicate<Port> trainableParameters,
        Kinks kinks) {

    /** Adam at 0.001 on whole sequences, up to 64 at a time, in 32-bit floats on one thread of the best backend. */
    public static final Settings DEFAULT = new Builder().build();

    /** Copies the list. */
    public Settings {
        regularisers = List.copyOf(regularisers);
    }

    /** Starts from these settings. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** Starts from the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects settings; what is not set is as in {@link Settings#DEFAULT}. */
    public static final class Builder {
        private Updater updater = Adam.of(0.001);
        private List<Regulariser> regularisers = List.of();
        private Clipping clipping = Clipping.NONE;
        private Curriculum curriculum = Curriculum.WHOLE;
        private boolean carry;
        private int lanes = 64;
        private Precision precision = Precision.FLOAT32;
        private int threads = 1;
        private long memory = ExecutorOptions.halfOfHeap();
        private String backend = Backends.AUTO;
        private long seed = 1;
        private Predicate<Link> frozen = l -> false;
        private Predicate<Port> trainableInitial = p -> false;
        private Predicate<Port> trainableParameters = p -> false;
        private Kinks kinks = Kinks.DEFAULT;

        private Builder() {}

        private Builder(Settings s) {
            updater = s.updater;
            regularisers = s.regularisers;
            clipping = s.clipping;
            curriculum = s.curriculum;
            carry = s.carry;
            lanes = s.lanes;
            precision = s.precision;
            threads = s.threads;
            memory = s.memory;
            backend = s.backend;
            seed = s.seed;
            frozen = s.frozen;
            trainableInitial = s.trainableInitial;
            trainableParameters = s.trainableParameters;
            kinks = s.kinks;
        }

        /** Sets what turns gradients into steps. */
        public Builder updater(Updater u) {
            updater = u;
            return this;
        }

        /** Sets the penalties. */
        public Builder regularisers(Regulariser... r) {
            regularisers = List.of(r);
            return this;
        }

        /** Sets the limits of the gradient. */
        public Builder clipping(Clipping c) {
            clipping = c;
            return this;
        }

        /** Sets how long windows are. */
        public Builder curriculum(Curriculum c) {
            curriculum = c;
            return this;
        }

        /** Sets whether long sequences go on in the next step. */
        public Builder carry(boolean c) {
            carry = c;
            return this;
        }

        /** Sets how many sequences a step takes at most. */
        public Builder lanes(int n) {
            lanes = n;
            return this;
        }

        /** Sets the numbers of the state. */
        public Builder precision(Precision p) {
            precision = p;
            return this;
        }

        /** Sets how many bytes the states which gradients need may take. */
        public Builder memory(long bytes) {
            memory = bytes;
            return this;
        }

        /** Sets how many threads to use at most. */
        public Builder threads(int n) {
            threads = n;
            return this;
        }

        /** Sets what runs it. */
        public Builder backend(String b) {
            backend = b;
            return this;
        }

        /** Sets the seed of all that is drawn. */
        public Builder seed(long s) {
            seed = s;
            return this;
        }

        /** Sets which links stay as they are. */
        public Builder frozen(Predicate<Link> f) {
            frozen = f;
            return this;
        }

        /** Sets the outputs whose values before cycle 1 are trained. */
        public Builder trainableInitial(Predicate<Port> p) {
            trainableInitial = p;
            return this;
        }

        /** Sets the parameters that neurons have of their own, by neuron and name, that are trained. */
        public Builder trainableParameters(Predicate<Port> p) {
            trainableParameters = p;
            return this;
        }

        /** Sets what derivatives are where they are not unique. */
        public Builder kinks(Kinks k) {
            kinks = k;
            return this;
        }

        /** The settings. */
        public Settings build() {
            return new Settings(
                    updater,
                    regularisers,
                    clipping,
                    curriculum,
                    carry,
                    lanes,
                    precision,
                    threads,
                    memory,
                    backend,
                    seed,
                    frozen,
                    trainableInitial,
                    trainableParameters,
                    kinks);
        }
    }
}
