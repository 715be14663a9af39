package io.dmm4j.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.expr.Op;
import io.dmm4j.flat.UpdateProgram;
import io.dmm4j.net.MatrixFormat;
import io.dmm4j.net.Network;
import io.dmm4j.net.Port;
import io.dmm4j.spi.FlatBackend;
import io.dmm4j.spi.Precision;
import io.dmm4j.train.program.Range;
import io.dmm4j.train.regular.Combination;
import io.dmm4j.train.regular.PenaltyTerm;
import io.dmm4j.train.regular.Regulariser;
import io.dmm4j.train.update.Clipping;
import io.dmm4j.train.update.Sgd;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Penalties and clipping as programs, on every way to run them, beside plain formulas. */
class PenaltyProgramTest {
    /** A penalty as one would write it down. */
    private interface Formula {
        double of(Parameters p, double[] w);
    }

    private record Case(String name, Regulariser regulariser, Formula formula, FlatBackend backend) {
        @Override
        public String toString() {
            return name + " on " + backend.name();
        }
    }

    static Stream<Case> cases() {
        return Ways.all().stream()
                .flatMap(b -> Stream.of(
                        new Case("L1", Regulariser.l1(0.3), (p, w) -> 0.3 * links(p, w, Math::abs), b),
                        new Case("L2", Regulariser.l2(0.3), (p, w) -> 0.3 * links(p, w, x -> x * x), b),
                        new Case("row sum", Regulariser.rowSum(0.3), (p, w) -> 0.3 * rowSums(p, w), b),
                        new Case("gap", Regulariser.accumulators(0.3, false), (p, w) -> 0.3 * Math.abs(gap(p, w)), b),
                        new Case(
                                "squared gap",
                                Regulariser.accumulators(0.3, true),
                                (p, w) -> 0.3 * gap(p, w) * gap(p, w),
                                b),
                        new Case("of a user", PenaltyProgramTest::third, (p, w) -> w[2] * w[2] * w[2], b)));
    }

    /** A penalty of a user: the cube of one parameter. */
    private static void third(PenaltyTerm t) {
        List<Combination> third = List.of(new Combination(new int[] {2}, new double[] {1}));
        Range w = t.sums(third);
        Range square = t.ops().map(Op.SQUARE, w);
        t.add(t.ops().reduce(Op.SUM, t.ops().zip(Op.MUL, square, w)));
        t.addToSums(third, t.ops().times(3, square));
    }

    private static double links(Parameters p, double[] w, DoubleUnaryOperator f) {
        double sum = 0;
        for (int i = 0; i < p.links(); i++) {
            sum += p.isTrainable(i) ? f.applyAsDouble(w[i]) : 0;
        }
        return sum;
    }

    private static double rowSums(Parameters p, double[] w) {
        double sum = 0;
        for (int i = 0; i < p.links(); i++) {
            double row = -1;
            boolean trained = false;
            boolean first = true;
            for (int k = 0; k < p.links(); k++) {
                if (p.id(k).at().equals(p.id(i).at())) {
                    row += w[k];
                    trained |= p.isTrainable(k);
                    first &= k >= i;
                }
            }
            sum += first && trained ? row * row : 0;
        }
        return sum;
    }

    private static double gap(Parameters p, double[] w) {
        for (int i = 0; i < p.count(); i++) {
            if (p.id(i).path().equals(Path.of("accum_add_args"))) {
                return w[i] - w[0];
            }
        }
        throw new AssertionError("no coefficient");
    }

    /** One link is fixed and one frozen; the initial outputs are trained, or not. */
    private static Parameters parameters(boolean initial) {
        VValue coefficients = VValue.of(Path.of("accum_add_args"), 0.5).plus(VValue.of(Path.of("dot_product"), 0.25));
        Network n = Network.builder()
                .add("a", "superfluid/neuron(accum_add_args, dot_product)")
                .add("b", "superfluid/neuron(accum_add_args)")
                .initial("a", ":function", coefficients)
                .link("a", "accum", "a", "result", 0.2)
                .fixed("a", ":function", "a", ":function", 1)
                .link("b", "accum", "a", "result", -3)
                .link("a", "delta", "b", "result", 2)
                .link("a", "delta", "a", "result", 0.75)
                .build();
        return Parameters.of(n, l -> l.weight() == 2, (Port p) -> initial, (Port p) -> false);
    }

    private static UpdateRun penalised(FlatBackend b, Parameters p, Regulariser... r) {
        return new UpdateRun(b, UpdateLowering.of(p, List.of(r), Clipping.NONE, Sgd.of(0), Precision.FLOAT64));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void penaltiesAndTheirDerivativesAreThoseOfTheFormulas(Case c) {
        SplittableRandom random = new SplittableRandom(1);
        for (boolean initial : new boolean[] {true, false}) {
            Parameters p = parameters(initial);
            for (int k = 0; k < 10; k++) {
                double[] w = random.doubles(p.count(), -2, 2).toArray();
                double[] g = random.doubles(p.count(), -2, 2).toArray();
                UpdateRun run = penalised(c.backend, p, c.regulariser);
                run.step(0, new double[] {0}, w.clone(), g);
                assertEquals(c.formula.of(p, w), run.result(UpdateProgram.PENALTY), 1e-14);
                double[] used = run.used(p.count());
                for (int i = 0; i < w.length; i++) {
                    double[] up = w.clone();
                    up[i] += 1e-6;
                    double[] down = w.clone();
                    down[i] -= 1e-6;
                    double slope = (c.formula.of(p, up) - c.formula.of(p, down)) / 2e-6;
                    assertEquals(
                            p.isTrainable(i) ? g[i] + slope : 0,
                            used[i],
                            1e-8,
                            p.id(i).toString());
                }
            }
        }
    }

    @Test
    void penaltiesAddUp() {
        Parameters p = parameters(true);
        for (FlatBackend b : Ways.all()) {
            UpdateRun run =
                    penalised(b, p, Regulariser.rowSum(1), Regulariser.l1(2), Regulariser.accumulators(1, true));
            double[] w = p.values();
            run.step(0, new double[] {0}, w, new double[p.count()]);
            // rows a.accum, b.accum, a.delta: -0.8, -4, 1.75; |w| 0.2 + 3 + 0.75; gap 0.3
            assertEquals(0.64 + 16 + 3.0625 + 7.9 + 0.09, run.result(UpdateProgram.PENALTY), 1e-14);
            double[] used = run.used(p.count());
            assertEquals(-1.6 + 2 - 0.6, used[0], 1e-14);
            assertEquals(-8 - 2, used[2], 1e-14);
            assertEquals(0, used[3]);
            assertEquals(3.5 + 2, used[4], 1e-14);
            assertArrayEquals(p.values(), w);
        }
    }

    @Test
    void aPenaltyOnZeroDrawsNowhere() {
        Parameters p = Numbers.of(20);
        for (FlatBackend b : Ways.all()) {
            UpdateRun run = penalised(b, p, Regulariser.l1(1));
            run.step(0, new double[] {0}, new double[p.count()], new double[p.count()]);
            assertArrayEquals(new double[p.count()], run.used(p.count()));
        }
    }

    /** The links of a machine that holds its own matrix are the entries of that, wherever they stand among the numbers. */
    @Test
    void entriesOfAHeldMatrixArePenalised() {
        Network n = Holding.network().toBuilder()
                .add("self", "clj/accum")
                .self("self", "single", MatrixFormat.RANK4)
                .link("self", "accum", "self", "single", -4)
                .add("z", "lite/accum")
                .initial("z", "dict", VValue.of(7))
                .build();
        Parameters p = Parameters.of(n, l -> false, port -> true, port -> false);
        for (FlatBackend b : Ways.all()) {
            UpdateRun run = penalised(b, p, Regulariser.l1(2), Regulariser.l2(1));
            double[] w = p.values();
            run.step(0, new double[] {0}, w, new double[w.length]);
            double[] used = run.used(w.length);
            double penalty = 0;
            for (int i = 0; i < w.length; i++) {
                boolean entry = p.id(i).at().neuron().equals("self");
                assertEquals(
                        entry ? 2 * Math.signum(w[i]) + 2 * w[i] : 0,
                        used[i],
                        p.id(i).toString());
                penalty += entry ? 2 * Math.abs(w[i]) + w[i] * w[i] : 0;
            }
            assertEquals(2 * 4.75 + 16 + 0.25 + 0.0625, penalty);
            assertEquals(penalty, run.result(UpdateProgram.PENALTY), 1e-14 * penalty);
        }
        assertThrows(DmmException.class, () -> penalised(Ways.all().get(0), p, Regulariser.rowSum(1)));
    }

    @Test
    void factorsThatAreNotFiniteOrNegativeAreRefused() {
        for (double x : new double[] {Double.NaN, Double.POSITIVE_INFINITY, -1}) {
            assertThrows(DmmException.class, () -> Regulariser.l1(x));
            assertThrows(DmmException.class, () -> Regulariser.l2(x));
            assertThrows(DmmException.class, () -> Regulariser.rowSum(x));
            assertThrows(DmmException.class, () -> Regulariser.accumulators(x, true));
        }
    }

    // ---- clipping ------------------------------------------------------------------------------------------

    @Test
    void clippingNothingIsNothing() {
        Parameters p = Parameters.of(Holding.network(), l -> true, port -> false, port -> false);
        for (FlatBackend b : Ways.all()) {
            UpdateRun run =
                    new UpdateRun(b, UpdateLowering.of(p, List.of(), Clipping.byNorm(1), Sgd.of(0), Precision.FLOAT64));
            run.step(0, new double[] {0}, p.values(), new double[p.count()]);
            assertEquals(0, run.result(UpdateProgram.GRADIENT_NORM));
            assertEquals(0, run.result(UpdateProgram.CHECK));
        }
    }

    private static double[] clipped(FlatBackend b, Clipping c, double[] g) {
        Parameters p = Numbers.of(g.length);
        UpdateRun run = new UpdateRun(b, UpdateLowering.of(p, List.of(), c, Sgd.of(0), Precision.FLOAT64));
        run.step(0, new double[] {0}, p.values(), g);
        double norm = 0;
        for (double x : run.used(g.length)) {
            norm += x * x;
        }
        assertEquals(Math.sqrt(norm), run.result(UpdateProgram.GRADIENT_NORM), 1e-14 * Math.sqrt(norm));
        return run.used(g.length);
    }

    @Test
    void clippingLimitsWhatIsTrained() {
        double[] g = new SplittableRandom(4).doubles(37, -5, 5).toArray();
        Parameters p = Numbers.of(g.length);
        double squares = 0;
        for (int i : p.which()) {
            squares += g[i] * g[i];
        }
        double norm = Math.sqrt(squares);
        for (FlatBackend b : Ways.all()) {
            double[] none = clipped(b, Clipping.NONE, g);
            double[] byValue = clipped(b, Clipping.byValue(1.5), g);
            double[] byNorm = clipped(b, Clipping.byNorm(2), g);
            double[] wide = clipped(b, Clipping.byNorm(norm * (1 + 1e-12)), g);
            for (int i : p.which()) {
                assertEquals(g[i], none[i]);
                assertEquals(Math.max(-1.5, Math.min(1.5, g[i])), byValue[i]);
                assertEquals(g[i] * 2 / norm, byNorm[i], 1e-14 * Math.abs(g[i]));
                assertEquals(g[i], wide[i]);
            }
        }
        assertThrows(DmmException.class, () -> Clipping.byNorm(0));
        assertThrows(DmmException.class, () -> Clipping.byNorm(Double.POSITIVE_INFINITY));
        assertThrows(DmmException.class, () -> Clipping.byValue(-1));
    }

    /** 1e200 has a norm, but no square. */
    @Test
    void aGradientThatExplodesIsClippedToTheLimit() {
        double[] g = new SplittableRandom(5).doubles(37, -1, 1).toArray();
        double squares = 0;
        for (int i : Numbers.of(g.length).which()) {
            squares += g[i] * g[i];
        }
        for (double size : new double[] {1e160, 1e200, Double.MAX_VALUE}) {
            double[] large = Arrays.stream(g).map(x -> size * x).toArray();
            for (FlatBackend b : Ways.all()) {
                double[] used = clipped(b, Clipping.byNorm(2), large);
                for (int i : Numbers.of(g.length).which()) {
                    assertEquals(2 * g[i] / Math.sqrt(squares), used[i], 1e-14);
                }
            }
        }
    }

    @Test
    void aStepWithAGradientThatExplodesIsOfTheLimit() {
        Network n = Holding.network()
                .withTrainable(List.of(
                        Holding.network().links().get(0).withWeight(1e60),
                        Holding.network().links().get(1)));
        Settings s = Holding.SETTINGS.toBuilder()
                .clipping(Clipping.byNorm(1))
                .updater(Sgd.of(0.5))
                .build();
        try (Trainer t = new Trainer(n, Holding.ON_A, List.of(Holding.wanting(1, 2)), s)) {
            double before = t.parameters()[1];
            StepReport r = t.step();
            assertEquals(1, r.gradientNorm(), 1e-12);
            double[] g = t.gradient();
            assertEquals(before - 0.5 * g[1], t.parameters()[1]);
            assertTrue(Math.abs(g[0]) > 0.1 || Math.abs(g[1]) > 0.1);
        }
    }
}
