package io.dmm4j.train.update;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.value.DmmException;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One list of cases, read by every test. */
class UpdatersTest {
    private static final double RATE = 0.1;

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
    record Case(Updater updater, double[] first, Plain plain) {
        @Override
        public String toString() {
            return updater.name();
        }
    }

    static Stream<Case> cases() {
        return Stream.of(
                new Case(Sgd.of(RATE), new double[] {0.9, 1.1, 1.05}, (w, g, t) -> -RATE * g[t]),
                new Case(Momentum.of(RATE), new double[] {0.9, 1.01, 1.059}, (w, g, t) -> -RATE * past(g, t, 0.9)),
                new Case(
                        Nesterovs.of(RATE),
                        new double[] {0.81, 1.109, 1.1031},
                        (w, g, t) -> -RATE * (1.9 * past(g, t, 0.9) - 0.9 * past(g, t - 1, 0.9))),
                new Case(
                        RmsProp.of(RATE),
                        new double[] {0.5527864245, 0.9548015425, 0.8543231331},
                        (w, g, t) -> -RATE * g[t] / (Math.sqrt(0.05 * squares(g, t, 0.95)) + 1e-8)),
                new Case(
                        Adam.of(RATE),
                        new double[] {0.900000001, 0.9366103535, 0.9502794197},
                        (w, g, t) -> -RATE * mean(g, t, 0.9) / (Math.sqrt(meanSquare(g, t)) + 1e-8)),
                new Case(
                        AdamW.of(RATE),
                        new double[] {0.899000001, 0.9347113535, 0.9474457083},
                        (w, g, t) -> -RATE * 0.01 * w - RATE * mean(g, t, 0.9) / (Math.sqrt(meanSquare(g, t)) + 1e-8)),
                new Case(
                        AmsGrad.of(RATE),
                        new double[] {0.900000001, 0.9366103535, 0.9502794197},
                        (w, g, t) ->
                                -RATE * mean(g, t, 0.9) / (Math.sqrt(largest(g, t) / (1 - Math.pow(0.999, t))) + 1e-8)),
                new Case(
                        Adamax.of(RATE),
                        new double[] {0.900000001, 0.9289473693, 0.9379970093},
                        (w, g, t) -> -RATE * mean(g, t, 0.9) / (peak(g, t) + 1e-8)),
                new Case(
                        Nadam.of(RATE),
                        new double[] {0.810000002, 0.9095135963, 0.9078677292},
                        (w, g, t) -> -RATE
                                * (0.9 * mean(g, t, 0.9) + 0.1 * g[t] / (1 - Math.pow(0.9, t)))
                                / (Math.sqrt(meanSquare(g, t)) + 1e-8)));
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
        double[] w = {1};
        UpdaterState state = c.updater.init(1);
        double[] gradients = {1, -2, 0.5};
        double[] seen = new double[3];
        for (int t = 0; t < 3; t++) {
            c.updater.apply(state, RATE, w, new double[] {gradients[t]}, new int[] {0});
            seen[t] = w[0];
        }
        assertArrayEquals(c.first, seen, 1e-7);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void agreesWithThePlainFormula(Case c) {
        SplittableRandom random = new SplittableRandom(7);
        double[] g = new double[201];
        double plain = 0.5;
        double[] w = {9, 0.5};
        UpdaterState state = c.updater.init(2);
        for (int t = 1; t < g.length; t++) {
            g[t] = random.nextDouble(-2, 2);
            plain += c.plain.change(plain, g, t);
            c.updater.apply(state, RATE, w, new double[] {3, g[t]}, new int[] {1});
            assertEquals(plain, w[1], 1e-9);
        }
        assertEquals(9, w[0]);
        assertEquals(200, state.steps());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void trimsAndGrowsInStepWithTheParameters(Case c) {
        double[] w = {1, 2, 3};
        double[] g = {0.5, -1, 2};
        int[] all = {0, 1, 2};
        UpdaterState state = c.updater.init(3);
        c.updater.apply(state, RATE, w, g, all);
        int[] from = {2, -1, 0};
        UpdaterState moved = state.gathered(from);
        double[] movedW = UpdaterState.gather(w, from);
        c.updater.apply(state, RATE, w, g, all);
        c.updater.apply(moved, RATE, movedW, UpdaterState.gather(g, from), all);
        assertEquals(w[2], movedW[0]);
        assertEquals(w[0], movedW[2]);
        assertEquals(0, movedW[1]);
    }

    @Test
    void everyNameMakesTheUpdaterOfThatName() {
        Set<String> listed = cases().map(Case::toString).collect(Collectors.toSet());
        assertEquals(listed, Set.copyOf(Updaters.names()));
        for (String name : Updaters.names()) {
            assertEquals(name, Updaters.of(name, Rate.constant(1)).name());
        }
        DmmException e = assertThrows(DmmException.class, () -> Updaters.of("adm", Rate.constant(1)));
        assertTrue(e.getMessage().contains("adam"), e.getMessage());
    }

    @Test
    void aCopyIsApart() {
        UpdaterState a = Adam.of(1).init(1);
        UpdaterState b = a.copy();
        Adam.of(1).apply(a, 1, new double[] {1}, new double[] {1}, new int[] {0});
        assertEquals(0, b.array(0)[0]);
        assertEquals(0, b.steps());
    }
}
