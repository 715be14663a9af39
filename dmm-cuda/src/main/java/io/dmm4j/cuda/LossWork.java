package io.dmm4j.cuda;

import io.dmm4j.cuda.device.Memory;
import io.dmm4j.cuda.kernel.Kernel;
import io.dmm4j.flat.LossProgram;
import io.dmm4j.spi.Precision;
import java.util.stream.IntStream;

/** A loss program on the device, between what the probes saw and the seeds of the way back. */
final class LossWork {
    final StepProgram program;
    private final Workshop shop;
    private final LossProgram loss;
    private final CycleWork machines;
    private final Memory termSums;
    private final Memory sum;
    private final RowList lossRows;
    private final Memory first;
    private final Memory target;

    LossWork(Workshop shop, LossProgram loss, CycleWork machines, CudaOptions options) {
        this.shop = shop;
        this.loss = loss;
        this.machines = machines;
        program = new StepProgram(shop, loss.program(), machines.layout.columns(), options, "the loss of a window");
        int k = loss.terms();
        lossRows = new RowList(
                shop, IntStream.range(loss.losses(), loss.losses() + k).toArray(), "rows of losses");
        termSums = shop.memory((long) k * Double.BYTES, "loss by term");
        sum = shop.memory(Double.BYTES, "the loss");
        first = shop.ints(new int[] {0, k}, "terms of the loss");
        target = shop.ints(new int[] {0}, "the loss");
    }

    /** The loss, one 64-bit number. */
    Memory sum() {
        return sum;
    }

    /** Queues the loss of what the probes saw. */
    void run() {
        ProbeLayout layout = machines.layout;
        long numbers = (long) layout.rows() * layout.columns();
        if (numbers > 0) {
            Steps.widen(
                    shop,
                    layout.lanes().precision(),
                    machines.seen().address(),
                    numbers,
                    program.rows(loss.predictions(), layout.rows()).address());
        }
        program.run();
        shop.clear(termSums.all());
        shop.clear(sum.all());
        if (lossRows.count() > 0) {
            shop.spread(
                    program.state.lanes(),
                    lossRows.count(),
                    RowList.onState(Kernel.LANE_SUMS, program.state)
                            .pointer("rows", lossRows.address())
                            .number("count", lossRows.count())
                            .pointer("partial", termSums.address()));
            Steps.addPartials(shop, termSums, first, target, 1, sum);
        }
    }

    /** Queues the seeds: the loss program's, in the precision of the machines. */
    void seeds(ReverseWork back) {
        ProbeLayout layout = machines.layout;
        long numbers = (long) layout.rows() * layout.columns();
        if (numbers > 0) {
            Precision p = layout.lanes().precision();
            Steps.round(
                    shop,
                    p,
                    program.rows(loss.seeds(), layout.rows()).address(),
                    numbers,
                    back.seeds().address());
        }
    }
}
