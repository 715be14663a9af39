package io.dmm4j.train.loss;

import java.util.function.DoubleUnaryOperator;

/** A loss that is a sum over rows of a function of the error y − t. */
record Elementwise(String name, DoubleUnaryOperator value, DoubleUnaryOperator slope) implements Loss {

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
        for (int i = 0; i < rows * lanes; i++) {
            double w = weight[from + i];
            if (w == 0) {
                derivative[from + i] = 0;
            } else {
                double e = seen[at + i] - wanted[from + i];
                sum += w * value.applyAsDouble(e);
                derivative[from + i] = w * slope.applyAsDouble(e);
            }
        }
        return sum;
    }

    @Override
    public double absent(double wanted) {
        return value.applyAsDouble(-wanted);
    }

    @Override
    public String toString() {
        return name;
    }
}
