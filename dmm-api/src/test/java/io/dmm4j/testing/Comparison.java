package io.dmm4j.testing;

import io.dmm4j.net.Network;
import io.dmm4j.net.Port;
import io.dmm4j.net.Probe;
import io.dmm4j.spi.Machine;
import io.dmm4j.spi.MachineOptions;
import io.dmm4j.spi.Precision;
import io.dmm4j.value.VValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * One case on two machines and on tracked numbers side by side. Every number that a probe shows, and every output unless
 * only live ones are kept, must lie within the bound of the tracked number, on both machines; in the exact group the
 * trees must be equal besides.
 */
final class Comparison {
    /** Magnitudes beyond this are cut down between the cycles of the one-cycle group, and NaN is taken out. */
    private static final double TAME = 100;

    /** A bound beyond this comes from a jump: its numbers are counted, since comparing them says little. */
    private static final double LOOSE = 1e-2;

    /** What whole contractive runs must keep in float64; a bound beyond this comes from a jump. */
    private static final double LOOSE_CONTRACTIVE = 1e-9;

    private final NetworkCase c;
    private final Machine reference;
    private final Machine tested;
    private final List<TrackedEngine> tracked = new ArrayList<>();
    private final Counts counts;

    /** What was compared. */
    static final class Counts {
        long values;
        long loose;
        long exact;
    }

    /** Stops at the first difference. */
    private static final class Differs extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Differs(String where) {
            super(where);
        }
    }

    private Comparison(NetworkCase c, Machine reference, Machine tested, Counts counts) {
        this.c = c;
        this.reference = reference;
        this.tested = tested;
        this.counts = counts;
        for (int lane = 0; lane < c.lanes(); lane++) {
            tracked.add(new TrackedEngine(c.network(), new Accuracy(c.precision())));
        }
    }

    /** The first difference in words, or null; what a machine throws is a difference too. */
    static String first(
            NetworkCase c,
            BiFunction<Network, MachineOptions, Machine> reference,
            BiFunction<Network, MachineOptions, Machine> tested,
            Counts counts) {
        try (Machine a = reference.apply(c.network(), c.options());
                Machine b = tested.apply(c.network(), c.options())) {
            new Comparison(c, a, b, counts).run();
            return null;
        } catch (Differs d) {
            return d.getMessage();
        } catch (RuntimeException | StackOverflowError | AssertionError e) {
            StackTraceElement[] at = e.getStackTrace();
            return "threw " + e + (at.length == 0 ? "" : " at " + at[0]);
        }
    }

    private void run() {
        int done = 0;
        for (int n : c.windows()) {
            if (c.group() == Group.ONE_CYCLE) {
                sameState();
            }
            feed(done, n);
            reference.run(n);
            tested.run(n);
            for (int t = 1; t <= n; t++) {
                cycle(done + t, t);
            }
            done += n;
            if (!c.liveOnly()) {
                outputs(done);
            }
        }
    }

    private void feed(int done, int n) {
        for (NetworkCase.Feed f : c.feeds()) {
            if (f.cycle() > done && f.cycle() <= done + n) {
                reference.feed(f.cycle() - done, f.lane(), f.input(), f.value());
                tested.feed(f.cycle() - done, f.lane(), f.input(), f.value());
            }
        }
    }

    /** Everyone starts the cycle from the state of the reference, tamed. */
    private void sameState() {
        for (Port port : ports()) {
            for (int lane = 0; lane < c.lanes(); lane++) {
                VValue state = tame(reference.output(port, lane));
                reference.setOutput(port, lane, state);
                tested.setOutput(port, lane, state);
                tracked.get(lane).set(port, state);
            }
        }
    }

    private static VValue tame(VValue v) {
        boolean wild = !(v.maxNorm() <= TAME);
        return wild ? v.map(x -> Double.isNaN(x) ? 0 : Math.max(-TAME, Math.min(TAME, x))) : v;
    }

    private List<Port> ports() {
        List<Port> ports = new ArrayList<>();
        c.network().neurons().forEach(n -> n.outputs().forEach(o -> ports.add(Port.of(n.name(), o))));
        return ports;
    }

    private void cycle(int cycle, int ofWindow) {
        for (int lane = 0; lane < c.lanes(); lane++) {
            tracked.get(lane).cycle(RandomNetworks.fed(c, cycle, lane));
            List<Probe> probes = c.network().probes();
            for (int i = 0; i < probes.size(); i++) {
                String where = "cycle " + cycle + ", lane " + lane + ", probe " + probes.get(i);
                TrackedTree expected = tracked.get(lane).probed(probes.get(i));
                compare(where, expected, reference.probed(ofWindow, i, lane), tested.probed(ofWindow, i, lane));
            }
        }
    }

    private void outputs(int cycle) {
        for (Port port : ports()) {
            for (int lane = 0; lane < c.lanes(); lane++) {
                String where = "cycle " + cycle + ", lane " + lane + ", output " + port;
                compare(where, tracked.get(lane).output(port), reference.output(port, lane), tested.output(port, lane));
            }
        }
    }

    private void compare(String where, TrackedTree expected, VValue a, VValue b) {
        counts.values += expected.numbers().size();
        boolean tight = c.group() == Group.CONTRACTIVE && c.precision() == Precision.FLOAT64;
        counts.loose += expected.loose(tight ? LOOSE_CONTRACTIVE : LOOSE);
        counts.exact +=
                expected.numbers().values().stream().filter(Tracked::isExact).count();
        Map<String, VValue> found = new LinkedHashMap<>();
        found.put(reference.backend() + " (the reference)", a);
        found.put(tested.backend() + " (under test)", b);
        found.forEach((who, tree) -> {
            List<String> wrong = expected.against(tree);
            if (!wrong.isEmpty()) {
                throw new Differs(where + ", " + who + ": " + wrong.get(0) + more(wrong));
            }
        });
        if (c.group() == Group.EXACT && expected.isExact() && !a.equals(b)) {
            throw new Differs(where + ": found " + b + ", expected " + a + " to the bit");
        }
    }

    private static String more(List<String> wrong) {
        return wrong.size() == 1 ? "" : " (and " + (wrong.size() - 1) + " more)";
    }
}
