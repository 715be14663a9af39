package io.dmm4j.live;

import io.dmm4j.value.DmmException;
import io.dmm4j.value.VValue;
import java.util.ArrayDeque;
import java.util.Deque;

/** The edits of a session, whether people or a recording make them: done, written down, and taken back in turn. */
final class Edits {
    /** How many can be taken back. */
    private static final int MOST_UNDO = 10_000;

    private final LiveMachine machine;
    private final Recorder recorder; // null if nothing is recorded
    private final Deque<Runnable> undo = new ArrayDeque<>();

    Edits(LiveMachine machine, Recorder recorder) {
        this.machine = machine;
        this.recorder = recorder;
    }

    /** How many edits can be taken back. */
    int size() {
        return undo.size();
    }

    void add(VValue edit) {
        undo.push(machine.edit(edit));
        if (undo.size() > MOST_UNDO) {
            undo.removeLast();
        }
        if (recorder != null) {
            recorder.edit(machine.cycle(), edit);
        }
    }

    void undo() {
        if (undo.isEmpty()) {
            throw new DmmException("undo: there is no edit to take back");
        }
        undo.peek().run();
        undo.pop();
        if (recorder != null) {
            recorder.undo(machine.cycle());
        }
    }
}
