package io.dmm4j.train.loss;

import io.dmm4j.value.DmmException;

/** See {@link Loss#SOFTMAX_CROSS_ENTROPY}; exponents are taken below the largest, so that nothing overflows. */
final class SoftmaxCrossEntropy implements Loss {

    @Override
    public double add(
            int rows,
            int lanes,
            double[] seen,
            int at,
            double[] wanted,
            double[] weight,
            double[] derivative,
            int from) {
        double sum = 0;
        for (int l = 0; l < lanes; l++) {
            sum += lane(rows, lanes, seen, at + l, wanted, weight, derivative, from + l);
        }
        return sum;
    }

    private static double lane(
            int rows, int step, double[] y, int at, double[] t, double[] w, double[] derivative, int from) {
        double top = Double.NEGATIVE_INFINITY;
        for (int r = 0; r < rows; r++) {
            if (w[from + r * step] != 0) {
                top = Math.max(top, y[at + r * step]);
            }
        }
        double total = 0;
        double mass = 0;
        for (int r = 0; r < rows; r++) {
            if (w[from + r * step] != 0) {
                total += Math.exp(y[at + r * step] - top);
                mass += w[from + r * step] * t[from + r * step];
            }
        }
        double logTotal = top + Math.log(total);
        double loss = 0;
        for (int r = 0; r < rows; r++) {
            int i = from + r * step;
            double z = y[at + r * step] - logTotal;
            boolean counts = w[i] != 0;
            loss -= counts ? w[i] * t[i] * z : 0;
            derivative[i] = counts ? mass * Math.exp(z) - w[i] * t[i] : 0;
        }
        return loss;
    }

    @Override
    public double absent(double wanted) {
        throw new DmmException("softmax cross-entropy: a path is wanted that the probe can never show");
    }

    @Override
    public String toString() {
        return "softmax-cross-entropy";
    }
}
