package io.dmm4j.cpu;

import java.util.Arrays;

/**
 * What a lane block carries ({@link Carried}): the weights of the ranges, and which ranges need not be multiplied.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class CarriedRows<A> {
    private final Carried carried;
    private final Cells<A> cells;
    private final int base;
    private final int width;

    /** The weights, [ranges × width]. */
    private final A weight;

    /** Whether a range was multiplied by ones since other numbers came in: doing it again would change no bit. */
    private final boolean[] settled;

    CarriedRows(Carried carried, Cells<A> cells, int width) {
        this.carried = carried;
        this.cells = cells;
        this.width = width;
        base = cells.base();
        weight = cells.array(Math.addExact(Math.multiplyExact(carried.count(), width), Cells.SLACK));
        settled = new boolean[carried.count()];
    }

    /** To be called when numbers came into the state from outside. */
    void unsettle() {
        Arrays.fill(settled, false);
    }

    /** Takes the weights that are parameters; all lanes have the same. */
    void setParameters(double[] parameters) {
        for (int i = 0; i < settled.length; i++) {
            if (carried.weight[i] < 0) {
                cells.fill(weight, i * width, width, parameters[~carried.weight[i]]);
            }
        }
    }

    /** Takes the weights that are parameters of each lane's own, [parameters × width]. */
    void setLaneParameters(A parameters) {
        for (int i = 0; i < settled.length; i++) {
            if (carried.weight[i] < 0) {
                System.arraycopy(parameters, ~carried.weight[i] * width, weight, i * width, width);
            }
        }
    }

    /** Takes the weights that are rows of the state, which may be among what is carried. */
    void keep(A s) {
        for (int i = 0; i < settled.length; i++) {
            int row = carried.weight[i];
            if (row >= 0 && width == 1) {
                cells.set(weight, i, cells.get(s, base + row)); // a call of arraycopy takes longer than all the rest
            } else if (row >= 0) {
                System.arraycopy(s, base + row * width, weight, i * width, width);
            }
        }
    }

    /**
     * Multiplies what is carried by its weights; what is carried with weights of 1 is there already.
     *
     * @param lanes those that are real, of the width
     */
    void carry(Kernels<A> kernels, A s, int lanes) {
        RowKernels<A> rows = kernels.rows();
        for (int i = 0; i < settled.length; i++) {
            boolean ones = rows.areOnes(weight, i * width, lanes);
            if (!ones || !settled[i]) {
                rows.multiply(s, base + carried.row[i] * width, carried.length[i], weight, i * width, width);
                settled[i] = ones;
            }
        }
    }

    /** Adds what is to be added to carried rows, after they are multiplied. */
    void add(Kernels<A> kernels, A s) {
        kernels.rows().add(s, base, carried.sum, carried.added, width);
    }
}
