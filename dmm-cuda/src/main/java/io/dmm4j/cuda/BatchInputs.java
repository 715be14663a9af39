package io.dmm4j.cuda;

import io.dmm4j.cuda.device.Marker;
import io.dmm4j.cuda.device.Memory;
import io.dmm4j.cuda.device.Queue;
import io.dmm4j.flat.LossProgram;
import io.dmm4j.spi.TrainingBatch;
import io.dmm4j.value.DmmException;
import java.nio.DoubleBuffer;

/**
 * Targets and weights of one slice of lanes on their way to the loss program, through a queue of their own: a batch is packed
 * and uploaded while the one before it is still being computed. There are two places for it on the device; from the latest it
 * is copied to the loss program's rows when the machines get there.
 */
final class BatchInputs {
    private static final int PLACES = 2;

    private final Workshop shop;
    private final LossProgram loss;
    private final ProbeLayout layout;
    private final int lanes;
    private final Queue copies;
    private final PinnedRing host;
    private final Memory[] places = new Memory[PLACES];
    private final Marker[] taken = new Marker[PLACES];

    /** The lanes of one slice at most, so that what is uploaded stays below 2^31 bytes; at least 1. */
    static int mostLanes(LossProgram loss, int window) {
        long perLane = Math.max(1, (long) (loss.probeRows() + loss.terms()) * window * Double.BYTES);
        return (int) Math.max(1, Integer.MAX_VALUE / perLane);
    }

    /**
     * Places for a slice.
     *
     * @param lanes of the whole executor: the stride of the batch's arrays
     * @param copies the queue that uploads
     */
    BatchInputs(Workshop shop, LossProgram loss, ProbeLayout layout, int lanes, Queue copies) {
        this.shop = shop;
        this.loss = loss;
        this.layout = layout;
        this.lanes = lanes;
        this.copies = copies;
        long bytes = Math.multiplyExact((long) rows() * layout.columns(), Double.BYTES);
        if (bytes > Integer.MAX_VALUE) {
            throw new DmmException("the targets of a batch take " + bytes
                    + " bytes in one lane, expected less than 2^31; train with a shorter window");
        }
        host = new PinnedRing(shop, bytes, PLACES, "targets of a batch");
        for (int i = 0; i < PLACES; i++) {
            places[i] = shop.memory(bytes, "targets of a batch");
            taken[i] = shop.scope().own(shop.gpu().marker("targets taken"));
        }
    }

    private int rows() {
        return loss.probeRows() + loss.terms();
    }

    /** Takes a batch over; its arrays are free again when this returns. */
    void set(TrainingBatch batch) {
        if (rows() == 0) {
            return;
        }
        DoubleBuffer b = host.next().asDoubleBuffer();
        pack(b, batch);
        copies.after(taken[host.turn()]);
        host.send(copies, places[host.turn()].all());
    }

    /** Rows of targets, then of weights; columns that are no lane of a cycle of the batch are 0. */
    private void pack(DoubleBuffer b, TrainingBatch batch) {
        int columns = layout.columns();
        double[] zeros = new double[columns];
        for (int r = 0; r < rows(); r++) {
            b.put(r * columns, zeros);
        }
        int first = layout.lanes().first();
        int count = layout.lanes().count();
        int p = loss.probeRows();
        int k = loss.terms();
        for (int t = 0; t < batch.cycles(); t++) {
            int column = t * layout.lanes().stride();
            for (int r = 0; r < p; r++) {
                b.put(r * columns + column, batch.targets(), (t * p + r) * lanes + first, count);
            }
            for (int r = 0; r < k; r++) {
                b.put((p + r) * columns + column, batch.weights(), (t * k + r) * lanes + first, count);
            }
        }
    }

    /** Lets the machines' queue copy the latest batch to the loss program's rows, when it has arrived. */
    void take(StepProgram into) {
        if (rows() == 0) {
            return;
        }
        shop.queue().after(host.sent());
        shop.copy(places[host.turn()].all(), into.rows(loss.targets(), rows()));
        shop.queue().record(taken[host.turn()]);
    }
}
