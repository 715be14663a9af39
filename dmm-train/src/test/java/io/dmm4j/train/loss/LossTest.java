package io.dmm4j.train.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.net.Probe;
import io.dmm4j.value.DmmException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LossTest {
    private static final int ROWS = 4;
    private static final int LANES = 3;

    static Stream<Loss> losses() {
        return Losses.names().stream().map(Losses::of);
    }

    /** Random rows that begin at 5 and at 7, as inside larger arrays. */
    private static final class Case {
        final double[] seen = new double[5 + ROWS * LANES];
        final double[] wanted = new double[7 + ROWS * LANES];
        final double[] weight = new double[wanted.length];
        final double[] derivative = new double[wanted.length];

        Case(SplittableRandom random) {
            for (int i = 0; i < ROWS * LANES; i++) {
                seen[5 + i] = random.nextDouble(-3, 3);
                wanted[7 + i] = random.nextDouble(-1, 1);
            }
            for (int lane = 0; lane < LANES; lane++) {
                for (int r = 0; r < ROWS; r++) {
                    weight[7 + r * LANES + lane] = r == 2 ? 0 : lane + 0.5;
                }
            }
        }

        double loss(Loss l) {
            return l.add(ROWS, LANES, seen, 5, wanted, weight, derivative, 7);
        }
    }

    @ParameterizedTest
    @MethodSource("losses")
    void derivativesAreThoseOfCentralDifferences(Loss loss) {
        SplittableRandom random = new SplittableRandom(3);
        for (int k = 0; k < 20; k++) {
            Case c = new Case(random);
            c.loss(loss);
            double[] analytic = c.derivative.clone();
            for (int i = 0; i < ROWS * LANES; i++) {
                double y = c.seen[5 + i];
                c.seen[5 + i] = y + 1e-6;
                double up = c.loss(loss);
                c.seen[5 + i] = y - 1e-6;
                double down = c.loss(loss);
                c.seen[5 + i] = y;
                assertEquals((up - down) / 2e-6, analytic[7 + i], 1e-6);
            }
        }
    }

    @Test
    void valuesAreThoseOfTheFormulas() {
        assertEquals(2 * 9.0, one(Loss.SQUARED, 5, 2, 2));
        assertEquals(2 * 3.0, one(Loss.ABSOLUTE, 5, 2, 2));
        assertEquals(2 * 0.5 * (3 - 0.25), one(Loss.huber(0.5), 5, 2, 2));
        assertEquals(2 * 0.125, one(Loss.huber(0.5), 2.5, 2, 2));
        double[] y = {1, 2};
        double loss =
                Loss.SOFTMAX_CROSS_ENTROPY.add(2, 1, y, 0, new double[] {0, 1}, new double[] {1, 1}, y.clone(), 0);
        assertEquals(Math.log(1 + Math.exp(-1)), loss, 1e-15);
    }

    private static double one(Loss l, double seen, double wanted, double weight) {
        return l.add(1, 1, new double[] {seen}, 0, new double[] {wanted}, new double[] {weight}, new double[1], 0);
    }

    @Test
    void softmaxDoesNotOverflow() {
        double[] y = {2000, 1000};
        double[] g = new double[2];
        double loss = Loss.SOFTMAX_CROSS_ENTROPY.add(2, 1, y, 0, new double[] {1, 0}, new double[] {1, 1}, g, 0);
        assertEquals(0, loss);
        assertEquals(0, g[0]);
    }

    @Test
    void whatCanNeverBeShownCountsAsZeroSeen() {
        assertEquals(9, Loss.SQUARED.absent(3));
        assertEquals(3, Loss.ABSOLUTE.absent(-3));
        assertThrows(DmmException.class, () -> Loss.SOFTMAX_CROSS_ENTROPY.absent(1));
    }

    @Test
    void badObjectivesAreRefused() {
        Probe p = Probe.in("a", "b");
        assertThrows(DmmException.class, () -> new Objective(List.of(), 0));
        assertThrows(DmmException.class, () -> new Objective.Term(p, Loss.SQUARED, 0, Objective.Paths.ALL));
        assertThrows(DmmException.class, () -> Loss.huber(0));
        DmmException e = assertThrows(DmmException.class, () -> Losses.of("sqared"));
        assertTrue(e.getMessage().contains("squared"), e.getMessage());
    }
}
