package io.dmm4j.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.expr.Expr;
import io.dmm4j.expr.Op;
import io.dmm4j.flat.AdjointProgram;
import io.dmm4j.flat.FlatOps;
import io.dmm4j.flatten.Adjoint;
import io.dmm4j.flatten.FlattenOptions;
import io.dmm4j.flatten.Flattened;
import io.dmm4j.flatten.Flattener;
import io.dmm4j.flatten.PortRows;
import io.dmm4j.net.ExternalPort;
import io.dmm4j.net.Network;
import io.dmm4j.net.Port;
import io.dmm4j.spi.Events;
import io.dmm4j.spi.Executor;
import io.dmm4j.spi.ExecutorOptions;
import io.dmm4j.spi.GradientExecutor;
import io.dmm4j.spi.Precision;
import io.dmm4j.testing.Group;
import io.dmm4j.testing.NetworkCase;
import io.dmm4j.testing.RandomMachines;
import io.dmm4j.testing.RandomNetworks;
import io.dmm4j.value.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Gradients of random networks against central differences, in double precision. */
class GradientTest {
    private static final int NETWORKS = 400;
    private static final double H = 1e-5;

    /** The window. */
    private int cycles = 3;

    private int compared;
    private int nearKinks;
    /** Where an infinity inside meets a derivative of 0. */
    private int infinite;

    private final Set<Op> seen = EnumSet.noneOf(Op.class);

    @Test
    void gradientsAgreeWithCentralDifferences() {
        for (int seed = 1; seed <= NETWORKS; seed++) {
            NetworkCase c =
                    RandomNetworks.draw(seed % 3 == 0 ? Group.CONTRACTIVE : Group.ONE_CYCLE, Precision.FLOAT64, seed);
            Network network = declared(c);
            Flattened f = Flattener.flatten(network, new FlattenOptions(false, false, cycles, 0, null));
            if (!network.probes().isEmpty()
                    && !stopsGradients(network)
                    && f.statistics().cycles() >= cycles) {
                check(c, f, seed);
            }
        }
        assertTrue(compared > 100, compared + " directions compared");
        assertTrue(infinite < compared / 5, infinite + " infinite, " + compared + " compared");
        assertTrue(nearKinks < compared, nearKinks + " left out, " + compared + " compared");
        Set<Op> missing = EnumSet.allOf(Op.class);
        missing.removeIf(op -> !op.group().isAdjoint() || seen.contains(op));
        assertEquals(Set.of(), missing, "adjoint ops that no network had");
    }

    /**
     * Machines that change their own matrix, whose entries come and go while they run, over three or five cycles in which
     * what they show stays below 10.
     */
    @Test
    void gradientsThroughMatricesThatChangeAgreeWithCentralDifferences() {
        int machines = 0;
        int changing = 0;
        for (int seed = 1; seed <= NETWORKS / 2; seed++) {
            cycles = seed % 3 == 0 ? 5 : 3;
            NetworkCase c =
                    RandomMachines.draw(seed % 2 == 0 ? Group.CONTRACTIVE : Group.ONE_CYCLE, Precision.FLOAT64, seed);
            Network network = declared(c);
            Flattened f = Flattener.flatten(network, new FlattenOptions(false, false, cycles, 0, null));
            if (!stopsGradients(network) && f.statistics().cycles() >= cycles && staysTame(c, f)) {
                check(c, f, seed);
                machines++;
                changing += changesPattern(c, f) ? 1 : 0;
            }
        }
        assertTrue(machines > 30, machines + " machines");
        assertTrue(changing > 15, changing + " machines in which entries came or went");
        assertTrue(compared > 3 * nearKinks, nearKinks + " left out, " + compared + " compared");
        assertTrue(compared > 60, compared + " directions compared");
    }

    /** Whether some entry of the matrix is there before the window and not after it, or the other way round, in some lane. */
    private boolean changesPattern(NetworkCase c, Flattened f) {
        PortRows held = f.output(c.network().self().output());
        double[] before = new double[f.program().outputRows() * c.lanes()];
        double[] after = before.clone();
        try (Executor x =
                new CpuBackend().open(f.program(), new ExecutorOptions(c.lanes(), Precision.FLOAT64, 1, cycles))) {
            x.readState(before);
            x.run(cycles, events(c, f));
            x.readState(after);
        }
        boolean changes = false;
        for (int i = held.row() * c.lanes(); i < (held.row() + held.count()) * c.lanes(); i++) {
            changes |= before[i] == 0 != (after[i] == 0);
        }
        return changes;
    }

    private boolean staysTame(NetworkCase c, Flattened f) {
        try (Executor x =
                new CpuBackend().open(f.program(), new ExecutorOptions(c.lanes(), Precision.FLOAT64, 1, cycles))) {
            x.run(cycles, events(c, f));
            double[] probed = new double[f.program().probes().total() * c.lanes()];
            boolean tame = x.alarm() < 0;
            for (int t = 0; t < cycles && tame; t++) {
                x.readProbes(t, probed);
                tame = Arrays.stream(probed).allMatch(v -> Math.abs(v) <= 10);
            }
            return tame;
        }
    }

    /** A case's network, whose external inputs have the paths that it feeds. */
    static Network declared(NetworkCase c) {
        Network n = c.network();
        for (Port p : n.externals()) {
            Set<Path> paths = new TreeSet<>(n.external(p).paths());
            c.feeds().stream().filter(feed -> feed.input().equals(p)).forEach(feed -> feed.value()
                    .forEach((path, x) -> paths.add(path)));
            n = n.withExternal(p, ExternalPort.of(paths));
        }
        return n;
    }

    private static boolean stopsGradients(Network n) {
        return n.neurons().stream()
                .filter(x -> !x.isExternal())
                .flatMap(x -> x.type().outputs().values().stream())
                .anyMatch(GradientTest::stops);
    }

    private static boolean stops(Expr e) {
        return e.op() == Op.STOP_GRADIENT || e.args().stream().anyMatch(GradientTest::stops);
    }

    private void check(NetworkCase c, Flattened f, int seed) {
        AdjointProgram adjoint = Adjoint.of(f.program());
        for (FlatOps ops : adjoint.ops()) {
            seen.addAll(List.of(ops.op()));
        }
        SplittableRandom random = new SplittableRandom(seed);
        ExecutorOptions options = new ExecutorOptions(c.lanes(), Precision.FLOAT64, 1 + seed % 2, cycles);
        try (GradientExecutor x = new CpuBackend().openGradient(adjoint, options)) {
            Events events = events(c, f);
            double[] seeds = random.doubles((long) cycles * f.program().probes().total() * c.lanes(), -1, 1)
                    .toArray();
            double[] w = f.program().parameters().clone();
            double[] s = new double[f.program().outputRows() * c.lanes()];
            x.readState(s);
            double[] gw = new double[w.length];
            double[] gs = new double[s.length];
            loss(x, events, seeds, w, s);
            x.backward(seeds);
            x.readGradient(gw);
            x.readStateGradient(gs);
            for (int direction = 0; direction < 4; direction++) {
                double[] dw = direction == 3 ? new double[w.length] : around(w, random);
                double[] ds = direction == 0 ? new double[s.length] : around(s, random);
                compare(x, events, seeds, w, dw, s, ds, dot(gw, dw) + dot(gs, ds), seed);
            }
        }
    }

    /** A random direction in which what is absent stays absent: supports do not change. */
    private static double[] around(double[] at, SplittableRandom random) {
        double[] d = random.doubles(at.length, -1, 1).toArray();
        for (int i = 0; i < d.length; i++) {
            d[i] = at[i] == 0 ? 0 : d[i];
        }
        return d;
    }

    private void compare(
            GradientExecutor x,
            Events events,
            double[] seeds,
            double[] w,
            double[] dw,
            double[] s,
            double[] ds,
            double derivative,
            int seed) {
        double far = difference(x, events, seeds, w, dw, s, ds, H);
        double near = difference(x, events, seeds, w, dw, s, ds, H / 4);
        double at = loss(x, events, seeds, w, s);
        double ahead = (loss(x, events, seeds, moved(w, dw, H), moved(s, ds, H)) - at) / H;
        double behind = (at - loss(x, events, seeds, moved(w, dw, -H), moved(s, ds, -H))) / H;
        double scale = 1 + Math.abs(near);
        if (!Double.isFinite(derivative)) {
            infinite++;
            return;
        }
        if (!(Math.abs(far - near) <= 1e-5 * scale && Math.abs(ahead - behind) <= 1e-3 * scale)) {
            nearKinks++;
            return;
        }
        compared++;
        assertEquals(near, derivative, 1e-5 * scale + Math.abs(ahead - behind), "network of seed " + seed);
    }

    private static double difference(
            GradientExecutor x, Events e, double[] seeds, double[] w, double[] dw, double[] s, double[] ds, double h) {
        return (loss(x, e, seeds, moved(w, dw, h), moved(s, ds, h))
                        - loss(x, e, seeds, moved(w, dw, -h), moved(s, ds, -h)))
                / (2 * h);
    }

    private static double[] moved(double[] w, double[] by, double h) {
        double[] v = w.clone();
        for (int i = 0; i < v.length; i++) {
            v[i] += h * by[i];
        }
        return v;
    }

    /** Σ seeds · probes, from a state. */
    private static double loss(GradientExecutor x, Events events, double[] seeds, double[] w, double[] s) {
        x.setParameters(w);
        x.writeState(s, 0);
        int window = x.options().window();
        x.run(window, events);
        double[] probed = new double[seeds.length / window];
        double sum = 0;
        for (int t = 0; t < window; t++) {
            x.readProbes(t, probed);
            for (int i = 0; i < probed.length; i++) {
                sum += probed[i] * seeds[t * probed.length + i];
            }
        }
        return sum;
    }

    private Events events(NetworkCase c, Flattened f) {
        Events events = new Events();
        List<NetworkCase.Feed> feeds = new ArrayList<>(c.feeds());
        feeds.sort((a, b) -> Integer.compare(a.cycle(), b.cycle()));
        feeds.removeIf(feed -> feed.cycle() > cycles);
        for (NetworkCase.Feed feed : feeds) {
            feed.value().forEach((path, v) -> events.add(feed.cycle() - 1, f.row(feed.input(), path), feed.lane(), v));
        }
        return events;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
