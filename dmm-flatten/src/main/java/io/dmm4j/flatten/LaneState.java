package io.dmm4j.flatten;

import io.dmm4j.flat.Ranges;
import io.dmm4j.spi.Executor;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import java.util.BitSet;

/**
 * The outputs of a program in all lanes at one moment, as trees and as rows.
 *
 * @param program the program
 * @param rows its output rows, [rows × lanes]
 * @param lanes how many lanes
 */
record LaneState(Flattened program, double[] rows, int lanes) {
    /** What an executor of the program has. */
    static LaneState of(Flattened program, Executor executor) {
        int lanes = executor.options().lanes();
        double[] rows = new double[Math.multiplyExact(program.program().outputRows(), lanes)];
        executor.readState(rows);
        return new LaneState(program, rows, lanes);
    }

    /** Whether a row is not 0 in some lane. */
    boolean isPresent(int row) {
        for (int i = row * lanes; i < (row + 1) * lanes; i++) {
            if (rows[i] != 0) {
                return true;
            }
        }
        return false;
    }

    /** Whether some of these rows are not 0. */
    boolean isPresent(Ranges ranges) {
        for (int i = 0; i < ranges.count(); i++) {
            for (int r = ranges.start()[i]; r < ranges.start()[i] + ranges.length()[i]; r++) {
                if (isPresent(r)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The tree of a port in a lane. */
    VValue tree(PortRows p, int lane) {
        return program.tree(p, i -> rows[(p.row() + i) * lanes + lane]);
    }

    /** Where the trees of a port have numbers, in any lane: a V-value of ones. */
    VValue support(PortRows p) {
        return program.tree(p, i -> isPresent(p.row() + i) ? 1 : 0);
    }

    /**
     * Whether the program, if it was flattened for a number of cycles, foresees what may become of a value of a port in what
     * is left of them: its numbers stand where there are some now, where there were some at the start, or where they are fed.
     */
    boolean isForeseen(PortRows p, VValue value) {
        BitSet rowsAtStart = new BitSet();
        for (int row : program.program().initial().row()) {
            rowsAtStart.set(row);
        }
        Ranges fed = program.program().externals();
        for (int i = 0; i < fed.count(); i++) {
            rowsAtStart.set(fed.start()[i], fed.start()[i] + fed.length()[i]);
        }
        boolean[] all = {true};
        value.forEach((path, x) -> {
            int row = program.row(p.port(), path);
            all[0] &= row >= 0 && (rowsAtStart.get(row) || isPresent(row));
        });
        return all[0];
    }

    /** Gives a port another tree in a lane; paths without a row are left out. */
    void set(PortRows p, int lane, VValue value) {
        for (int i = 0; i < p.count(); i++) {
            rows[(p.row() + i) * lanes + lane] = 0;
        }
        value.forEach((path, x) -> {
            int row = program.row(p.port(), path);
            if (row >= 0) {
                rows[row * lanes + lane] = x;
            }
        });
    }

    /** The same numbers at the same paths in the rows of another program; what has no row there is left out. */
    LaneState carriedTo(Flattened other) {
        double[] next = new double[Math.multiplyExact(other.program().outputRows(), lanes)];
        for (PortRows p : program.outputs()) {
            int[] row = {p.row()};
            p.shape().forEach((path, one) -> {
                int from = row[0]++;
                Path known = isPresent(from) ? program.known(path) : null;
                int to = known == null ? -1 : other.row(p.port(), known);
                if (to >= 0) {
                    System.arraycopy(rows, from * lanes, next, to * lanes, lanes);
                }
            });
        }
        return new LaneState(other, next, lanes);
    }
}
