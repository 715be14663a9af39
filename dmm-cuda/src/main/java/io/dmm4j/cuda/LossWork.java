package io.dmm4j.cuda;

import io.dmm4j.flat.LossProgram;
import io.dmm4j.spi.Precision;

/** A loss program on the device for one slice of lanes, between what the probes saw and the seeds of the way back. */
final class LossWork {
    private final Workshop shop;
    private final LossProgram loss;
    private final CycleWork machines;
    private final StepProgram program;

    LossWork(Workshop shop, LossProgram loss, CycleWork machines, CudaOptions options) {
        this.shop = shop;
        this.loss = loss;
        this.machines = machines;
        program = new StepProgram(shop, loss.program(), machines.layout.columns(), options, "the loss of a window");
    }

    /** The rows and columns of the loss. */
    StepProgram program() {
        return program;
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
