package io.dmm4j.train;

import io.dmm4j.train.data.Sequence;

/** The windows that steps take, one after another: of which sequences, from which cycle on, and to which. */
final class Windows {
    private final int[] cycles;
    private final Curriculum curriculum;
    private final boolean carry;
    private final Cursor cursor;

    /** Before the first. */
    Windows(Task task) {
        cycles = task.data().stream().mapToInt(Sequence::cycles).toArray();
        curriculum = task.settings().curriculum();
        carry = task.settings().carry();
        cursor = new Cursor(cycles.length, task.lanes(), task.settings().seed());
    }

    /** The sequences at hand, and how much of them is done. */
    Cursor cursor() {
        return cursor;
    }

    /** The cycle at which the window of a step ends, exclusive. */
    int end(long step) {
        return (int) Math.min(longest(), (long) cursor.from() + curriculum.at(step));
    }

    /** The cycles of the longest sequence at hand. */
    private int longest() {
        int most = 0;
        for (int i = 0; i < cursor.count(); i++) {
            most = Math.max(most, cycles[cursor.sequence(i)]);
        }
        return most;
    }

    /** Goes on to the window that follows one that ended there. */
    void advance(int end) {
        if (end >= longest() || !carry) {
            cursor.next();
        } else {
            cursor.within(end);
        }
    }

    /** Begins the sequences at hand again. */
    void restart() {
        cursor.within(0);
    }
}
