package io.dmm4j.testing;

import io.dmm4j.net.Network;
import io.dmm4j.net.Port;
import io.dmm4j.spi.MachineOptions;
import io.dmm4j.spi.Precision;
import io.dmm4j.value.VValue;
import java.util.List;
import java.util.Locale;

/**
 * A network and what to do with it.
 *
 * @param group in which sense machines must agree on it
 * @param precision of the machines
 * @param seed what it was drawn from
 * @param network the network
 * @param lanes lanes, ≥ 1
 * @param windows how many cycles to ask for at a time
 * @param feeds what external inputs emit
 * @param liveOnly whether the machines may keep only what a probe depends on
 * @param closed whether growth is an error; only where there is none
 */
public record NetworkCase(
        Group group,
        Precision precision,
        long seed,
        Network network,
        int lanes,
        List<Integer> windows,
        List<Feed> feeds,
        boolean liveOnly,
        boolean closed) {

    /**
     * What an external input emits.
     *
     * @param cycle from 1
     * @param lane from 0
     * @param input a port of an external input
     * @param value what is fed; feeds of one cycle, lane and port add up
     */
    public record Feed(int cycle, int lane, Port input, VValue value) {}

    /** All cycles. */
    public int cycles() {
        return windows.stream().mapToInt(Integer::intValue).sum();
    }

    /** How machines are to run it. */
    public MachineOptions options() {
        return MachineOptions.DEFAULT
                .withLanes(lanes)
                .withPrecision(precision)
                .withWindow(windows.stream().mapToInt(Integer::intValue).max().orElse(1))
                .withLiveOnly(liveOnly)
                .withClosed(closed);
    }

    /** This with another network. */
    public NetworkCase with(Network n) {
        return new NetworkCase(group, precision, seed, n, lanes, windows, feeds, liveOnly, closed);
    }

    /** This with other feeds. */
    public NetworkCase withFeeds(List<Feed> f) {
        return new NetworkCase(group, precision, seed, network, lanes, windows, f, liveOnly, closed);
    }

    /** This with other windows; feeds beyond them are dropped. */
    public NetworkCase withWindows(List<Integer> w) {
        int cycles = w.stream().mapToInt(Integer::intValue).sum();
        List<Feed> kept = feeds.stream().filter(f -> f.cycle <= cycles).toList();
        return new NetworkCase(group, precision, seed, network, lanes, w, kept, liveOnly, closed);
    }

    /** The lane alone, as lane 0. */
    public NetworkCase withLane(int lane) {
        List<Feed> kept = feeds.stream()
                .filter(f -> f.lane == lane)
                .map(f -> new Feed(f.cycle, 0, f.input, f.value))
                .toList();
        return new NetworkCase(group, precision, seed, network, 1, windows, kept, liveOnly, closed);
    }

    /** {@code exact-float32-17}. */
    public String name() {
        return (group + "-" + precision + "-" + seed).toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
