package io.dmm4j.train.update;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.dmm4j.value.DmmException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RateTest {
    /** A rate and what it is at steps 0, 1, 5, 10 and 1000. */
    record Case(Rate rate, double... at) {}

    static Stream<Case> cases() {
        return Stream.of(
                new Case(Rate.constant(0.5), 0.5, 0.5, 0.5, 0.5, 0.5),
                new Case(Rate.steps(1, 0.5, 5), 1, 1, 0.5, 0.25, Math.pow(0.5, 200)),
                new Case(Rate.exponential(2, 0.5), 2, 1, 1 / 16.0, 2 / 1024.0, 2 * Math.pow(0.5, 1000)),
                new Case(Rate.polynomial(1, 2, 10), 1, 0.81, 0.25, 0, 0),
                new Case(Rate.cosine(1, 0.2, 10), 1, 0.2 + 0.4 * (1 + Math.cos(Math.PI / 10)), 0.6, 0.2, 0.2),
                new Case(Rate.warmUp(4, Rate.constant(1)), 0.25, 0.5, 1, 1, 1));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void followsItsFormula(Case c) {
        long[] steps = {0, 1, 5, 10, 1000};
        double[] seen = new double[steps.length];
        for (int i = 0; i < steps.length; i++) {
            seen[i] = c.rate.at(steps[i]);
        }
        assertArrayEquals(c.at, seen, 1e-15);
    }

    @Test
    void refusesNumbersThatAreNoRates() {
        assertThrows(DmmException.class, () -> Rate.constant(-1));
        assertThrows(DmmException.class, () -> Rate.constant(Double.NaN));
        assertThrows(DmmException.class, () -> Rate.cosine(1, 0, 0));
        assertThrows(DmmException.class, () -> new Rate.Constant(Double.POSITIVE_INFINITY));
        assertThrows(DmmException.class, () -> Rate.steps(1, Double.NaN, 5));
        assertThrows(DmmException.class, () -> Rate.polynomial(1, -1, 5));
        assertThrows(DmmException.class, () -> Rate.warmUp(0, Rate.constant(1)));
        assertEquals(
                "learning rate: found factor NaN, expected a finite number that is not negative",
                assertThrows(DmmException.class, () -> Rate.exponential(0.1, Double.NaN))
                        .getMessage());
    }
}
