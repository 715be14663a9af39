package io.dmm4j.spi;

import io.dmm4j.net.ExternalPort;
import io.dmm4j.net.Network;
import io.dmm4j.net.Port;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What external inputs will emit in the coming cycles: checked when it is said, kept until it is due. */
public final class Feeds {
    private final Network network;
    private final MachineOptions options;
    private final TreeMap<Long, Map<Slot, VValue>> due = new TreeMap<>();

    /**
     * One port of one lane.
     *
     * @param port a port of an external input
     * @param lane from 0
     */
    public record Slot(Port port, int lane) {}

    /** Nothing is fed yet. */
    public Feeds(Network network, MachineOptions options) {
        this.network = network;
        this.options = options;
    }

    /**
     * Says what is emitted in a cycle, adding to what was said before.
     *
     * @param cycle absolute, after the present one
     * @throws DmmException if there is no such input or lane, or a path may not come
     */
    public void add(long cycle, int lane, Port input, VValue value) {
        check(lane, input, value);
        due.computeIfAbsent(cycle, c -> new LinkedHashMap<>()).merge(new Slot(input, lane), value, VValue::plus);
    }

    /**
     * Fails unless a value may come; any thread may ask.
     *
     * @throws DmmException if there is no such input or lane, or a path may not come
     */
    public void check(int lane, Port input, VValue value) {
        ExternalPort e = network.external(input);
        options.checkLane(lane);
        if (!e.open() || options.closed()) {
            value.forEach((path, x) -> known(input, e, path));
        }
    }

    /** What is due in cycles {@code first} to {@code last}, by cycle; it is forgotten by {@link #forgetTo}. */
    public SortedMap<Long, Map<Slot, VValue>> between(long first, long last) {
        return due.subMap(first, last + 1);
    }

    /** Forgets what was due up to a cycle. */
    public void forgetTo(long last) {
        due.headMap(last + 1).clear();
    }

    /** Forgets what is due in one cycle. */
    public void forget(long cycle) {
        due.remove(cycle);
    }

    private void known(Port input, ExternalPort e, Path path) {
        if (!e.paths().contains(path)) {
            throw new DmmException("external input " + input + ": path \"" + path + "\" was fed but is not declared"
                    + (e.open() ? ", and the machine is closed to growth" : ", and the port is not open"));
        }
    }
}
