package io.dmm4j.train.update;

import io.dmm4j.value.DmmException;

/** Limits a gradient before it is used. */
public interface Clipping {
    /** Leaves gradients as they are. */
    Clipping NONE = (g, which) -> {};

    /**
     * Changes a gradient in place.
     *
     * @param g the gradient
     * @param which indices of the parameters that may change
     */
    void apply(double[] g, int[] which);

    /** Each number limited to [−limit, limit]. */
    static Clipping byValue(double limit) {
        return new ByValue(limit);
    }

    /** The whole scaled down to an L2 norm of at most {@code limit} (Pascanu, Mikolov and Bengio, 2013, algorithm 1). */
    static Clipping byNorm(double limit) {
        return new ByNorm(limit);
    }

    /** See {@link Clipping#byValue}. */
    record ByValue(double limit) implements Clipping {
        /** Checks the limit. */
        public ByValue {
            check(limit);
        }

        @Override
        public void apply(double[] g, int[] which) {
            for (int i : which) {
                g[i] = Math.max(-limit, Math.min(limit, g[i]));
            }
        }
    }

    /** See {@link Clipping#byNorm}. */
    record ByNorm(double limit) implements Clipping {
        /** Checks the limit. */
        public ByNorm {
            check(limit);
        }

        @Override
        public void apply(double[] g, int[] which) {
            double sum = 0;
            for (int i : which) {
                sum += g[i] * g[i];
            }
            double norm = Math.sqrt(sum);
            if (norm > limit) {
                for (int i : which) {
                    g[i] *= limit / norm;
                }
            }
        }
    }

    private static void check(double limit) {
        if (!(limit > 0)) {
            throw new DmmException("gradient clipping: found " + limit + ", expected a limit above 0");
        }
    }
}
