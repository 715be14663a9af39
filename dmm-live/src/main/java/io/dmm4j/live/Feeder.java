package io.dmm4j.live;

import io.dmm4j.events.EventInputs;
import io.dmm4j.net.Port;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.VValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Runs the cycles of a session: takes what is to be fed from the queues, or from a recording while there is one, and writes
 * it down.
 */
final class Feeder {
    private final LiveMachine machine;
    private final EventInputs inputs;
    private final Edits edits;
    private final Recorder recorder; // null if nothing is recorded
    private final Recording replay; // null if nothing is replayed
    private final Consumer<String> dropped;
    private boolean replaying;

    /** What is fed for the next cycle, defaults among it; empty between cycles, unless one has failed. */
    private Map<Port, VValue> due = Map.of();

    private long dueFor; // the cycle

    /** Whom to tell about what is due, if it came from a queue. */
    private Map<Port, EventInputs.Event> taken = Map.of();

    /**
     * Before the first cycle.
     *
     * @param dropped is told of each value that is dropped
     */
    Feeder(
            LiveMachine machine,
            EventInputs inputs,
            Edits edits,
            Recorder recorder,
            Recording replay,
            Consumer<String> dropped) {
        this.machine = machine;
        this.inputs = inputs;
        this.edits = edits;
        this.recorder = recorder;
        this.replay = replay;
        this.dropped = dropped;
        replaying = replay != null;
        if (replaying && replay.end() == 0) {
            applyDue();
            replaying = false;
        }
    }

    /** Whether a recording still has something to say. */
    boolean isReplaying() {
        return replaying;
    }

    /**
     * Runs cycles: one if something is fed, else as many as nothing is fed in.
     *
     * @param most how many at most, ≥ 1
     * @return how many
     */
    int advance(int most) {
        int n = replaying ? replay(most) : fromQueues(most);
        try {
            machine.run(n);
        } catch (DmmException e) {
            if (taken.isEmpty()) {
                throw e;
            }
            runWithout(e);
        }
        written();
        if (replaying) {
            checkEnd();
        }
        return n;
    }

    private int fromQueues(int most) {
        if (!due.isEmpty()) {
            return 1; // the cycle was tried before, and failed
        }
        Map<Port, VValue> values = new LinkedHashMap<>();
        Map<Port, EventInputs.Event> events = new LinkedHashMap<>();
        inputs.take().forEach((slot, event) -> {
            events.put(slot.port(), event);
            values.put(slot.port(), event.value());
        });
        inputs.defaults().forEach((slot, value) -> values.putIfAbsent(slot.port(), value));
        if (values.isEmpty()) {
            return most;
        }
        taken = events;
        feed(values);
        return 1;
    }

    private void feed(Map<Port, VValue> values) {
        dueFor = machine.cycle() + 1;
        due = new LinkedHashMap<>(due);
        values.forEach((port, value) -> {
            due.merge(port, value, VValue::plus);
            machine.feed(port, value);
        });
    }

    private void unfeed() {
        machine.unfeed();
        due = Map.of();
    }

    /** Cycles have run: writes down what was fed for the first. */
    private void written() {
        if (recorder != null && !due.isEmpty()) {
            recorder.feed(dueFor, due);
        }
        due = Map.of();
        taken = Map.of();
    }

    // ---- values that a machine cannot take -----------------------------------------------------------

    /**
     * Runs a cycle that failed without one of the values that came from queues, or without any of them, drops those, and tells
     * whoever sent them. If it fails all the same, it was not the values: then they stay due.
     */
    private void runWithout(DmmException failure) {
        Map<Port, VValue> all = due;
        boolean runs = taken.size() > 1 && taken.keySet().stream().anyMatch(p -> runs(all, Set.of(p)));
        if (runs || runs(all, taken.keySet())) {
            taken.forEach((port, event) -> {
                if (!due.containsKey(port)) {
                    tell(port, event, failure);
                }
            });
            return;
        }
        unfeed();
        feed(all);
        throw failure;
    }

    private boolean runs(Map<Port, VValue> all, Set<Port> without) {
        unfeed();
        Map<Port, VValue> rest = new LinkedHashMap<>(all);
        rest.keySet().removeAll(without);
        feed(rest);
        try {
            machine.run(1);
            return true;
        } catch (DmmException e) {
            return false;
        }
    }

    private void tell(Port port, EventInputs.Event event, DmmException failure) {
        String why = port + ": the value for cycle " + machine.cycle() + " was dropped, for the cycle failed with it: "
                + failure.getMessage();
        event.dropped().accept(why);
        dropped.accept(why);
    }

    // ---- recordings ----------------------------------------------------------------------------------

    /** Does what the recording says for here; gives how many cycles can be run until it says more. */
    private int replay(int most) {
        applyDue();
        long until = replay.peek() != null ? replay.peek().after() : replay.end();
        long left = until > machine.cycle() ? until - machine.cycle() : 1;
        return (int) Math.min(most, left);
    }

    private void applyDue() {
        for (Recording.Step s = replay.peek(); s != null && s.after() == machine.cycle(); s = replay.peek()) {
            replay.next();
            if (s.feed() != null) {
                feed(s.feed());
            } else if (s.edit() != null) {
                edits.add(s.edit());
            } else {
                edits.undo();
            }
        }
    }

    private void checkEnd() {
        if (machine.cycle() == replay.end()) {
            applyDue();
        }
        if (replay.peek() != null || machine.cycle() < replay.end()) {
            return;
        }
        replaying = false;
        if (replay.state() != null && !replay.state().equals(machine.digest())) {
            throw new DmmException("the recording was replayed, and the state after cycle " + machine.cycle()
                    + " is not what was recorded, expected the same bits: was it another backend or precision?");
        }
    }
}
