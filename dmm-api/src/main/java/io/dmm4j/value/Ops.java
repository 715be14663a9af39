package io.dmm4j.value;

import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** The operations that {@link Zip} carries out. */
final class Ops {
    private Ops() {}

    /** a + weight · b. */
    record PlusTimes(double weight) implements Zip.Op {
        @Override
        public VValue enter(VValue a, VValue b) {
            return b.isEmpty() ? a : a.isEmpty() ? b.times(weight) : null;
        }

        @Override
        public double number(double a, double b) {
            return b == 0 ? a : a + weight * b; // what is absent adds nothing, even to an infinite weight
        }

        @Override
        public Zip.Cover cover(VValue a, VValue b) {
            return Zip.Cover.RIGHT;
        }
    }

    /** f of every number of a; there is no b. */
    record Each(DoubleUnaryOperator f) implements Zip.Op {
        @Override
        public VValue enter(VValue a, VValue none) {
            return null;
        }

        @Override
        public double number(double a, double none) {
            return f.applyAsDouble(a);
        }

        @Override
        public Zip.Cover cover(VValue a, VValue none) {
            return Zip.Cover.LEFT;
        }
    }

    /** f of every two numbers at one path. */
    record EachPair(DoubleBinaryOperator f) implements Zip.Op {
        @Override
        public VValue enter(VValue a, VValue b) {
            return null;
        }

        @Override
        public double number(double a, double b) {
            return f.applyAsDouble(a, b);
        }

        @Override
        public Zip.Cover cover(VValue a, VValue b) {
            return Zip.Cover.UNION;
        }
    }

    /** y under the mask m; {@code above} is the sum of the mask's numbers at the ancestors of the node. */
    record Mask(double above) implements Zip.Op {
        @Override
        public VValue enter(VValue y, VValue m) {
            return m.isEmpty() ? y.times(above) : y.isEmpty() ? y : null;
        }

        @Override
        public double number(double y, double m) {
            return y == 0 || above + m == 0 ? 0 : (above + m) * y;
        }

        @Override
        public Zip.Cover cover(VValue y, VValue m) {
            return above + m.number == 0 ? Zip.Cover.BOTH : Zip.Cover.LEFT;
        }

        @Override
        public Zip.Op below(VValue y, VValue m) {
            return new Mask(above + m.number);
        }
    }

    /** The rows of a matrix, {@code level} labels further down, as masked sums of {@code argument}; there is no b. */
    record Rows(VValue argument, int level) implements Zip.Op {
        @Override
        public VValue enter(VValue row, VValue none) {
            return level == 0 ? argument.maskedSum(row) : null;
        }

        @Override
        public double number(double row, double none) {
            return 0;
        }

        @Override
        public Zip.Cover cover(VValue row, VValue none) {
            return Zip.Cover.LEFT;
        }

        @Override
        public Zip.Op below(VValue row, VValue none) {
            return new Rows(argument, level - 1);
        }
    }
}
