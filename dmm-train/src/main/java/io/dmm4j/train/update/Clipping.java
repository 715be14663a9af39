package io.dmm4j.train.update;

import io.dmm4j.expr.Op;
import io.dmm4j.train.program.Range;
import io.dmm4j.train.program.RowOps;
import io.dmm4j.value.DmmException;

/** Limits a gradient before it is used. */
@FunctionalInterface
public interface Clipping {
    /** Leaves gradients as they are. */
    Clipping NONE = (ops, g) -> {};

    /**
     * Writes what it does.
     *
     * @param ops what ops are appended to
     * @param g the gradient by the numbers that are trained, to be changed in place
     */
    void lower(RowOps ops, Range g);

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
        public void lower(RowOps ops, Range g) {
            ops.into(g, Op.CLAMP, g, -limit, limit);
        }
    }

    /**
     * See {@link Clipping#byNorm}: the factor is limit / max(norm, limit), which is 1 where nothing is cut. Where the square of
     * the norm is too large for a number, as in a gradient that explodes, g / m is scaled instead, m being the largest |g|.
     */
    record ByNorm(double limit) implements Clipping {
        /** Checks the limit. */
        public ByNorm {
            check(limit);
        }

        @Override
        public void lower(RowOps ops, Range g) {
            Range most = ops.constant(limit, 1);
            Range norm = ops.reduce(Op.L2, g);
            Range cut = ops.scale(ops.zip(Op.DIV, most, ops.zip(Op.MAX2, norm, most)), g);
            Range overflow = ops.times(0, norm); // NaN where the norm is infinite, which selects
            ops.select(g, overflow, cutByLargest(ops, most, g), cut);
        }

        private static Range cutByLargest(RowOps ops, Range most, Range g) {
            Range largest = ops.reduce(Op.MAX_NORM, g);
            Range unit = ops.zip(Op.DIV, g, ops.scale(largest, ops.constant(1, g.count())));
            Range factor = ops.zip(Op.MIN2, largest, ops.zip(Op.DIV, most, ops.reduce(Op.L2, unit)));
            return ops.scale(factor, unit);
        }
    }

    private static void check(double limit) {
        if (!(limit > 0 && limit < Double.POSITIVE_INFINITY)) {
            throw new DmmException("gradient clipping: found " + limit + ", expected a finite limit above 0");
        }
    }
}
