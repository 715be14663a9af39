package io.dmm4j.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.flat.UpdateProgram;
import io.dmm4j.spi.FlatBackend;
import io.dmm4j.spi.Precision;
import io.dmm4j.train.update.Adam;
import io.dmm4j.train.update.AdamW;
import io.dmm4j.train.update.Adamax;
import io.dmm4j.train.update.AmsGrad;
import io.dmm4j.train.update.Clipping;
import io.dmm4j.train.update.Momentum;
import io.dmm4j.train.update.Nadam;
import io.dmm4j.train.update.Nesterovs;
import io.dmm4j.train.update.Rate;
import io.dmm4j.train.update.RmsProp;
import io.dmm4j.train.update.Sgd;
import io.dmm4j.train.update.StepTerm;
import io.dmm4j.train.update.Updater;
import io.dmm4j.train.update.Updaters;
import io.dmm4j.value.DmmException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every updater as a program, on every way to run it: one list of cases, read by every test. */
class UpdaterProgramTest {
    private static final double RATE = 0.1;
    private static final Set<String> SQUARING = Set.of("rmsprop", "adam", "adamw", "amsgrad", "nadam");

    /** The rule for one number as the sum over its whole past, in place of a recurrence. */
    private interface Plain {
        /** The change of w at step t (from 1), given w and all gradients g[1..t]. */
        double change(double w, double[] g, int t);
    }

    /**
     * A case.
     *
     * @param first w after steps 1, 2 and 3 from w = 1 with gradients 1, −2, 0.5, worked out by hand
     */
    record Case(Updater updater, double[] first, Plain plain, FlatBackend backend) {
        @Override
        public String toString() {
            return updater.name() + " on " + backend.name();
        }

        UpdateRun run(Parameters p) {
            return new UpdateRun(backend, UpdateLowering.of(p, List.of(), Clipping.NONE, updater, Precision.FLOAT64));
        }
    }

    static Stream<Case> cases() {
        return Ways.all().stream().flatMap(UpdaterProgramTest::cases);
    }

    private static Stream<Case> cases(FlatBackend b) {
        return Stream.of(
                new Case(Sgd.of(RATE), new double[] {0.9, 1.1, 1.05}, (w, g, t) -> -RATE * g[t], b),
                new Case(Momentum.of(RATE), new double[] {0.9, 1.01, 1.059}, (w, g, t) -> -RATE * past(g, t, 0.9), b),
                new Case(
                        Nesterovs.of(RATE),
                        new double[] {0.81, 1.109, 1.1031},
                        (w, g, t) -> -RATE * (1.9 * past(g, t, 0.9) - 0.9 * past(g, t - 1, 0.9)),
                        b),
                new Case(
                        RmsProp.of(RATE),
                        new double[] {0.5527864245, 0.9548015425, 0.8543231331},
                        (w, g, t) -> -RATE * g[t] / (Math.sqrt(0.05 * squares(g, t, 0.95)) + 1e-8),
                        b),
                new Case(
                        Adam.of(RATE),
                        new double[] {0.900000001, 0.9366103535, 0.9502794197},
                        (w, g, t) -> -RATE * mean(g, t, 0.9) / (Math.sqrt(meanSquare(g, t)) + 1e-8),
                        b),
                new Case(
                        AdamW.of(RATE),
                        new double[] {0.899000001, 0.9347113535, 0.9474457083},
                        (w, g, t) -> -RATE * 0.01 * w - RATE * mean(g, t, 0.9) / (Math.sqrt(meanSquare(g, t)) + 1e-8),
                        b),
                new Case(
                        AmsGrad.of(RATE),
                        new double[] {0.900000001, 0.9366103535, 0.9502794197},
                        (w, g, t) ->
                                -RATE * mean(g, t, 0.9) / (Math.sqrt(largest(g, t) / (1 - Math.pow(0.999, t))) + 1e-8),
                        b),
                new Case(
                        Adamax.of(RATE),
                        new double[] {0.900000001, 0.9289473693, 0.9379970093},
                        (w, g, t) -> -RATE * mean(g, t, 0.9) / (peak(g, t) + 1e-8),
                        b),
                new Case(
                        Nadam.of(RATE),
                        new double[] {0.810000002, 0.9095135963, 0.9078677292},
                        (w, g, t) -> -RATE
                                * (0.9 * mean(g, t, 0.9) + 0.1 * g[t] / (1 - Math.pow(0.9, t)))
                                / (Math.sqrt(meanSquare(g, t)) + 1e-8),
                        b));
    }

    private static double past(double[] g, int t, double decay) {
        double sum = 0;
        for (int i = 1; i <= t; i++) {
            sum += Math.pow(decay, t - i) * g[i];
        }
        return sum;
    }

    private static double squares(double[] g, int t, double decay) {
        double sum = 0;
        for (int i = 1; i <= t; i++) {
            sum += Math.pow(decay, t - i) * g[i] * g[i];
        }
        return sum;
    }

    private static double mean(double[] g, int t, double beta) {
        return (1 - beta) * past(g, t, beta) / (1 - Math.pow(beta, t));
    }

    private static double meanSquare(double[] g, int t) {
        return 0.001 * squares(g, t, 0.999) / (1 - Math.pow(0.999, t));
    }

    private static double largest(double[] g, int t) {
        double max = 0;
        for (int i = 1; i <= t; i++) {
            max = Math.max(max, 0.001 * squares(g, i, 0.999));
        }
        return max;
    }

    private static double peak(double[] g, int t) {
        double max = 0;
        for (int i = 1; i <= t; i++) {
            max = Math.max(max, Math.pow(0.999, t - i) * Math.abs(g[i]));
        }
        return max;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void takesTheFirstThreeStepsWorkedOutByHand(Case c) {
        double[] w = {4, 1};
        UpdateRun run = c.run(Numbers.of(2));
        double[] gradients = {1, -2, 0.5};
        double[] seen = new double[3];
        for (int t = 0; t < 3; t++) {
            run.step(c.updater, RATE, w, new double[] {3, gradients[t]});
            seen[t] = w[1];
        }
        assertArrayEquals(c.first, seen, 1e-7);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void agreesWithThePlainFormula(Case c) {
        SplittableRandom random = new SplittableRandom(7);
        Parameters p = Numbers.of(45);
        int n = p.count();
        double[] w = random.doubles(n, -1, 1).toArray();
        double[] plain = w.clone();
        double[][] past = new double[n][61];
        UpdateRun run = c.run(p);
        double[] g = new double[n];
        for (int t = 1; t <= 60; t++) {
            for (int i = 0; i < n; i++) {
                g[i] = random.nextDouble(-2, 2);
                past[i][t] = g[i];
                plain[i] += p.isTrainable(i) ? c.plain.change(plain[i], past[i], t) : 0;
            }
            run.step(c.updater, RATE, w, g);
            assertEquals(0, run.result(UpdateProgram.CHECK));
        }
        for (int i = 0; i < n; i++) {
            assertEquals(
                    plain[i],
                    w[i],
                    1e-12 * Math.max(1, Math.abs(plain[i])),
                    p.id(i).toString());
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aStepThatIsNotFiniteIsNotTaken(Case c) {
        Parameters p = Numbers.of(9);
        double[] g = {3, 1, -1, 2, 3, 0.5, 1, 1, 3};
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            for (boolean inLoss : new boolean[] {false, true}) {
                UpdateRun run = c.run(p);
                double[] w = p.values();
                run.step(c.updater, RATE, w, g);
                double[] before = w.clone();
                double[] slots = Arrays.copyOfRange(run.rows, run.program.slot(0), run.program.gradient());
                double[] spoilt = g.clone();
                spoilt[5] = inLoss ? 1 : bad;
                run.step(inLoss ? bad : 1, c.updater.scalars(RATE, 2), w, spoilt);
                assertTrue(Double.isNaN(run.result(UpdateProgram.CHECK)));
                assertArrayEquals(before, w);
                assertArrayEquals(slots, Arrays.copyOfRange(run.rows, run.program.slot(0), run.program.gradient()));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aWeightThatWouldOverflowIsNotAdopted(Case c) {
        double[] w = {4, 1e308};
        UpdateRun run = c.run(Numbers.of(2));
        run.step(0, c.updater.scalars(1e308, 1), w, new double[] {0, -1e100});
        assertTrue(Double.isNaN(run.result(UpdateProgram.CHECK)));
        assertArrayEquals(new double[] {4, 1e308}, w);
        assertTrue(!Double.isFinite(run.rows[run.program.next()]));
    }

    /** Moments alone overflow: the squares of derivatives, or what an updater makes of itself. */
    static Stream<Case> overflowing() {
        Updater growing = new Written(List.of("v"), s -> {
            s.setSlot(0, s.ops().times(1e200, s.ops().plus(s.slot(0), s.g())));
            s.setW(s.ops().minus(s.w(), s.ops().times(1e-201, s.g())));
        });
        return Ways.all().stream()
                .flatMap(b -> Stream.concat(
                        cases(b).filter(c -> SQUARING.contains(c.updater.name())),
                        Stream.of(new Case(growing, null, null, b))));
    }

    @ParameterizedTest
    @MethodSource("overflowing")
    void aStepAfterWhichMomentsAreNotFiniteIsNotTaken(Case c) {
        UpdateRun run = c.run(Numbers.of(9));
        double[] w = Numbers.of(9).values();
        double[] g = {3, 1, -1, 2, 3, 0.5, 1, 1, 3};
        run.step(c.updater, RATE, w, g);
        assertEquals(0, run.result(UpdateProgram.CHECK));
        double[] before = w.clone();
        double[] slots = Arrays.copyOfRange(run.rows, run.program.slot(0), run.program.gradient());
        g[5] = -1e200;
        run.step(c.updater, RATE, w, g);
        assertTrue(Double.isNaN(run.result(UpdateProgram.CHECK)));
        double[] next = Arrays.copyOfRange(run.rows, run.program.next(), run.program.scalarRows());
        assertTrue(Arrays.stream(next).allMatch(Double::isFinite), Arrays.toString(next));
        assertArrayEquals(before, w);
        assertArrayEquals(slots, Arrays.copyOfRange(run.rows, run.program.slot(0), run.program.gradient()));
    }

    @Test
    void whatIsFrozenMayBeNaN() {
        for (FlatBackend b : Ways.all()) {
            UpdateRun run = new UpdateRun(
                    b, UpdateLowering.of(Numbers.of(2), List.of(), Clipping.NONE, Adam.of(RATE), Precision.FLOAT64));
            double[] w = {4, 1};
            run.step(Adam.of(RATE), RATE, w, new double[] {Double.NaN, 1});
            assertEquals(4, w[0]);
            assertEquals(0.9, w[1], 1e-8);
        }
    }

    @Test
    void everyNameMakesTheUpdaterOfThatName() {
        Set<String> listed = cases().map(c -> c.updater.name()).collect(Collectors.toSet());
        assertEquals(listed, Set.copyOf(Updaters.names()));
        for (String name : Updaters.names()) {
            assertEquals(name, Updaters.of(name, Rate.constant(1)).name());
        }
        DmmException e = assertThrows(DmmException.class, () -> Updaters.of("adm", Rate.constant(1)));
        assertTrue(e.getMessage().contains("adam"), e.getMessage());
    }

    private static String refused(Consumer<StepTerm> says) {
        return assertThrows(
                        DmmException.class,
                        () -> UpdateLowering.of(
                                Numbers.of(2),
                                List.of(),
                                Clipping.NONE,
                                new Written(List.of("v"), says),
                                Precision.FLOAT64))
                .getMessage();
    }

    @Test
    void anUpdaterSaysEverythingOnce() {
        assertEquals(
                "updater written: it says 0 times what the parameters are after a step, expected once",
                refused(s -> s.setSlot(0, s.g())));
        assertEquals(
                "updater written: it says 0 times what slot 'v' is after a step, expected once",
                refused(s -> s.setW(s.w())));
        assertEquals("updater written: it says 2 times what slot 'v' is after a step, expected once", refused(s -> {
            s.setW(s.w());
            s.setSlot(0, s.g());
            s.setSlot(0, s.w());
        }));
    }
}
