package io.dmm4j.train.regular;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.dmm4j.net.Network;
import io.dmm4j.net.Networks;
import io.dmm4j.train.Parameters;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RegulariserTest {
    private static Network superfluid() {
        VValue coefficients = VValue.of(Path.of("accum_add_args"), 0.5).plus(VValue.of(Path.of("dot_product"), 0.25));
        return Network.builder()
                .add("a", "superfluid/neuron(accum_add_args, dot_product)")
                .add("b", "superfluid/neuron(accum_add_args)")
                .initial("a", ":function", coefficients)
                .link("a", "accum", "a", "result", 0.2)
                .fixed("a", ":function", "a", ":function", 1)
                .link("b", "accum", "a", "result", -3)
                .link("a", "delta", "b", "result", 2)
                .build();
    }

    private static Parameters parameters() {
        return Parameters.of(superfluid(), l -> l.weight() == 2, p -> true, p -> false);
    }

    static Stream<Regulariser> all() {
        return Stream.of(
                Regulariser.l1(0.3),
                Regulariser.l2(0.3),
                Regulariser.rowSum(0.3),
                Regulariser.accumulators(0.3, false),
                Regulariser.accumulators(0.3, true));
    }

    @ParameterizedTest
    @MethodSource("all")
    void derivativesAreThoseOfCentralDifferencesWhereThereIsTraining(Regulariser r) {
        Parameters p = parameters();
        Regulariser.Penalty penalty = r.bind(p);
        SplittableRandom random = new SplittableRandom(1);
        for (int k = 0; k < 10; k++) {
            double[] w = random.doubles(p.count(), -2, 2).toArray();
            double[] g = new double[w.length];
            penalty.add(w, g);
            for (int i = 0; i < w.length; i++) {
                double[] up = w.clone();
                up[i] += 1e-6;
                double[] down = w.clone();
                down[i] -= 1e-6;
                double slope = (penalty.add(up, new double[w.length]) - penalty.add(down, new double[w.length])) / 2e-6;
                assertEquals(p.isTrainable(i) ? slope : 0, g[i], 1e-8, p.id(i).toString());
            }
        }
    }

    @Test
    void valuesAreThoseOfTheFormulas() {
        Parameters p = parameters();
        double[] w = p.values();
        double[] g = new double[w.length];
        assertEquals(3.2, Regulariser.l1(1).bind(p).add(w, g), 1e-15);
        assertEquals(9.04, Regulariser.l2(1).bind(p).add(w, g), 1e-15);
        assertEquals(0.64 + 16, Regulariser.rowSum(1).bind(p).add(w, g), 1e-15);
        assertEquals(0.3, Regulariser.accumulators(1, false).bind(p).add(w, g), 1e-15);
        assertEquals(0.09, Regulariser.accumulators(1, true).bind(p).add(w, g), 1e-15);
    }

    @Test
    void aPenaltyOnZeroDrawsNowhere() {
        Network n = Networks.load("example:duplicate-detector/handcrafted");
        Parameters p = Parameters.of(n, l -> false, q -> false, q -> false);
        double[] g = new double[p.count()];
        Regulariser.l1(1).bind(p).add(new double[p.count()], g);
        for (double x : g) {
            assertEquals(0, x);
        }
    }

    @Test
    void usersWriteTheirOwn() {
        Parameters p = parameters();
        Regulariser onlyFirst = q -> (w, g) -> {
            g[0] += 2;
            return 2 * w[0];
        };
        assertEquals(0.4, onlyFirst.bind(p).add(p.values(), new double[p.count()]), 1e-15);
    }
}
