package io.dmm4j.flatten;

import io.dmm4j.spi.Executor;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.VValue;
import java.util.ArrayList;
import java.util.List;

/** What probes saw in the cycles of the latest window, in pieces, since the program may have changed within it. */
final class ProbedWindow {
    private final List<Piece> pieces = new ArrayList<>();

    /** The probed rows of some cycles, as one program saw them. */
    private record Piece(Flattened program, int cycles, double[] probed, int perCycle, int lanes) {

        VValue tree(int cycle, int probe, int lane) {
            int first = 0;
            for (int i = 0; i < probe; i++) {
                first += program.program().probes().length()[i];
            }
            int base = cycle * perCycle + first * lanes + lane;
            PortRows rows = program.rows(program.network().probes().get(probe));
            return program.tree(rows, i -> probed[base + i * lanes]);
        }
    }

    /** Begins a window. */
    void clear() {
        pieces.clear();
    }

    /** Adds the cycles that an executor has just run. */
    void add(Flattened program, Executor executor, int cycles) {
        int lanes = executor.options().lanes();
        int perCycle = program.program().probes().total() * lanes;
        double[] probed = new double[Math.multiplyExact(perCycle, cycles)];
        double[] one = new double[perCycle];
        for (int t = 0; t < cycles; t++) {
            executor.readProbes(t, one);
            System.arraycopy(one, 0, probed, t * perCycle, perCycle);
        }
        pieces.add(new Piece(program, cycles, probed, perCycle, lanes));
    }

    /** What a probe saw in a cycle of the window, counted from 1. */
    VValue tree(int cycle, int probe, int lane) {
        int left = cycle - 1;
        for (Piece p : pieces) {
            if (left >= 0 && left < p.cycles) {
                return p.tree(left, probe, lane);
            }
            left -= p.cycles;
        }
        int window = pieces.stream().mapToInt(Piece::cycles).sum();
        throw new DmmException("cycle " + cycle + " of the window: expected 1 to " + window);
    }
}
