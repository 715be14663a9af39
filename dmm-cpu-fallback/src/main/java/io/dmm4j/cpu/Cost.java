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

    /** Bounds of consecutive shares of pieces with about equal work; length parts + 1. */
    static int[] shares(int parts, long[] ofPiece) {
        long total = 0;
        for (long cost : ofPiece) {
            total += cost;
        }
        int[] bounds = new int[parts + 1];
        long done = 0;
        for (int i = 0, part = 1; i < ofPiece.length; i++) {
            done += ofPiece[i];
            while (part <= parts && done * parts >= total * part) {
                bounds[part++] = i + 1;
            }
        }
        bounds[parts] = ofPiece.length;
        return bounds;
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
