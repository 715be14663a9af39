package io.dmm4j.cuda;

import io.dmm4j.cuda.device.Memory;
import io.dmm4j.cuda.device.Queue;
import io.dmm4j.cuda.kernel.Kernel;
import io.dmm4j.flat.LossProgram;
import io.dmm4j.spi.TrainingBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The loss programs of all slices of lanes, what they are fed, and their sum. */
final class Losses {
    private final Workshop shop;
    private final List<LossWork> works = new ArrayList<>();
    private final List<BatchInputs> inputs = new ArrayList<>();
    private final int terms;
    private final RowList rows;
    private final Memory termSums;
    private final Memory sum;
    private final Memory first;
    private final Memory target;

    /** Losses of slices; {@code lanes} are those of the whole executor. */
    Losses(Workshop shop, LossProgram loss, List<CycleWork> slices, int lanes, CudaOptions options) {
        this.shop = shop;
        Queue copies = shop.scope().own(shop.gpu().queue("uploads of batches"));
        for (CycleWork s : slices) {
            works.add(new LossWork(shop, loss, s, options));
            inputs.add(new BatchInputs(shop, loss, s.layout, lanes, copies));
        }
        shop.scope().own((AutoCloseable) copies::synchronise); // before what it copies is freed
        terms = loss.terms();
        rows = new RowList(
                shop, IntStream.range(loss.losses(), loss.losses() + terms).toArray(), "rows of losses");
        termSums = shop.memory((long) terms * Double.BYTES, "loss by term");
        sum = shop.memory(Double.BYTES, "the loss");
        first = shop.ints(new int[] {0, terms}, "terms of the loss");
        target = shop.ints(new int[] {0}, "the loss");
    }

    /** The loss, one 64-bit number. */
    Memory sum() {
        return sum;
    }

    /** Takes a batch over; its arrays are free again when this returns. */
    void set(TrainingBatch batch) {
        inputs.forEach(i -> i.set(batch));
    }

    /** Queues copies of the latest batch to the rows of the loss programs. */
    void take() {
        for (int i = 0; i < works.size(); i++) {
            inputs.get(i).take(works.get(i).program());
        }
    }

    /** Queues the losses of what the probes saw, and their sum: over the columns of each slice in turn, then over terms. */
    void run() {
        shop.clear(termSums.all());
        shop.clear(sum.all());
        for (LossWork w : works) {
            w.run();
            if (terms > 0) {
                DeviceState state = w.program().state;
                shop.spread(
                        state.lanes(),
                        terms,
                        RowList.onState(Kernel.LANE_SUMS, state)
                                .pointer("rows", rows.address())
                                .number("count", terms)
                                .pointer("partial", termSums.address()));
            }
        }
        if (terms > 0) {
            Steps.addPartials(shop, termSums, first, target, 1, sum);
        }
    }

    /** Queues the seeds of each slice. */
    void seeds(List<ReverseWork> back) {
        for (int i = 0; i < works.size(); i++) {
            works.get(i).seeds(back.get(i));
        }
    }
}
