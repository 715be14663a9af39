package io.dmm4j.train;

import static io.dmm4j.train.Accumulating.FED;
import static io.dmm4j.train.Accumulating.OBJECTIVE;
import static io.dmm4j.train.Accumulating.SEEN;
import static io.dmm4j.train.Accumulating.network;
import static io.dmm4j.train.Accumulating.wanting;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.expr.Expr;
import io.dmm4j.expr.NeuronType;
import io.dmm4j.net.Link;
import io.dmm4j.net.Network;
import io.dmm4j.net.Neuron;
import io.dmm4j.spi.Precision;
import io.dmm4j.train.data.Sequence;
import io.dmm4j.train.loss.Loss;
import io.dmm4j.train.loss.Objective;
import io.dmm4j.train.update.Sgd;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers that doubles hold and floats do not: named before the first step, and never adopted by one. */
class Float32Test {
    private static final double BIG = 1e39;
    private static final double LARGEST = Float.MAX_VALUE;
    private static final VValue AT_X = VValue.of(Path.of("x"), BIG);
    private static final Sequence GOOD = wanting(VValue.of(1), 2);

    private static Settings in(Precision p) {
        return Settings.builder().precision(p).backend("cpu").build();
    }

    private static String refused(Network n, Objective o, Sequence... data) {
        new Trainer(n, o, List.of(data), in(Precision.FLOAT64)).close();
        return assertThrows(DmmException.class, () -> new Trainer(n, o, List.of(data), in(Precision.FLOAT32)).close())
                .getMessage();
    }

    static Stream<Arguments> sequences() {
        Sequence s = Sequence.of(List.of(Map.of(), Map.of()));
        return Stream.of(
                Arguments.of(
                        "input in.v at \"/x\" in cycle 2",
                        Sequence.of(List.of(Map.of(), Map.of(FED, AT_X))).withTargets(GOOD.targets())),
                Arguments.of(
                        "target out:a.dict at \"/x\" in cycle 1", s.withTargets(List.of(Map.of(SEEN, AT_X), Map.of()))),
                Arguments.of("mask of cycle 2", new Sequence(s.inputs(), GOOD.targets(), new double[] {1, BIG})));
    }

    @ParameterizedTest
    @MethodSource("sequences")
    void dataIsNamedByItsSequencePathAndCycle(String where, Sequence bad) {
        assertEquals(
                "sequence 2: " + where
                        + ": found 1.0E39, which is not finite in float32, expected a smaller number, or float64",
                refused(network(), OBJECTIVE, GOOD, bad));
    }

    @Test
    void aMaskAndAWeightAreMultipliedBeforeTheyAreLookedAt() {
        Objective o = new Objective(List.of(new Objective.Term(SEEN, Loss.SQUARED, 1e20, Objective.Paths.ALL)), 0);
        assertEquals(
                "sequence 1: the weight of out:a.dict in cycle 2 is 1.0E20 times a mask of 1.0E20, which is not finite"
                        + " in float32, expected smaller ones",
                refused(network(), o, new Sequence(GOOD.inputs(), GOOD.targets(), new double[] {1, 1e20})));
    }

    @Test
    void theLargestFloatAndWhatFloatsRoundToZeroAreTaken() {
        VValue extremes = VValue.of(Path.of("x"), -LARGEST).with("y", VValue.of(1e-300));
        Sequence s = Sequence.of(List.of(Map.of(FED, extremes), Map.of(FED, extremes)))
                .withTargets(List.of(Map.of(), Map.of(SEEN, extremes)));
        Sequence masked = new Sequence(s.inputs(), s.targets(), new double[] {1e-300, LARGEST});
        new Trainer(network(), OBJECTIVE, List.of(masked), in(Precision.FLOAT32)).close();
    }

    static Stream<Arguments> networks() {
        NeuronType scaled = NeuronType.named("scaled")
                .parameter("factor", VValue.of(BIG), false)
                .output("dict", Expr.in("dict").scaledBy(Expr.param("factor").number()))
                .build();
        List<Link> links = network().links();
        return Stream.of(
                Arguments.of(
                        "a weight is not finite in float32: a.dict-2 <- in.v is 1.0E39",
                        network()
                                .withTrainable(
                                        List.of(links.get(0), links.get(1).withWeight(BIG)))),
                Arguments.of(
                        "a number is not finite in float32: initial a.dict/x is 1.0E39",
                        network().toBuilder().initial("a", "dict", AT_X).build()),
                Arguments.of(
                        "a number is not finite in float32: parameter of type scaled.factor is 1.0E39",
                        with(Neuron.of("b", scaled))),
                Arguments.of(
                        "a number is not finite in float32: parameter b.factor is -1.0E39",
                        with(Neuron.of("b", scaled, Map.of("factor", VValue.of(-BIG))))));
    }

    private static Network with(Neuron more) {
        return network().toBuilder().add(more).build();
    }

    @ParameterizedTest
    @MethodSource("networks")
    void numbersOfTheNetworkAreNamed(String sentence, Network n) {
        assertEquals(sentence + ", expected a smaller number, or float64", refused(n, OBJECTIVE, GOOD));
    }

    /** The step is finite where numbers are trained, and infinite where the machine runs: it was found one step later. */
    @Test
    void aWeightThatFloatsCannotHoldIsNotAdopted() {
        Settings s = in(Precision.FLOAT32).toBuilder().updater(Sgd.of(1e-3)).build();
        try (Trainer t = new Trainer(network(), OBJECTIVE, List.of(GOOD), s)) {
            t.step();
            TrainingState before = t.state();
            t.update(Sgd.of(1e39));
            DmmException e = assertThrows(DmmException.class, t::step);
            assertTrue(e.getMessage().startsWith("step 2: a weight is not finite in float32: a.dict-"), e.getMessage());
            assertArrayEquals(before.array("parameters"), t.parameters());
            t.update(Sgd.of(1e-3));
            t.step();
        }
    }

    @Test
    void aWeightThatOnlyDoublesHoldIsAdoptedWhereTheMachineHasDoubles() {
        Settings s = in(Precision.FLOAT64).toBuilder().updater(Sgd.of(1e39)).build();
        try (Trainer t = new Trainer(network(), OBJECTIVE, List.of(GOOD), s)) {
            t.step();
            assertTrue(Math.abs(t.parameters()[0]) > LARGEST);
        }
    }

    /** Whatever is up to the largest float is adopted, and nothing above what rounds to it. */
    @ParameterizedTest
    @ValueSource(doubles = {0x1.fffffep127, -0x1.fffffep127, 0x1.ffffffp127, -0x1.ffffffp127})
    void theLargestFloatIsTheLargestWeight(double w) {
        Written to = new Written(
                List.of(),
                s -> s.setW(s.ops().plus(s.ops().times(0, s.w()), s.ops().constant(w, s.w().count()))));
        Settings s = in(Precision.FLOAT32).toBuilder().updater(to).build();
        try (Trainer t = new Trainer(network(), OBJECTIVE, List.of(GOOD), s)) {
            if (Precision.FLOAT32.holds(w)) {
                t.step();
                assertEquals(w, t.parameters()[0]);
            } else {
                assertThrows(DmmException.class, t::step);
                assertEquals(0.5, t.parameters()[0]);
            }
        }
    }
}
