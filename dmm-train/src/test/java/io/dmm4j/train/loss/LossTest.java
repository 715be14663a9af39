package io.dmm4j.train.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.flat.LossProgram;
import io.dmm4j.net.Probe;
import io.dmm4j.spi.FlatBackend;
import io.dmm4j.train.Ways;
import io.dmm4j.train.loss.LossLowering.Shown;
import io.dmm4j.train.loss.Objective.Paths;
import io.dmm4j.train.loss.Objective.Term;
import io.dmm4j.value.DmmException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Loss programs, on every way to run them, beside the formulas. */
class LossTest {
    private static final Probe PROBE = Probe.in("a", "b");
    private static final int COLUMNS = 70;

    /** A loss as one would write it down for one column. */
    private interface Formula {
        /** The loss with weight w; writes its derivative. */
        double of(double[] y, double[] t, double w, double[] slope);
    }

    private record Case(Loss loss, Formula formula, FlatBackend backend) {
        @Override
        public String toString() {
            return loss + " on " + backend.name();
        }
    }

    static Stream<Case> cases() {
        return Ways.all().stream()
                .flatMap(b -> Stream.of(
                        new Case(Loss.SQUARED, rows(e -> e * e, e -> 2 * e), b),
                        new Case(Loss.ABSOLUTE, rows(Math::abs, Math::signum), b),
                        new Case(Loss.huber(1), huber(1), b),
                        new Case(Loss.huber(0.25), huber(0.25), b),
                        new Case(Loss.SOFTMAX_CROSS_ENTROPY, LossTest::softmax, b)));
    }

    private static Formula huber(double d) {
        return rows(e -> Math.abs(e) <= d ? e * e / 2 : d * (Math.abs(e) - d / 2), e -> Math.max(-d, Math.min(d, e)));
    }

    private static Formula rows(DoubleUnaryOperator value, DoubleUnaryOperator slope) {
        return (y, t, w, s) -> {
            double sum = 0;
            for (int i = 0; i < y.length; i++) {
                sum += w * value.applyAsDouble(y[i] - t[i]);
                s[i] = w * slope.applyAsDouble(y[i] - t[i]);
            }
            return sum;
        };
    }

    private static double softmax(double[] y, double[] t, double w, double[] s) {
        double top = Double.NEGATIVE_INFINITY;
        for (double x : y) {
            top = Math.max(top, x);
        }
        double total = 0;
        double mass = 0;
        for (int i = 0; i < y.length; i++) {
            total += Math.exp(y[i] - top);
            mass += t[i];
        }
        double loss = 0;
        for (int i = 0; i < y.length; i++) {
            double z = y[i] - top - Math.log(total);
            loss -= w * t[i] * z;
            s[i] = w * (mass * Math.exp(z) - t[i]);
        }
        return loss;
    }

    // ---- against the formulas ------------------------------------------------------------------------------

    /** Terms of 2, 5, 4 and 2 rows; of every other one only the number at the root counts, if that has a meaning. */
    private static LossProgram program(Loss loss) {
        Term all = new Term(PROBE, loss, 1, Paths.ALL);
        Term root = new Term(PROBE, loss, 1, loss.isRelative() ? Paths.ALL : Paths.NUMBER);
        List<Shown> shown = List.of(new Shown(2, true), new Shown(5, true), new Shown(4, false), new Shown(2, false));
        return LossLowering.of(new Objective(List.of(all, root, all, root), 0), shown);
    }

    private static final int[] FIRST = {0, 2, 7, 11};

    private static int[] counts(Loss loss) {
        return loss.isRelative() ? new int[] {2, 5, 4, 2} : new int[] {2, 1, 4, 0};
    }

    /** Random rows; every third column does not count, and there is NaN to be seen. */
    private static double[] rows(LossProgram p, SplittableRandom random) {
        double[] rows = new double[p.program().outputRows() * COLUMNS];
        for (int c = 0; c < COLUMNS; c++) {
            for (int r = 0; r < p.probeRows(); r++) {
                rows[(p.predictions() + r) * COLUMNS + c] =
                        c % 3 == 2 ? Double.NaN : c == 0 ? 0 : random.nextDouble(-3, 3);
                rows[(p.targets() + r) * COLUMNS + c] = random.nextDouble(-1, 1);
            }
            for (int t = 0; t < p.terms(); t++) {
                rows[(p.weights() + t) * COLUMNS + c] = c % 3 == 2 ? 0 : random.nextDouble(0.1, 2);
            }
        }
        return rows;
    }

    private static double[] column(double[] rows, int first, int n, int column) {
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = rows[(first + i) * COLUMNS + column];
        }
        return x;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void programsAgreeWithTheFormulas(Case k) {
        LossProgram p = program(k.loss);
        double[] rows = rows(p, new SplittableRandom(5));
        Ways.run(k.backend, p.program(), COLUMNS, rows);
        for (int c = 0; c < COLUMNS; c++) {
            double[] seeds = column(rows, p.seeds(), p.probeRows(), c);
            double[] expected = new double[p.probeRows()];
            for (int t = 0; t < p.terms(); t++) {
                int n = counts(k.loss)[t];
                double[] slope = new double[n];
                double w = rows[(p.weights() + t) * COLUMNS + c];
                double loss = w == 0
                        ? 0
                        : k.formula.of(
                                column(rows, FIRST[t], n, c), column(rows, p.targets() + FIRST[t], n, c), w, slope);
                assertEquals(loss, rows[(p.losses() + t) * COLUMNS + c], 1e-13 * Math.abs(loss) + 1e-14);
                System.arraycopy(slope, 0, expected, FIRST[t], n);
            }
            for (int r = 0; r < expected.length; r++) {
                assertEquals(expected[r], seeds[r], 1e-13 * Math.abs(expected[r]) + 1e-14);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void derivativesAreThoseOfCentralDifferences(Case k) {
        LossProgram p = program(k.loss);
        double[] rows = rows(p, new SplittableRandom(3));
        double[] at = rows.clone();
        Ways.run(k.backend, p.program(), COLUMNS, at);
        double h = 1e-6;
        for (int r = 0; r < p.probeRows(); r++) {
            double[] up = rows.clone();
            double[] down = rows.clone();
            for (int c = 1; c < COLUMNS; c++) {
                up[r * COLUMNS + c] += h;
                down[r * COLUMNS + c] -= h;
            }
            Ways.run(k.backend, p.program(), COLUMNS, up);
            Ways.run(k.backend, p.program(), COLUMNS, down);
            for (int c = 1; c < COLUMNS; c++) {
                double difference = 0;
                for (int t = 0; t < p.terms(); t++) {
                    int i = (p.losses() + t) * COLUMNS + c;
                    difference += up[i] - down[i];
                }
                assertEquals(difference / (2 * h), at[(p.seeds() + r) * COLUMNS + c], 1e-6);
            }
        }
    }

    // ---- single numbers ------------------------------------------------------------------------------------

    /** One column of one term: what is seen becomes its derivative, and the loss is answered. */
    private static double one(Loss loss, double[] y, double[] t, double w) {
        Term term = new Term(PROBE, loss, 1, Paths.ALL);
        int n = y.length;
        LossProgram p = LossLowering.of(new Objective(List.of(term), 0), List.of(new Shown(n, true)));
        double[] rows = new double[p.program().outputRows()];
        System.arraycopy(y, 0, rows, p.predictions(), n);
        System.arraycopy(t, 0, rows, p.targets(), n);
        rows[p.weights()] = w;
        Ways.run(Ways.all().get(0), p.program(), 1, rows);
        System.arraycopy(rows, p.seeds(), y, 0, n);
        return rows[p.losses()];
    }

    private static double one(Loss loss, double y, double t, double w) {
        return one(loss, new double[] {y}, new double[] {t}, w);
    }

    @Test
    void valuesAreThoseOfTheFormulas() {
        assertEquals(2 * 9.0, one(Loss.SQUARED, 5, 2, 2));
        assertEquals(2 * 3.0, one(Loss.ABSOLUTE, 5, 2, 2));
        assertEquals(2 * 0.5 * (3 - 0.25), one(Loss.huber(0.5), 5, 2, 2));
        assertEquals(2 * 0.125, one(Loss.huber(0.5), 2.5, 2, 2));
        double loss = one(Loss.SOFTMAX_CROSS_ENTROPY, new double[] {1, 2}, new double[] {0, 1}, 1);
        assertEquals(Math.log(1 + Math.exp(-1)), loss, 1e-15);
    }

    @Test
    void softmaxNeitherOverflowsNorPassesOverZeros() {
        double[] large = {2000, 1000};
        assertEquals(0, one(Loss.SOFTMAX_CROSS_ENTROPY, large, new double[] {1, 0}, 1));
        assertEquals(0, large[0]);
        double[] belowZero = {-2000, 0, -3000};
        assertEquals(0, one(Loss.SOFTMAX_CROSS_ENTROPY, belowZero, new double[] {0, 1, 0}, 1));
        assertEquals(0, belowZero[1]);
    }

    @Test
    void whatIsNotFiniteShowsWhereItCounts() {
        assertTrue(Double.isNaN(one(Loss.SQUARED, Double.NaN, 0, 1)));
        assertEquals(0, one(Loss.SQUARED, Double.NaN, 0, 0));
        double[] infinite = {Double.POSITIVE_INFINITY, 1};
        assertEquals(0, one(Loss.SOFTMAX_CROSS_ENTROPY, infinite, new double[] {1, 0}, 0));
    }

    @Test
    void whatCanNeverBeShownCountsAsZeroSeen() {
        assertEquals(9, Loss.SQUARED.absent(3));
        assertEquals(3, Loss.ABSOLUTE.absent(-3));
        assertEquals(2.5, Loss.huber(1).absent(-3));
        assertEquals(0.125, Loss.huber(1).absent(0.5));
        assertThrows(DmmException.class, () -> Loss.SOFTMAX_CROSS_ENTROPY.absent(1));
    }

    @Test
    void everyNameHasACase() {
        List<String> listed = cases().map(k -> k.loss.toString()).toList();
        for (String name : Losses.names()) {
            assertTrue(listed.contains(Losses.of(name).toString()), name);
        }
    }

    @Test
    void badObjectivesAreRefused() {
        assertThrows(DmmException.class, () -> new Objective(List.of(), 0));
        assertThrows(DmmException.class, () -> new Objective.Term(PROBE, Loss.SQUARED, 0, Objective.Paths.ALL));
        assertThrows(DmmException.class, () -> Loss.huber(0));
        Loss relative = Loss.SOFTMAX_CROSS_ENTROPY;
        assertThrows(DmmException.class, () -> new Objective.Term(PROBE, relative, 1, Paths.NUMBER));
        Objective one = Objective.of(List.of(PROBE), relative, Paths.ALL);
        DmmException single =
                assertThrows(DmmException.class, () -> LossLowering.of(one, List.of(new Shown(1, false))));
        assertTrue(single.getMessage().contains("in:a.b: softmax-cross-entropy compares"), single.getMessage());
        DmmException e = assertThrows(DmmException.class, () -> Losses.of("sqared"));
        assertTrue(e.getMessage().contains("squared"), e.getMessage());
    }
}
