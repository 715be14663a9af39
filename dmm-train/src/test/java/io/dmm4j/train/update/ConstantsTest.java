package io.dmm4j.train.update;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.dmm4j.value.DmmException;
import java.util.function.DoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConstantsTest {
    private static final Rate RATE = Rate.constant(0.1);

    /** Updaters by a constant that is a share of the past. */
    static Stream<DoubleFunction<Updater>> memories() {
        return Stream.of(
                x -> new Momentum(RATE, x),
                x -> new Nesterovs(RATE, x),
                x -> new RmsProp(RATE, x, 1e-8),
                x -> new Adam(RATE, x, 0.999, 1e-8),
                x -> new Adam(RATE, 0.9, x, 1e-8),
                x -> new Adamax(RATE, x, 0.999, 1e-8),
                x -> new Adamax(RATE, 0.9, x, 1e-8),
                x -> new AmsGrad(RATE, x, 0.999, 1e-8),
                x -> new AmsGrad(RATE, 0.9, x, 1e-8),
                x -> new Nadam(RATE, x, 0.999, 1e-8),
                x -> new Nadam(RATE, 0.9, x, 1e-8));
    }

    /** Updaters by a constant that may be any finite number from 0. */
    static Stream<DoubleFunction<Updater>> amounts() {
        return Stream.of(
                x -> new RmsProp(RATE, 0.9, x),
                x -> new Adam(RATE, 0.9, 0.999, x),
                x -> new Adamax(RATE, 0.9, 0.999, x),
                x -> new AmsGrad(RATE, 0.9, 0.999, x),
                x -> new Nadam(RATE, 0.9, 0.999, x),
                x -> new AdamW(Adam.of(RATE), x));
    }

    @ParameterizedTest
    @MethodSource("memories")
    void whatIsKeptOfThePastIsLessThanAll(DoubleFunction<Updater> by) {
        refused(by, 1, -0.1, Double.NaN, Double.POSITIVE_INFINITY);
        by.apply(0);
        by.apply(0.9999);
    }

    @ParameterizedTest
    @MethodSource("amounts")
    void whatIsAddedIsFinite(DoubleFunction<Updater> by) {
        refused(by, -1e-9, Double.NaN, Double.POSITIVE_INFINITY);
        by.apply(0);
        by.apply(2);
    }

    private static void refused(DoubleFunction<Updater> by, double... numbers) {
        DoubleStream.of(numbers).forEach(x -> assertThrows(DmmException.class, () -> by.apply(x), "for " + x));
    }

    @Test
    void isOneSentence() {
        assertEquals(
                "updater adam: found beta1 = 1.0, expected a number from 0 to below 1",
                assertThrows(DmmException.class, () -> new Adam(RATE, 1, 0.999, 1e-8))
                        .getMessage());
    }
}
