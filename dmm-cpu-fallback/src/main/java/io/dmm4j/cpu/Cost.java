package io.dmm4j.cpu;

import io.dmm4j.expr.Op;
import io.dmm4j.flat.FlatOps;
import io.dmm4j.flat.FlatProgram;
import io.dmm4j.flat.Runs;
import io.dmm4j.flat.Stage;

/**
 * Rough work of a program, in vector instructions: about a third of a nanosecond each. It decides only
 * who does what, never what comes out.
 */
final class Cost {
    /** What an element of a library function costs. */
    private static final long FUNCTION = 40;

    /** What the dispatch of an op costs. */
    private static final long DISPATCH = 10;

    private Cost() {}

    /** One cycle in all lanes. */
    static long ofCycle(FlatProgram program, int lanes, int line) {
        long sum = 0;
        for (Stage s : program.stages()) {
            sum += ofRuns(s.runs(), lanes, line) + ofOps(s.ops(), lanes, line);
        }
        return sum + 2 * ofRuns(program.rowRuns(), lanes, line);
    }

    private static long ofRuns(Runs runs, int lanes, int line) {
        long sum = 0;
        for (int n : runs.length()) {
            sum += ofEntry(n, lanes, line);
        }
        return sum;
    }

    /** One entry of the down movement that reaches {@code rows} rows. */
    static long ofEntry(int rows, int lanes, int line) {
        return 1 + ((long) rows * lanes + line - 1) / line;
    }

    private static long ofOps(FlatOps ops, int lanes, int line) {
        long sum = 0;
        for (int k = 0; k < ops.count(); k++) {
            long elements = (long) ops.n()[k] * lanes;
            sum += DISPATCH + (isFunction(ops.op()[k]) ? FUNCTION * elements : 3 * elements / line);
        }
        return sum;
    }

    private static boolean isFunction(Op op) {
        return switch (op) {
            case TANH, SIN, SIGMOID, SOFTPLUS, EXP, COS, LOG, SOFTMAX -> true;
            default -> false;
        };
    }
}
