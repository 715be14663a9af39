package io.dmm4j.cpu;

import io.dmm4j.expr.Op;
import io.dmm4j.expr.Scalars;

/** The counterpart of {@link FloatFunctions}: in double precision, accuracy goes before speed. */
final class DoubleFunctions {
    private DoubleFunctions() {}

    /** EXP, TANH or SIGMOID of a number. */
    static double map(Op op, double x) {
        return Scalars.map(op, x, 0, 0);
    }
}
