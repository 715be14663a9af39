package io.dmm4j.train;

import static io.dmm4j.train.Accumulating.SETTINGS;
import static io.dmm4j.train.Accumulating.fed;
import static io.dmm4j.train.Accumulating.network;
import static io.dmm4j.train.Accumulating.trainer;
import static io.dmm4j.train.Accumulating.wanting;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.expr.Expr;
import io.dmm4j.expr.NeuronType;
import io.dmm4j.expr.Op;
import io.dmm4j.net.Link;
import io.dmm4j.net.Network;
import io.dmm4j.net.Neuron;
import io.dmm4j.net.Port;
import io.dmm4j.train.Curriculum.Stage;
import io.dmm4j.train.data.Sequence;
import io.dmm4j.train.loss.Loss;
import io.dmm4j.train.loss.LossTerm;
import io.dmm4j.train.loss.Objective;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.VValue;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The loss of all data, and its gradient, whatever step comes next. */
class AllDataTest {
    private static final Sequence[] DATA = {
        fed(List.of(0.0, 0.0, 0.0, 1.0, -2.0, 0.5), VValue.of(5)),
        wanting(VValue.of(-1), 4),
        fed(List.of(1.0, 3.0, 2.0, 0.0, 0.0), VValue.of(0.5))
    };

    /** Short windows first, the whole data later. */
    private static Settings growing(int lanes) {
        return SETTINGS.toBuilder()
                .lanes(lanes)
                .curriculum(new Curriculum(List.of(new Stage(0, 2), new Stage(3, 6))))
                .build();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void theGradientIsThatOfTheLossInAnyGroups(int lanes) {
        try (Trainer t = trainer(growing(lanes), DATA)) {
            assertArrayEquals(differences(t), t.gradientOn(network()), 1e-6);
            t.run(2, StopRule.never());
            assertArrayEquals(differences(t), t.gradientOn(t.network()), 1e-6);
        }
    }

    private static double[] differences(Trainer t) {
        double[] slopes = new double[t.network().links().size()];
        for (int i = 0; i < slopes.length; i++) {
            double[] up = t.parameters();
            double[] down = t.parameters();
            up[i] += 1e-5;
            down[i] -= 1e-5;
            slopes[i] = (t.loss(up) - t.loss(down)) / 2e-5;
        }
        return slopes;
    }

    @Test
    void theGradientDoesNotDependOnTheStageOfTheCurriculum() {
        try (Trainer whole = trainer(SETTINGS, DATA);
                Trainer t = trainer(growing(64), DATA)) {
            double[] expected = whole.gradientOn(network());
            assertArrayEquals(expected, t.gradientOn(network()));
            t.run(10, StopRule.never());
            assertArrayEquals(expected, t.gradientOn(network()));
        }
    }

    @Test
    void askingForAGradientChangesNothing() {
        Settings carrying = growing(1).toBuilder().carry(true).build();
        try (Trainer asked = trainer(carrying, DATA);
                Trainer not = trainer(carrying, DATA)) {
            for (int i = 0; i < 7; i++) {
                asked.gradientOn(network());
                assertEquals(not.step().loss(), asked.step().loss());
            }
            assertArrayEquals(not.parameters(), asked.parameters());
        }
    }

    @Test
    void aGradientThatIsNotFiniteIsNamed() {
        NeuronType log = NeuronType.named("log")
                .output("y", Expr.in("x").map(Op.LOG).map(Op.EXP))
                .build();
        Network.Builder b = Network.builder();
        for (Neuron n : network().neurons()) {
            b.add(n);
        }
        b.add(Neuron.of("root", log));
        List<Link> links = new ArrayList<>(network().links());
        links.add(Link.of(Port.of("root", "x"), Port.of("in", "v"), 1));
        links.add(Link.of(Port.of("a", "dict-2"), Port.of("root", "y"), 1));
        links.forEach(b::add);
        Network infinite = b.build();
        try (Trainer t = trainer(SETTINGS, DATA)) {
            DmmException e = assertThrows(DmmException.class, () -> t.gradientOn(infinite));
            assertTrue(e.getMessage().contains("the derivative by root.x <- in.v is NaN"), e.getMessage());
        }
    }

    /** Squared, but it fails for what is wanted at a path that no machine has, once it is told to. */
    private static final class Failing implements Loss {
        private boolean fails;

        @Override
        public void lower(LossTerm term) {
            SQUARED.lower(term);
        }

        @Override
        public double absent(double wanted) {
            if (fails) {
                throw new DmmException("planted");
            }
            return SQUARED.absent(wanted);
        }
    }

    @Test
    void aLossThatFailsChangesNothing() {
        Failing failing = new Failing();
        Objective o = Objective.of(List.of(Accumulating.SEEN), failing, Objective.Paths.ALL);
        Settings s = growing(1).toBuilder().carry(true).build();
        VValue missing = VValue.of(1).with("nowhere", VValue.of(3));
        List<Sequence> data = List.of(DATA[0], DATA[2], wanting(missing, 6), wanting(missing, 6), wanting(missing, 6));
        try (Trainer t = new Trainer(network(), o, data, s);
                Trainer same = new Trainer(network(), o, data, s)) {
            t.step();
            same.step();
            double[] other = t.parameters();
            other[1] = 0.5;
            failing.fails = true;
            assertThrows(DmmException.class, () -> t.loss(other));
            failing.fails = false;
            for (int i = 0; i < 10; i++) {
                assertArrayEquals(same.parameters(), t.parameters());
                assertEquals(same.step().loss(), t.step().loss());
            }
        }
    }

    @Test
    void aLossOfOtherThanAllParametersIsRefused() {
        try (Trainer t = trainer(SETTINGS, DATA)) {
            double[] before = t.parameters();
            DmmException e = assertThrows(DmmException.class, () -> t.loss(new double[before.length - 1]));
            assertTrue(e.getMessage().contains("expected 3 of them"), e.getMessage());
            assertArrayEquals(before, t.parameters());
        }
    }
}
