package io.dmm4j.cuda;

import io.dmm4j.cuda.device.Dense;
import io.dmm4j.cuda.device.Memory;
import io.dmm4j.cuda.device.Product;
import io.dmm4j.cuda.device.Span;
import io.dmm4j.cuda.device.Sparse;
import io.dmm4j.cuda.kernel.Args;
import io.dmm4j.cuda.kernel.Kernel;
import io.dmm4j.flat.Csr;
import java.util.Arrays;

/**
 * The links of a stage as a matrix on the device, in compressed rows or in full. Its values are gathered from the
 * parameters; slices of lanes share it. Rows of a matrix that is added lie between its first and its last row with entries.
 */
final class LinkMatrix {
    private final Workshop shop;
    private final ParameterVector parameters;
    private final String what;
    private final int firstRow;
    private final int rows;
    private final int cols;
    private final int width;
    private final boolean full;
    private final boolean add;
    private final Memory rowStart;
    private final Memory col;
    private final Memory weight;
    private final Memory values;
    private final long count;

    /**
     * A matrix.
     *
     * @param csr with at least one entry
     * @param width rows of the state per row of the matrix: 1, or L in the rigid case
     * @param full whether to store every cell; then no cell may have two entries
     * @param add whether products are added
     */
    LinkMatrix(Workshop shop, ParameterVector parameters, Csr csr, int width, boolean full, boolean add, String what) {
        this.shop = shop;
        this.parameters = parameters;
        this.what = what;
        this.width = width;
        this.full = full;
        this.add = add;
        int[] start = csr.rowStart();
        firstRow = add ? firstUsed(start) : 0;
        rows = (add ? lastUsed(start) + 1 : csr.rows()) - firstRow;
        cols = csr.cols();
        int[] weights = full ? cells(csr) : csr.weight();
        count = weights.length;
        weight = shop.ints(weights, "weight indices, " + what);
        values = shop.memory(count * LaneSlice.bytes(parameters.precision()), "values, " + what);
        rowStart = full ? null : shop.ints(Arrays.copyOfRange(start, firstRow, firstRow + rows + 1), "rows, " + what);
        col = full ? null : shop.ints(csr.col(), "columns, " + what);
    }

    private static int firstUsed(int[] start) {
        int r = 0;
        while (start[r + 1] == 0) {
            r++;
        }
        return r;
    }

    private static int lastUsed(int[] start) {
        int r = start.length - 2;
        while (start[r] == start[start.length - 1]) {
            r--;
        }
        return r;
    }

    private int[] cells(Csr csr) {
        int[] cell = new int[Math.multiplyExact(rows, cols)];
        Arrays.fill(cell, parameters.zero());
        for (int r = 0; r < rows; r++) {
            for (int k = csr.rowStart()[firstRow + r]; k < csr.rowStart()[firstRow + r + 1]; k++) {
                cell[r * cols + csr.col()[k]] = csr.weight()[k];
            }
        }
        return cell;
    }

    /** Takes over the present parameters. */
    void refresh() {
        shop.flat(
                parameters.precision(),
                count,
                Args.of(Kernel.VALUES_GATHER)
                        .pointer("parameters", parameters.address())
                        .pointer("weight", weight.address())
                        .number("count", count)
                        .pointer("values", values.address()));
    }

    /** The product with rows of a state, into other rows of it: prepared once, run in every cycle. */
    Product product(DeviceState state, long firstX, long firstY, boolean deterministic) {
        LaneSlice lanes = state.lanes();
        int w = width == 1 ? lanes.count() : Math.multiplyExact(width, lanes.stride());
        int stride = Math.multiplyExact(width, lanes.stride());
        Span x = state.rows(firstX, (long) cols * width);
        Span y = state.rows(firstY + (long) firstRow * width, (long) rows * width);
        return shop.scope()
                .own(
                        full
                                ? shop.gpu()
                                        .product(
                                                new Dense(
                                                        rows,
                                                        cols,
                                                        w,
                                                        stride,
                                                        lanes.wide(),
                                                        values.all(),
                                                        x,
                                                        y,
                                                        add,
                                                        what),
                                                shop.queue())
                                : shop.gpu()
                                        .product(
                                                new Sparse(
                                                        rows,
                                                        cols,
                                                        w,
                                                        stride,
                                                        count,
                                                        lanes.wide(),
                                                        rowStart.all(),
                                                        col.all(),
                                                        values.all(),
                                                        x,
                                                        y,
                                                        add,
                                                        deterministic,
                                                        what),
                                                shop.queue()));
    }
}
