package io.dmm4j.events;

import io.dmm4j.net.Network;
import io.dmm4j.net.Port;
import io.dmm4j.spi.Feeds;
import io.dmm4j.spi.Machine;
import io.dmm4j.spi.MachineOptions;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.VValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The queues of a machine's external inputs: filled by any thread, emptied by the one that runs the machine.
 *
 * <pre>{@code
 * EventInputs inputs = new EventInputs(network, MachineOptions.DEFAULT, 1024);
 * // any thread                                                  // the thread of the machine
 * boolean taken = inputs.offer(port, 0, value);                  inputs.feed(machine);
 * inputs.put(port, 0, value); // waits for room                  machine.run(1);
 * }</pre>
 *
 * <p>A value is checked when it is offered: one that the network does not take is an error for its sender, and the machine
 * never sees it.
 */
public final class EventInputs {
    private final MachineOptions options;
    private final int capacity;
    private final Feeds checks; // is never fed
    private final List<Port> ports;
    private final Map<Feeds.Slot, ArrayBlockingQueue<Event>> queues = new ConcurrentHashMap<>();
    private final Map<Feeds.Slot, VValue> defaults = new ConcurrentHashMap<>();
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong fed = new AtomicLong();

    /**
     * A value on its way to a machine.
     *
     * @param value what the input is to emit
     * @param dropped is told why, if the machine runs no cycle with the value, and goes on without it
     */
    public record Event(VValue value, Consumer<String> dropped) {}

    /**
     * Empty queues.
     *
     * @param network whose external inputs take the events
     * @param options of the machine: its lanes, and whether it is closed to undeclared paths
     * @param capacity the most values that wait at one port of one lane, ≥ 1
     */
    public EventInputs(Network network, MachineOptions options, int capacity) {
        if (capacity < 1) {
            throw new DmmException("event queue: found room for " + capacity + " values, expected at least 1");
        }
        this.options = options;
        this.capacity = capacity;
        checks = new Feeds(network, options);
        ports = network.externals();
    }

    // ---- any thread --------------------------------------------------------------------------------

    /**
     * Sends a value if there is room; never waits.
     *
     * @return whether it was taken in; if not, as many values as there is room for wait at that port
     * @throws DmmException if there is no such input or lane, or a path may not come
     */
    public boolean offer(Port input, int lane, VValue value) {
        return offer(input, lane, new Event(value, why -> {}));
    }

    /**
     * Sends a value if there is room; never waits.
     *
     * @return whether it was taken in; if not, as many values as there is room for wait at that port
     * @throws DmmException if there is no such input or lane, or a path may not come
     */
    public boolean offer(Port input, int lane, Event event) {
        check(input, lane, event.value());
        boolean taken = queue(input, lane).offer(event);
        (taken ? accepted : refused).incrementAndGet();
        return taken;
    }

    /**
     * Sends a value as soon as there is room.
     *
     * @throws DmmException if there is no such input or lane, or a path may not come
     * @throws InterruptedException if interrupted while waiting; then nothing was sent
     */
    public void put(Port input, int lane, VValue value) throws InterruptedException {
        check(input, lane, value);
        queue(input, lane).put(new Event(value, why -> {}));
        accepted.incrementAndGet();
    }

    /**
     * What a port emits in the cycles for which no value waits; nothing unless said here.
     *
     * @throws DmmException if there is no such input or lane, or a path may not come
     */
    public void setDefault(Port input, int lane, VValue value) {
        check(input, lane, value);
        defaults.put(new Feeds.Slot(input, lane), value);
    }

    /**
     * Fails unless a value may come.
     *
     * @throws DmmException if there is no such input or lane, or a path may not come, or a finite number would not stay finite
     *     in the machine's precision
     */
    public void check(Port input, int lane, VValue value) {
        checks.check(lane, input, value);
        value.forEach((path, x) -> {
            if (!options.precision().holds(x)) {
                throw new DmmException("external input " + input + ": found " + x + " at path \"" + path
                        + "\", expected at most " + Float.MAX_VALUE + " in magnitude: the machine has 32-bit floats");
            }
        });
    }

    /** The most values that wait at one port of one lane. */
    public int capacity() {
        return capacity;
    }

    /** Whether no value waits anywhere. */
    public boolean isEmpty() {
        return queues.values().stream().allMatch(ArrayBlockingQueue::isEmpty);
    }

    /** How many values were taken in so far. */
    public long accepted() {
        return accepted.get();
    }

    /** How many values were refused so far, because too many waited. */
    public long refused() {
        return refused.get();
    }

    /** How many values the machine has been fed so far, defaults not among them. */
    public long fed() {
        return fed.get();
    }

    private ArrayBlockingQueue<Event> queue(Port input, int lane) {
        return queues.computeIfAbsent(new Feeds.Slot(input, lane), s -> new ArrayBlockingQueue<>(capacity));
    }

    // ---- the thread of the machine -----------------------------------------------------------------

    /** Takes at most one value from each queue, without waiting; defaults are not among them. In the order of the ports. */
    public Map<Feeds.Slot, VValue> poll() {
        Map<Feeds.Slot, VValue> values = new LinkedHashMap<>();
        take().forEach((slot, event) -> values.put(slot, event.value()));
        return values;
    }

    /** As {@link #poll}, with whom to tell if a value has to be dropped. */
    public Map<Feeds.Slot, Event> take() {
        Map<Feeds.Slot, Event> taken = new LinkedHashMap<>();
        for (Port port : ports) {
            for (int lane = 0; lane < options.lanes(); lane++) {
                Feeds.Slot slot = new Feeds.Slot(port, lane);
                ArrayBlockingQueue<Event> queue = queues.get(slot);
                Event event = queue == null ? null : queue.poll();
                if (event != null) {
                    taken.put(slot, event);
                }
            }
        }
        fed.addAndGet(taken.size());
        return taken;
    }

    /** The defaults of the ports that have one. */
    public Map<Feeds.Slot, VValue> defaults() {
        return Map.copyOf(defaults);
    }

    /** Feeds the machine's next cycle: from each queue one value if one waits, else the default. */
    public void feed(Machine machine) {
        Map<Feeds.Slot, VValue> next = poll();
        defaults.forEach(next::putIfAbsent);
        next.forEach((slot, value) -> machine.feed(1, slot.lane(), slot.port(), value));
    }
}
