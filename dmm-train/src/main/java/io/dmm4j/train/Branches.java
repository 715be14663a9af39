package io.dmm4j.train;

import io.dmm4j.expr.Op;
import io.dmm4j.flat.FlatOps;

/**
 * Which branches a run takes where ops have kinks: signs, winners, clamps, supports, as one number. Two runs with equal
 * branches lie on the same smooth piece of the loss.
 */
final class Branches {
    private long hash = 1;

    /** All so far. */
    long signature() {
        return hash;
    }

    /** The sign of a number. */
    void add(double x) {
        code((int) Math.signum(x));
    }

    private void code(int c) {
        hash = new SeededRandom(hash ^ c).nextLong();
    }

    /** The branches of an op, before it writes. */
    void of(FlatOps ops, int k, double[] s) {
        Op op = ops.op()[k];
        int n = ops.n()[k];
        int a = ops.a()[k];
        int b = ops.b()[k];
        switch (op) {
            case SELECT -> code(s[a] != 0 ? 1 : 0);
            case MAX_NORM -> winner(s, a, n, true, 1);
            case MAX -> winner(s, a, n, false, 1);
            case MIN -> winner(s, a, n, false, -1);
            case RELU, LEAKY_RELU, ABS, SIGN, SQRT, LOG, L1, L2, MEAN, COUNT, SOFTMAX, WHERE -> {
                for (int i = 0; i < n; i++) {
                    add(s[a + i]);
                }
            }
            case DIV -> {
                for (int i = 0; i < n; i++) {
                    add(s[b + i]);
                }
            }
            case MAX2, MIN2, LESS_OR_EQUAL -> {
                for (int i = 0; i < n; i++) {
                    add(s[a + i] - s[b + i]);
                }
            }
            case CLAMP -> {
                for (int i = 0; i < n; i++) {
                    add(s[a + i] - ops.i0()[k]);
                    add(s[a + i] - ops.i1()[k]);
                }
            }
            default -> {
                // smooth everywhere
            }
        }
    }

    /** Which of the numbers (or magnitudes) is largest, the sign of it, and how many are as large. */
    private void winner(double[] s, int a, int n, boolean magnitudes, int sign) {
        double best = Double.NEGATIVE_INFINITY;
        int at = -1;
        int ties = 0;
        for (int i = 0; i < n; i++) {
            double x = magnitudes ? Math.abs(s[a + i]) : sign * s[a + i];
            if (x >= best && (magnitudes || s[a + i] != 0)) {
                ties = x > best ? 0 : ties + 1;
                best = x;
                at = i;
            }
        }
        code(at);
        code(ties);
        add(at < 0 ? 0 : s[a + at]);
    }
}
