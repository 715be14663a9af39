package io.dmm4j.train.update;

import io.dmm4j.value.DmmException;

/** A learning rate as a function of the steps done. The values are immutable and print what they are. */
public interface Rate {

    /**
     * The rate of a step.
     *
     * @param step steps done before it, ≥ 0
     */
    double at(long step);

    /** Always the same. */
    static Rate constant(double rate) {
        return new Constant(rate);
    }

    /** {@code first · factor^⌊step / every⌋}. */
    static Rate steps(double first, double factor, long every) {
        return new Steps(first, factor, every);
    }

    /** {@code first · factor^step}. */
    static Rate exponential(double first, double factor) {
        return new Exponential(first, factor);
    }

    /** {@code first · (1 − step / last)^power}, 0 from step {@code last} on. */
    static Rate polynomial(double first, double power, long last) {
        return new Polynomial(first, power, last);
    }

    /**
     * Half a cosine from {@code first} down to {@code lowest}, which stays from step {@code last} on (Loshchilov and Hutter,
     * SGDR, 2017, equation 5, without restarts).
     */
    static Rate cosine(double first, double lowest, long last) {
        return new Cosine(first, lowest, last);
    }

    /** A straight line up to the rate {@code after} during the first {@code length} steps: (step + 1) / length of it. */
    static Rate warmUp(long length, Rate after) {
        return new WarmUp(length, after);
    }

    /** See {@link Rate#constant}. */
    record Constant(double rate) implements Rate {
        /** Checks the numbers. */
        public Constant {
            finite("", rate);
        }

        @Override
        public double at(long step) {
            return rate;
        }
    }

    /** See {@link Rate#steps}. */
    record Steps(double first, double factor, long every) implements Rate {
        /** Checks the numbers. */
        public Steps {
            finite("", first);
            finite("factor ", factor);
            positive(every);
        }

        @Override
        public double at(long step) {
            return first * Math.pow(factor, Math.floorDiv(step, every));
        }
    }

    /** See {@link Rate#exponential}. */
    record Exponential(double first, double factor) implements Rate {
        /** Checks the numbers. */
        public Exponential {
            finite("", first);
            finite("factor ", factor);
        }

        @Override
        public double at(long step) {
            return first * Math.pow(factor, step);
        }
    }

    /** See {@link Rate#polynomial}. */
    record Polynomial(double first, double power, long last) implements Rate {
        /** Checks the numbers. */
        public Polynomial {
            finite("", first);
            finite("power ", power);
            positive(last);
        }

        @Override
        public double at(long step) {
            return step >= last ? 0 : first * Math.pow(1 - (double) step / last, power);
        }
    }

    /** See {@link Rate#cosine}. */
    record Cosine(double first, double lowest, long last) implements Rate {
        /** Checks the numbers. */
        public Cosine {
            finite("", first);
            finite("", lowest);
            positive(last);
        }

        @Override
        public double at(long step) {
            double done = (double) Math.min(step, last) / last;
            return lowest + (first - lowest) * (1 + Math.cos(Math.PI * done)) / 2;
        }
    }

    /** See {@link Rate#warmUp}. */
    record WarmUp(long length, Rate after) implements Rate {
        /** Checks the numbers. */
        public WarmUp {
            positive(length);
        }

        @Override
        public double at(long step) {
            return after.at(step) * Math.min(1, (step + 1.0) / length);
        }
    }

    private static void finite(String what, double x) {
        if (!(x >= 0 && x < Double.POSITIVE_INFINITY)) {
            throw new DmmException(
                    "learning rate: found " + what + x + ", expected a finite number that is not negative");
        }
    }

    private static void positive(long steps) {
        if (steps < 1) {
            throw new DmmException("learning rate: found " + steps + " steps, expected at least 1");
        }
    }
}
