package io.dmm4j.train;

import io.dmm4j.train.data.Sequence;
import io.dmm4j.value.DmmException;

/** The windows that steps take, one after another: of which sequences, from which cycle on, and to which. */
final class Windows {
    private final int[] cycles;
    private final int lanes;
    private final Curriculum curriculum;
    private final boolean carry;
    private Cursor cursor;

    /** Before the first. */
    Windows(Task task) {
        cycles = task.data().stream().mapToInt(Sequence::cycles).toArray();
        curriculum = task.settings().curriculum();
        carry = task.settings().carry();
        lanes = task.lanes();
        cursor = new Cursor(cycles.length, lanes, task.settings().seed());
    }

    /** The sequences at hand, and how much of them is done. */
    Cursor cursor() {
        return cursor;
    }

    /** The cycle at which the window of a step ends, exclusive. */
    int end(long step) {
        return (int) Math.min(longest(cursor), (long) cursor.from() + curriculum.at(step));
    }

    /** The cycles of the longest of some sequences. */
    private int longest(Cursor at) {
        int most = 0;
        for (int i = 0; i < at.count(); i++) {
            most = Math.max(most, cycles[at.sequence(i)]);
        }
        return most;
    }

    /** Goes on to the window that follows one that ended there. */
    void advance(int end) {
        if (end >= longest(cursor) || !carry) {
            cursor.next();
        } else {
            cursor.within(end);
        }
    }

    /** Begins the sequences at hand again. */
    void restart() {
        cursor.within(0);
    }

    /**
     * The place where a state stands.
     *
     * @throws DmmException if there is no such place
     */
    Cursor read(TrainingState s) {
        long epoch = s.count("epoch", "epoch", Long.MAX_VALUE);
        int position = (int) s.count("position", "position", cycles.length);
        if (position % lanes != 0) {
            throw new DmmException("training state: found position " + position + ", expected a multiple of " + lanes
                    + "; it belongs to other data or settings");
        }
        int end = carry ? longest(cursor.at(epoch, position, 0)) : 1;
        return cursor.at(epoch, position, (int) s.count("from", "cycle", end));
    }

    /** Goes to another place. */
    void move(Cursor to) {
        cursor = to;
    }
}
