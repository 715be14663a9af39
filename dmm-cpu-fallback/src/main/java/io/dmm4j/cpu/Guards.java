package io.dmm4j.cpu;

import io.dmm4j.flat.Ranges;

/**
 * Watches rows of a lane block that have to stay 0 while a machine that holds its matrix runs.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class Guards<A> {
    private final int base;
    private final LaneRange lanes;
    private int alarm = -1;

    Guards(Cells<A> cells, LaneRange lanes) {
        base = cells.base();
        this.lanes = lanes;
    }

    /** Begins a window. */
    void start() {
        alarm = -1;
    }

    /** Remembers the first cycle after which a guarded row is not 0. */
    void watch(RowKernels<A> kernels, A s, Ranges guarded, int cycle) {
        for (int i = 0; i < guarded.count() && alarm < 0; i++) {
            if (isAlarming(kernels, s, guarded.start()[i], guarded.length()[i])) {
                alarm = cycle;
            }
        }
    }

    private boolean isAlarming(RowKernels<A> kernels, A s, int row, int rows) {
        int width = lanes.width();
        if (lanes.count() == width) {
            return kernels.anyNonZero(s, base + row * width, rows * width);
        }
        for (int r = row; r < row + rows; r++) {
            if (kernels.anyNonZero(s, base + r * width, lanes.count())) {
                return true;
            }
        }
        return false;
    }

    /** The first cycle of the latest window after which a guarded row was not 0; −1 if there was none. */
    int alarm() {
        return alarm;
    }
}
