package io.dmm4j.flatten;

import io.dmm4j.flat.FlatProgram;
import io.dmm4j.flat.Ranges;
import io.dmm4j.flat.Runs;
import io.dmm4j.net.Network;
import io.dmm4j.value.VValue;

/**
 * What a flattened network needs to change its links: the layout that it has rows by, and the entries of the held matrix that
 * it has links for.
 */
final class HeldProgram {
    private final Network declared;
    private final Network roomy;
    private final HeldRoom.Room room;
    private final HeldRuns layout;
    private final Held held;
    private final VValue entries;
    private final Runs runs;
    private final Ranges guards;

    /** The entries must have rows in the layout. */
    HeldProgram(Network declared, Network roomy, HeldRoom.Room room, HeldRuns layout, Held held, VValue entries) {
        this(declared, roomy, room, layout, held, entries, layout.place(held.paths));
    }

    private HeldProgram(
            Network declared,
            Network roomy,
            HeldRoom.Room room,
            HeldRuns layout,
            Held held,
            VValue entries,
            HeldRuns.Placed placed) {
        this.room = room;
        this.declared = declared;
        this.roomy = roomy;
        this.layout = layout;
        this.held = held;
        this.entries = entries;
        runs = layout.runs(held, placed);
        guards = placed.guards();
    }

    /** A program with the runs of the entries. */
    FlatProgram wired(FlatProgram program) {
        return program.withRowRuns(runs, guards);
    }

    /**
     * The same with links for the entries that are there, if that needs no new rows; else null. Entries that it has
     * links for keep them while they are not more than those that are there.
     *
     * @param present a V-value whose paths are those of the entries that are there
     */
    HeldProgram rewired(VValue present) {
        VValue both = entries.zip(present, (a, b) -> 1);
        VValue wanted = both.size() <= room.of(present.size()) ? both : present.map(x -> 1);
        Held next = Held.of(declared, roomy, wanted);
        HeldRuns.Placed placed = layout.fit(next) ? layout.place(next.paths) : null;
        return placed == null || !placed.all()
                ? null
                : new HeldProgram(declared, roomy, room, layout, next, wanted, placed);
    }

    /** How many entries of the matrix there are links for. */
    int links() {
        return held.links.size();
    }
}
