package io.dmm4j.cuda;

import io.dmm4j.cuda.device.Sparse;
import io.dmm4j.spi.Precision;
import io.dmm4j.value.DmmException;
import java.util.ArrayList;
import java.util.List;

/**
 * Some lanes of an executor and how they lie on the device: number (row, lane) of a matrix is element {@code row · stride +
 * lane}. Rows are padded to 16 bytes where there are more than a few lanes, so that kernels can move 16 bytes at a time.
 *
 * @param first the first lane, from 0
 * @param count how many
 * @param stride elements from one row to the next, ≥ count
 * @param precision of the numbers
 */
record LaneSlice(int first, int count, int stride, Precision precision) {
    private static final int VECTOR_BYTES = 16;

    /** Lanes up to which padding would cost more than it gains. */
    private static final int FEW = 4;

    /**
     * Cuts lanes so that no dense operand is larger than cuSPARSE takes.
     *
     * @param rows rows of the largest operand
     */
    static List<LaneSlice> cut(int lanes, int rows, Precision precision) {
        return cut(lanes, rows, precision, Sparse.MOST_ELEMENTS, Integer.MAX_VALUE);
    }

    /** Likewise with at most so many elements per operand and so many lanes per slice. */
    static List<LaneSlice> cut(int lanes, int rows, Precision precision, long mostElements, int mostLanes) {
        int vector = VECTOR_BYTES / bytes(precision);
        long most = Math.min(mostLanes, mostElements / Math.max(1, rows));
        long whole = most > FEW ? most / vector * vector : most;
        if (whole < 1) {
            throw new DmmException("a program with " + rows + " rows of one kind does not fit backend cuda, expected at"
                    + " most " + mostElements);
        }
        long slices = (lanes + whole - 1) / whole;
        long even = (lanes + slices - 1) / slices;
        long each = Math.min(whole, slices > 1 && even > FEW ? (even + vector - 1) / vector * vector : even);
        List<LaneSlice> cut = new ArrayList<>();
        for (long first = 0; first < lanes; first += each) {
            cut.add(of((int) first, (int) Math.min(each, lanes - first), precision));
        }
        return cut;
    }

    private static LaneSlice of(int first, int count, Precision precision) {
        int vector = VECTOR_BYTES / bytes(precision);
        int stride = count <= FEW ? count : Math.toIntExact(((long) count + vector - 1) / vector * vector);
        return new LaneSlice(first, count, stride, precision);
    }

    static int bytes(Precision precision) {
        return precision == Precision.FLOAT32 ? Float.BYTES : Double.BYTES;
    }

    /** Bytes of one number. */
    int bytes() {
        return bytes(precision);
    }

    /** Bytes of so many rows. */
    long bytes(long rows) {
        return Math.multiplyExact(Math.multiplyExact(rows, stride), bytes());
    }

    /** Whether numbers are 64-bit. */
    boolean wide() {
        return precision == Precision.FLOAT64;
    }
}
