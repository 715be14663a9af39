package io.dmm4j.flatten;

import io.dmm4j.net.HeldLinks;
import io.dmm4j.net.Network;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.VValue;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;

/** Sees to it that the program of a machine that holds its own matrix has links for all entries that are there. */
final class HeldPattern {
    private static final Logger LOG = System.getLogger(FlatMachine.class.getName());

    private final GrownProgram program;
    private int rewirings;

    /** The program that was found to have links for all entries. */
    private Flattened known;

    HeldPattern(GrownProgram program) {
        this.program = program;
    }

    /** The matrix may have entries that the program has no links for. */
    void distrust() {
        known = null;
    }

    /** How often the program got new links on the same tables. */
    int rewirings() {
        return rewirings;
    }

    /** Gives the program links for all entries that are there, if it may lack some. */
    void keepUp() {
        if (known != program.flattened()) {
            if (program.flattened().program().guards().count() > 0) {
                adapt();
            }
            known = program.flattened();
        }
    }

    private void adapt() {
        LaneState state = program.state();
        if (!state.isPresent(program.flattened().program().guards())) {
            return;
        }
        long next = program.executor().cycle() + 1;
        check(state, next);
        Network network = program.network();
        VValue present = state.support(program.flattened().output(network.self().output()));
        // what a new link carries may outgrow rows that were inferred for some cycles, before these are over
        boolean lasts = program.horizon() == Shapes.FOREVER;
        Flattened rewired = lasts ? program.flattened().rewired(present) : null;
        if (rewired == null) {
            program.grow(network, Map.of());
        } else {
            int before = program.flattened().heldLinks();
            program.rewire(rewired, state);
            rewirings++;
            LOG.log(
                    Level.DEBUG,
                    () -> "cycle " + (next - 1) + ": new pattern, " + before + " to " + rewired.heldLinks()
                            + " links of " + network.self().output());
        }
        if (program.state().isPresent(program.flattened().program().guards())) {
            throw new DmmException("cycle " + next + ": the matrices in "
                    + network.self().output()
                    + " make neurons of one name and several types in different lanes, expected one type");
        }
    }

    /** Fails if the matrix of a lane is not well formed, as the tree engine does, or if the program cannot change. */
    private void check(LaneState state, long next) {
        Network network = program.network();
        if (network.self() == null) {
            throw new DmmException("cycle " + next
                    + ": the machine's own matrix has an entry that the program has no link for, and it cannot grow");
        }
        PortRows p = program.flattened().output(network.self().output());
        HeldLinks reader = new HeldLinks(network);
        for (int lane = 0; lane < state.lanes(); lane++) {
            try {
                reader.read(state.tree(p, lane));
            } catch (DmmException e) {
                throw new DmmException("cycle " + next + ", lane " + lane + ": " + e.getMessage(), e);
            }
        }
        if (!program.canGrow()) {
            throw new DmmException("cycle " + next + ": the matrix in "
                    + network.self().output() + " has an entry that the program has no link for, and it cannot grow");
        }
    }
}
