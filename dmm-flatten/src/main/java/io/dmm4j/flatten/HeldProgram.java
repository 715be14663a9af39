package io.dmm4j.flatten;

import io.dmm4j.flat.FlatProgram;
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
    private final HeldRuns runs;
    private Held held;
    private VValue entries;

    HeldProgram(Network declared, Network roomy, HeldRoom.Room room, HeldRuns runs, Held held, VValue entries) {
        this.room = room;
        this.declared = declared;
        this.roomy = roomy;
        this.runs = runs;
        this.held = held;
        this.entries = entries;
    }

    /** A program with the runs of the entries. */
    FlatProgram wired(FlatProgram program) {
        runs.place(held.paths);
        return program.withRowRuns(runs.runs(held), runs.guards());
    }

    /**
     * The program with links for the entries that are there, if that needs no new rows; else null. Entries that it had
     * links for keep them while they are not more than those that are there.
     *
     * @param present a V-value whose paths are those of the entries that are there
     */
    FlatProgram rewired(FlatProgram program, VValue present) {
        VValue both = entries.zip(present, (a, b) -> 1);
        VValue wanted = both.size() <= room.of(present.size()) ? both : present.map(x -> 1);
        Held next = Held.of(declared, roomy, wanted);
        if (!runs.fit(next) || !runs.place(next.paths)) {
            return null;
        }
        entries = wanted;
        held = next;
        return program.withRowRuns(runs.runs(held), runs.guards());
    }

    /** How many entries of the matrix there are links for. */
    int links() {
        return held.links.size();
    }
}
