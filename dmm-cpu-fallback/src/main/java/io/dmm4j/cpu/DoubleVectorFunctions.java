package io.dmm4j.cpu;

import io.dmm4j.expr.Op;

/** The counterpart of {@link FloatVectorFunctions}: there is no vector form, so that plain loops do it. */
final class DoubleVectorFunctions {
    private DoubleVectorFunctions() {}

    /** Does nothing, and answers how many elements were done: none. */
    static int map(Op op, double[] s, int d, int a, int n) {
        return 0;
    }
}
