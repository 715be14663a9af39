package io.dmm4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.dmm4j.net.Network;
import io.dmm4j.spi.Precision;
import io.dmm4j.train.regular.Regulariser;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Step by step what was published: Adam at 0.001, λ 0.001, window 140. */
class PublishedLogTest {
    private static final Settings SETTINGS = Settings.builder()
            .regularisers(Regulariser.l1(0.001))
            .precision(Precision.FLOAT64)
            .backend("cpu")
            .build();

    /** Losses of steps 1 to 40 with stopped gradients. */
    private static final double[] STOPPED = {
        434.98627, 417.8722, 401.88974, 384.95862, 366.36346, 345.52628, 321.40448, 292.8025, 258.89563, 219.71155,
        177.18068, 136.86333, 110.19393, 114.43031, 152.83592, 184.67496, 182.9361, 157.73094, 128.45, 107.866615,
        99.27197, 99.75793, 104.4151, 109.09827, 111.40302, 110.56653, 107.03206, 102.02403, 97.17282, 94.08742,
        93.78432, 96.070465, 99.334465, 101.27661, 100.34133, 96.675354, 91.79792, 87.46037, 84.68845, 83.51864
    };

    private static final Map<Integer, Double> STOPPED_LATER =
            Map.of(50, 73.98341, 60, 57.882732, 82, 22.537313, 100, 20.880405, 150, 13.581352);

    private static final Map<Integer, Double> EXACT =
            Map.of(1, 434.98634, 2, 414.36189, 3, 391.86540, 10, 129.96844, 32, 104.23489, 100, 25.51646);

    private static Trainer trainer(Network n, Settings settings) {
        return new Trainer(n, Published.OBJECTIVE, Published.taught(140, Published.TEXT), settings);
    }

    @Test
    void stoppedGradientsFollowThePublishedLog() {
        try (Trainer t = trainer(Published.stopped(Published.initial()), SETTINGS)) {
            for (int step = 1; step <= 150; step++) {
                double loss = t.step().loss();
                double published = step <= STOPPED.length ? STOPPED[step - 1] : STOPPED_LATER.getOrDefault(step, loss);
                assertEquals(published, loss, published * (step <= 50 ? 1e-5 : 1e-4), "step " + step);
            }
        }
    }

    @Test
    void exactGradientsGiveTheirOwnLog() {
        try (Trainer t = trainer(Published.initial(), SETTINGS)) {
            for (int step = 1; step <= 100; step++) {
                StepReport r = t.step();
                double known = EXACT.getOrDefault(step, r.loss());
                assertEquals(known, r.loss(), known * (step <= 50 ? 1e-7 : 1e-6), "step " + step);
            }
        }
    }

    @Test
    void singlePrecisionFollowsTheLogForAWhile() {
        Settings single = SETTINGS.toBuilder().precision(Precision.FLOAT32).build();
        try (Trainer t = trainer(Published.stopped(Published.initial()), single)) {
            for (double published : STOPPED) {
                assertEquals(published, t.step().loss(), published * 1e-3);
            }
        }
    }

    /** Of the published checks: the norm, how many are not 0, and six entries, stopped and exact. */
    @Test
    void theFirstGradientHasThePublishedEntries() {
        check(Published.stopped(Published.initial()), 1603.376, -0.00254016, -3.1609384, -0.00563025, Double.NaN);
        check(Published.initial(), 2784.590, -0.06178103, -7.2162143, -0.03757496, 890.22415);
    }

    private static void check(Network n, double norm, double accum, double maxNorm, double dot, double constant) {
        try (Trainer t = trainer(n, SETTINGS)) {
            t.step();
            Map<String, Double> published = new java.util.HashMap<>(Map.of(
                    "output.dict-1 <- const_1.const_1", -356.64807,
                    "output.dict-1 <- accum-5-1.dict", -761.92884,
                    "accum-1-1.dict-2 <- input.char", accum,
                    "norm-2-1.dict <- accum-1-2.dict", maxNorm,
                    "dot-2-2.dict-1 <- accum-1-2.dict", dot));
            if (!Double.isNaN(constant)) {
                published.put("accum-1-2.dict-2 <- const_1.const_1", constant);
            }
            Parameters p = t.model().parameters();
            double[] g = t.gradient();
            double[] before = p.values();
            int seen = 0;
            int others = 0;
            double squares = 0;
            for (int i = 0; i < p.links(); i++) {
                double unpenalised = g[i] - (p.isTrainable(i) ? 0.001 * Math.signum(before[i]) : 0);
                Double value = published.get(p.id(i).toString());
                if (value != null) {
                    seen++;
                    assertEquals(
                            value,
                            unpenalised,
                            Math.abs(value) * 1e-5 + 1e-8,
                            p.id(i).toString());
                }
                squares += p.isTrainable(i) ? unpenalised * unpenalised : 0;
                others += p.isTrainable(i) && Math.abs(unpenalised) > 1e-15 ? 1 : 0;
            }
            assertEquals(published.size(), seen);
            assertEquals(1170, others);
            assertEquals(norm, Math.sqrt(squares), norm * 1e-6);
        }
    }
}
