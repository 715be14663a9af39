package io.dmm4j.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.flat.AdjointProgram;
import io.dmm4j.flat.FlatProgram;
import io.dmm4j.flatten.Adjoint;
import io.dmm4j.flatten.FlattenOptions;
import io.dmm4j.flatten.Flattener;
import io.dmm4j.net.ExternalPort;
import io.dmm4j.net.Network;
import io.dmm4j.net.Networks;
import io.dmm4j.net.Port;
import io.dmm4j.spi.Events;
import io.dmm4j.spi.ExecutorOptions;
import io.dmm4j.spi.GradientExecutor;
import io.dmm4j.spi.Precision;
import io.dmm4j.testing.Group;
import io.dmm4j.testing.NetworkCase;
import io.dmm4j.testing.RandomMachines;
import io.dmm4j.testing.RandomNetworks;
import io.dmm4j.value.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Compiled movements give the bits of the loops forwards and backwards: see {@link GradientTest} for what is right. */
class StraightGradientTest {
    private static final int WINDOW = 5;

    /** What is drawn, and how many of it; gradients of at least a third are not 0. */
    private enum Drawn {
        NETWORKS(150),
        MACHINES_THAT_HOLD_THEIR_MATRIX(60);

        private final int count;

        Drawn(int count) {
            this.count = count;
        }

        Network draw(int seed) {
            NetworkCase c = this == NETWORKS
                    ? RandomNetworks.draw(Group.CONTRACTIVE, Precision.FLOAT64, seed)
                    : RandomMachines.draw(Group.CONTRACTIVE, Precision.FLOAT64, seed);
            return GradientTest.declared(c);
        }

        IntStream seeds() {
            return IntStream.rangeClosed(1, count);
        }
    }

    static Stream<Arguments> draws() {
        return Stream.of(Drawn.values()).flatMap(d -> d.seeds().mapToObj(seed -> Arguments.of(d, seed)));
    }

    @ParameterizedTest
    @MethodSource("draws")
    void givesTheBitsOfTheLoops(Drawn of, int seed) {
        compare(adjoint(of.draw(seed)), seed);
    }

    @ParameterizedTest
    @EnumSource
    void manyOfThoseDrawnHaveGradients(Drawn of) {
        long gradients = of.seeds()
                .filter(seed -> hasGradient(adjoint(of.draw(seed)), seed))
                .count();
        assertTrue(3 * gradients > of.count, gradients + " with gradients of " + of.count);
    }

    /** Bundles, and code in several methods. */
    @Test
    void thePublishedDetector() {
        ExternalPort letters = ExternalPort.of(Set.of(Path.of("a"), Path.of("b"), Path.of(".")));
        Network n = Networks.load("example:duplicate-detector/trainable");
        AdjointProgram adjoint = adjoint(n.withExternal(Port.of("input", "char"), letters));
        compare(adjoint, 1);
        assertTrue(hasGradient(adjoint, 1));
    }

    private static AdjointProgram adjoint(Network network) {
        return Adjoint.of(Flattener.flatten(network, new FlattenOptions(false, false, WINDOW, 0, null))
                .program());
    }

    private static ExecutorOptions options(Precision precision) {
        return new ExecutorOptions(1, precision, 1, WINDOW);
    }

    private static boolean hasGradient(AdjointProgram adjoint, int seed) {
        double[] all = numbers(Way.PLAIN, adjoint, options(Precision.FLOAT64), seed);
        return Arrays.stream(all, 0, adjoint.forward().parameters().length).anyMatch(g -> g != 0);
    }

    private static void compare(AdjointProgram adjoint, int seed) {
        for (Precision precision : Precision.values()) {
            ExecutorOptions o = options(precision);
            double[] expected = numbers(Way.PLAIN, adjoint, o, seed);
            assertArrayEquals(expected, numbers(Way.VECTOR, adjoint, o, seed), "vectors, " + precision + ", " + seed);
            assertArrayEquals(
                    expected, numbers(Way.STRAIGHT, adjoint, o, seed), "straight, " + precision + ", " + seed);
        }
    }

    /** Gradients of the second of two windows, and the state after it. */
    private static double[] numbers(Way way, AdjointProgram adjoint, ExecutorOptions o, int seed) {
        FlatProgram p = adjoint.forward();
        SplittableRandom random = new SplittableRandom(seed);
        double[] gradient = new double[p.parameters().length];
        double[] before = new double[p.outputRows()];
        double[] after = new double[p.outputRows()];
        try (GradientExecutor x = way.openGradient(adjoint, o)) {
            x.run(WINDOW, events(p, random));
            x.setParameters(Arrays.stream(p.parameters()).map(w -> 0.75 * w).toArray());
            x.run(WINDOW - 1, events(p, random));
            x.backward(random.doubles((WINDOW - 1L) * p.probes().total(), -1, 1).toArray());
            x.readGradient(gradient);
            x.readStateGradient(before);
            x.readState(after);
        }
        double[] all = Arrays.copyOf(gradient, gradient.length + before.length + after.length);
        System.arraycopy(before, 0, all, gradient.length, before.length);
        System.arraycopy(after, 0, all, gradient.length + before.length, after.length);
        return all;
    }

    private static Events events(FlatProgram p, SplittableRandom random) {
        Events events = new Events();
        for (int t = 0; t < WINDOW - 1; t++) {
            for (int i = 0; i < p.externals().count(); i++) {
                int rows = p.externals().length()[i];
                if (rows > 0) {
                    events.add(t, p.externals().start()[i] + random.nextInt(rows), 0, random.nextDouble(-1, 1));
                }
            }
        }
        return events;
    }
}
