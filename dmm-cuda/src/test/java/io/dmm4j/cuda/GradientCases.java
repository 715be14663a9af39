package io.dmm4j.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.cpu.CpuBackend;
import io.dmm4j.expr.Op;
import io.dmm4j.flat.AdjointProgram;
import io.dmm4j.flat.FlatOps;
import io.dmm4j.flatten.Adjoint;
import io.dmm4j.flatten.FlattenOptions;
import io.dmm4j.flatten.Flattened;
import io.dmm4j.flatten.Flattener;
import io.dmm4j.net.ExternalPort;
import io.dmm4j.net.Network;
import io.dmm4j.net.Port;
import io.dmm4j.spi.Events;
import io.dmm4j.spi.ExecutorOptions;
import io.dmm4j.spi.GradientBackend;
import io.dmm4j.spi.GradientExecutor;
import io.dmm4j.spi.Precision;
import io.dmm4j.testing.Group;
import io.dmm4j.testing.NetworkCase;
import io.dmm4j.testing.RandomNetworks;
import io.dmm4j.value.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * Gradients of random networks in 64-bit floats against those of the CPU backend, which agree with central differences.
 */
final class GradientCases {
    private static final int CYCLES = 3;
    private static final double TOLERANCE = 1e-9;

    /** By how much parameters are moved to see what rounding may do, and how much of what that does is allowed. */
    private static final double MOVED = 1e-13;

    private static final double ENLARGED = 100;

    private final GradientBackend backend;
    private final Set<Op> seen = EnumSet.noneOf(Op.class);
    private int compared;

    GradientCases(GradientBackend backend) {
        this.backend = backend;
    }

    /** Checks networks of these seeds; every adjoint op must be among them if there are enough. */
    void check(int firstSeed, int count) {
        for (int seed = firstSeed; seed < firstSeed + count; seed++) {
            Group group = seed % 3 == 0 ? Group.CONTRACTIVE : Group.ONE_CYCLE;
            NetworkCase c = RandomNetworks.draw(group, Precision.FLOAT64, seed);
            Flattened f = Flattener.flatten(declared(c), new FlattenOptions(false, false, CYCLES, 0, null));
            if (!c.network().probes().isEmpty() && f.statistics().cycles() >= CYCLES) {
                check(c, f, seed);
            }
        }
        assertTrue(compared > count / 2, compared + " of " + count + " networks compared");
    }

    /** The adjoint ops that the networks so far had not. */
    Set<Op> missing() {
        Set<Op> missing = EnumSet.allOf(Op.class);
        missing.removeIf(op -> !op.group().isAdjoint() || seen.contains(op));
        return missing;
    }

    private static Network declared(NetworkCase c) {
        Network n = c.network();
        for (Port p : n.externals()) {
            Set<Path> paths = new TreeSet<>(n.external(p).paths());
            c.feeds().stream().filter(feed -> feed.input().equals(p)).forEach(feed -> feed.value()
                    .forEach((path, x) -> paths.add(path)));
            n = n.withExternal(p, ExternalPort.of(paths));
        }
        return n;
    }

    private void check(NetworkCase c, Flattened f, int seed) {
        AdjointProgram adjoint = Adjoint.of(f.program());
        for (FlatOps ops : adjoint.ops()) {
            seen.addAll(List.of(ops.op()));
        }
        ExecutorOptions options = new ExecutorOptions(c.lanes(), Precision.FLOAT64, 1, CYCLES);
        double[] seeds = new SplittableRandom(seed)
                .doubles((long) CYCLES * f.program().probes().total() * c.lanes(), -1, 1)
                .toArray();
        List<double[]> expected = gradients(new CpuBackend(), adjoint, options, events(c, f), seeds, 0);
        if (!expected.stream().flatMapToDouble(Arrays::stream).allMatch(Double::isFinite)) {
            return; // where an infinity meets a 0, backends may differ
        }
        List<double[]> found = gradients(backend, adjoint, options, events(c, f), seeds, 0);
        List<double[]> moved = gradients(new CpuBackend(), adjoint, options, events(c, f), seeds, MOVED);
        for (int part = 0; part < expected.size(); part++) {
            compare(expected.get(part), found.get(part), moved.get(part), "seed " + seed + ", part " + part);
        }
        compared++;
    }

    /** Networks may enlarge what rounding does; what they make of other parameters says by how much. */
    private static void compare(double[] expected, double[] found, double[] moved, String where) {
        double largest = 1;
        double enlarged = 0;
        for (int i = 0; i < expected.length; i++) {
            largest = Math.max(largest, Math.abs(expected[i]));
            enlarged = Math.max(enlarged, Math.abs(expected[i] - moved[i]));
        }
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], found[i], TOLERANCE * largest + ENLARGED * enlarged, where + ", number " + i);
        }
    }

    /** By parameters and by the state, after one window and after a second one that goes on from there. */
    private static List<double[]> gradients(
            GradientBackend b,
            AdjointProgram adjoint,
            ExecutorOptions options,
            Events events,
            double[] seeds,
            double move) {
        List<double[]> all = new ArrayList<>();
        double[] weights = adjoint.forward().parameters();
        try (GradientExecutor x = b.openGradient(adjoint, options)) {
            x.setParameters(Arrays.stream(weights).map(w -> w * (1 + move)).toArray());
            for (int window = 0; window < 2; window++) {
                double[] parameters = new double[adjoint.forward().parameters().length];
                double[] state = new double[adjoint.forward().outputRows() * options.lanes()];
                x.run(CYCLES, events);
                x.backward(seeds);
                x.readGradient(parameters);
                x.readStateGradient(state);
                all.add(parameters);
                all.add(state);
                x.readState(state = new double[state.length]);
                all.add(state);
            }
        }
        return all;
    }

    private static Events events(NetworkCase c, Flattened f) {
        Events events = new Events();
        List<NetworkCase.Feed> feeds = new ArrayList<>(c.feeds());
        feeds.sort((a, b) -> Integer.compare(a.cycle(), b.cycle()));
        feeds.removeIf(feed -> feed.cycle() > CYCLES);
        for (NetworkCase.Feed feed : feeds) {
            feed.value().forEach((path, v) -> events.add(feed.cycle() - 1, f.row(feed.input(), path), feed.lane(), v));
        }
        return events;
    }
}
