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

    /** See {@link Clipping#byNorm}: the factor is limit / max(norm, limit), which is 1 where nothing is cut. */
    record ByNorm(double limit) implements Clipping {
        /** Checks the limit. */
        public ByNorm {
            check(limit);
        }

        @Override
        public void lower(RowOps ops, Range g) {
            Range most = ops.constant(limit, 1);
            Range norm = ops.reduce(Op.L2, g);
            ops.scale(g, ops.zip(Op.DIV, most, ops.zip(Op.MAX2, norm, most)), g);
        }
    }

    private static void check(double limit) {
        if (!(limit > 0)) {
            throw new DmmException("gradient clipping: found " + limit + ", expected a limit above 0");
        }
    }
}
