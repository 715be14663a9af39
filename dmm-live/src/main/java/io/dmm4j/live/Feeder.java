package io.dmm4j.live;

import io.dmm4j.events.EventInputs;
import io.dmm4j.net.Port;
import io.dmm4j.spi.Feeds;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.VValue;
import java.util.LinkedHashMap;
import java.util.Map;

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
    private boolean replaying;
    private long fedFor; // the latest cycle that something was fed for

    Feeder(LiveMachine machine, EventInputs inputs, Edits edits, Recorder recorder, Recording replay) {
        this.machine = machine;
        this.inputs = inputs;
        this.edits = edits;
        this.recorder = recorder;
        this.replay = replay;
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
        machine.run(n);
        if (replaying) {
            checkEnd();
        }
        return n;
    }

    private int fromQueues(int most) {
        if (fedFor > machine.cycle()) {
            return 1; // the cycle was tried before, and failed
        }
        Map<Feeds.Slot, VValue> taken = inputs.poll();
        inputs.defaults().forEach(taken::putIfAbsent);
        if (taken.isEmpty()) {
            return most;
        }
        Map<Port, VValue> values = new LinkedHashMap<>();
        taken.forEach((slot, v) -> values.put(slot.port(), v));
        feed(values);
        return 1;
    }

    private void feed(Map<Port, VValue> values) {
        fedFor = machine.cycle() + 1;
        if (recorder != null) {
            recorder.feed(machine.cycle() + 1, values);
        }
        values.forEach(machine::feed);
    }

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
