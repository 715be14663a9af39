package io.dmm4j.train;

import io.dmm4j.flat.UpdateProgram;
import io.dmm4j.spi.TrainingExecutor;
import io.dmm4j.train.update.Updater;
import java.util.Arrays;

/** What an updater would remember after a step that was not adopted: its ops are run on the host, slowly. */
final class Remembered {
    private final UpdateProgram program;
    private final ReferenceOps ops;

    Remembered(Parameters p, Updater updater) {
        program = UpdateLowering.unchecked(p, updater);
        ops = new ReferenceOps(program.program());
    }

    /**
     * The slots after the step.
     *
     * @param executor which stands before the step
     * @param used the gradient that the step used, one per trained number
     * @param scalars those of the step
     * @return for each slot, one per trained number
     */
    double[][] after(TrainingExecutor executor, double[] used, double[] scalars) {
        ops.start(new Branches(), false);
        double[] numbers = new double[executor.program().numbers()];
        executor.readNumbers(numbers);
        for (int i = 0; i < program.index().length; i++) {
            ops.s[program.parameters() + i] = numbers[program.index()[i]];
        }
        double[][] slots = new double[program.slots().size()][program.trained()];
        for (int k = 0; k < slots.length; k++) {
            executor.readSlot(k, slots[k]);
            put(slots[k], program.slot(k));
        }
        put(used, program.gradient());
        put(scalars, program.scalarRows());
        program.program().stages().forEach(s -> ops.run(s.ops()));
        for (int k = 0; k < slots.length; k++) {
            slots[k] = Arrays.copyOfRange(ops.s, program.slot(k), program.slot(k) + program.trained());
        }
        return slots;
    }

    private void put(double[] numbers, int row) {
        System.arraycopy(numbers, 0, ops.s, row, numbers.length);
    }
}
