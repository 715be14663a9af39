package io.dmm4j.train.update;

import io.dmm4j.expr.Op;
import io.dmm4j.train.program.Range;
import io.dmm4j.train.program.RowOps;

/** Pieces that several updaters have in common. */
final class Moments {
    private Moments() {}

    /** decay·before + (1 − decay)·now. */
    static Range mean(RowOps ops, double decay, Range before, Range now) {
        return ops.plus(ops.times(decay, before), ops.times(1 - decay, now));
    }

    /** decay·before + (1 − decay)·g². */
    static Range meanSquare(RowOps ops, double decay, Range before, Range g) {
        return mean(ops, decay, before, ops.map(Op.SQUARE, g));
    }

    /** √(factor·square) + ε. */
    static Range root(RowOps ops, Range factor, Range square, double epsilon) {
        return plus(ops, ops.map(Op.SQRT, ops.scale(factor, square)), epsilon);
    }

    /** a + ε. */
    static Range plus(RowOps ops, Range a, double epsilon) {
        return ops.plus(a, ops.constant(epsilon, a.count()));
    }

    /** The correction of a running mean that began at 0: 1 / (1 − decayᵗ). */
    static double correction(double decay, long step) {
        return 1 / (1 - Math.pow(decay, step));
    }
}
