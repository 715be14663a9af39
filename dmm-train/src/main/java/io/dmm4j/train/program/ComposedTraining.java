package io.dmm4j.train.program;

import io.dmm4j.flat.Rows;
import io.dmm4j.flat.UpdateProgram;
import io.dmm4j.spi.ExecutorOptions;
import io.dmm4j.spi.FlatBackend;
import io.dmm4j.spi.GradientBackend;
import io.dmm4j.spi.GradientExecutor;
import io.dmm4j.spi.TrainingBatch;
import io.dmm4j.spi.TrainingChecks;
import io.dmm4j.spi.TrainingExecutor;
import io.dmm4j.spi.TrainingProgram;
import io.dmm4j.value.DmmException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Training on a backend that runs flat programs and differentiates them: one executor for the cycle and its reverse, one for
 * the loss, one for the update, and the rows that the host hands from one to the next.
 */
final class ComposedTraining implements TrainingExecutor {
    private final FlatBackend backend;
    private final ExecutorOptions options;
    private final GradientExecutor cycle;
    private final LossRows loss;
    private final double[] numbers;
    private final double[] inProgram;
    private final double[] gradient;
    private final double[] state;
    private final TrainingChecks checks;
    private TrainingProgram program;
    private UpdateRows update;
    private TrainingBatch batch;
    private boolean fromStart;
    private boolean ran;
    private boolean ranFromStart;
    private boolean closed;
    private double[] before;
    private long cycleBefore;

    /**
     * Opens a program.
     *
     * @param runs runs loss and update
     * @param differentiates runs the cycle and its reverse
     * @throws DmmException if a backend is not usable or the program does not fit it
     */
    ComposedTraining(
            FlatBackend runs, GradientBackend differentiates, TrainingProgram program, ExecutorOptions options) {
        backend = runs;
        this.program = program;
        this.options = options;
        checks = new TrainingChecks(program, options);
        Deque<Runnable> opened = new ArrayDeque<>();
        try {
            cycle = differentiates.openGradient(program.adjoint(), options);
            opened.push(cycle::close);
            loss = new LossRows(backend, program.loss(), options);
            opened.push(loss::close);
            update = new UpdateRows(backend, program.update());
            opened.push(update::close);
            numbers = new double[program.numbers()];
            gradient = new double[numbers.length];
            inProgram = new double[numbers.length - program.initialRow().length];
            state = new double[Math.multiplyExact(cycle.program().outputRows(), options.lanes())];
            setNumbers(atFirst());
            reset();
        } catch (RuntimeException | Error e) {
            opened.forEach(Runnable::run);
            throw e;
        }
    }

    private double[] atFirst() {
        double[] first = Arrays.copyOf(cycle.program().parameters(), numbers.length);
        double[] outputs = new double[cycle.program().outputRows()];
        Rows initial = cycle.program().initial();
        for (int i = 0; i < initial.count(); i++) {
            outputs[initial.row()[i]] = initial.value()[i];
        }
        int[] row = program.initialRow();
        for (int i = 0; i < row.length; i++) {
            first[inProgram.length + i] = row[i] < 0 ? 0 : outputs[row[i]];
        }
        return first;
    }

    // ---- numbers -----------------------------------------------------------------------------------------------

    @Override
    public void setNumbers(double[] to) {
        open();
        checks.numbers("numbers", to);
        System.arraycopy(to, 0, numbers, 0, numbers.length);
        update.setNumbers(numbers);
        setParameters();
    }

    private void setParameters() {
        System.arraycopy(numbers, 0, inProgram, 0, inProgram.length);
        cycle.setParameters(inProgram);
    }

    @Override
    public void readNumbers(double[] into) {
        open();
        checks.numbers("numbers", into);
        System.arraycopy(numbers, 0, into, 0, numbers.length);
    }

    @Override
    public void setSlot(int slot, double[] values) {
        open();
        TrainingChecks.slot(slot, values, program.update());
        update.setSlot(slot, values);
    }

    @Override
    public void readSlot(int slot, double[] into) {
        open();
        TrainingChecks.slot(slot, into, program.update());
        update.read(program.update().slot(slot), into);
    }

    @Override
    public void replaceUpdate(UpdateProgram other) {
        open();
        TrainingProgram with = program.with(other);
        UpdateRows opened = new UpdateRows(backend, other);
        update.close();
        update = opened;
        program = with;
        update.setNumbers(numbers);
    }

    // ---- a step ------------------------------------------------------------------------------------------------

    @Override
    public void setBatch(TrainingBatch b) {
        open();
        checks.batch(b);
        batch = b;
    }

    @Override
    public void reset() {
        cycle.reset();
        fromStart = true;
        int[] row = program.initialRow();
        if (row.length > 0) {
            Arrays.fill(state, 0);
            Rows initial = cycle.program().initial();
            for (int i = 0; i < initial.count(); i++) {
                fill(initial.row()[i], initial.value()[i]);
            }
            for (int i = 0; i < row.length; i++) {
                fill(row[i], numbers[inProgram.length + i]);
            }
            cycle.writeState(state, 0);
        }
    }

    private void fill(int row, double x) {
        if (row >= 0) {
            Arrays.fill(state, row * options.lanes(), (row + 1) * options.lanes(), x);
        }
    }

    @Override
    public void forward() {
        open();
        TrainingChecks.forward(batch != null);
        if (!fromStart) {
            before = before == null ? new double[state.length] : before;
            cycle.readState(before);
            cycleBefore = cycle.cycle();
        }
        cycle.run(batch.cycles(), batch.events());
        loss.run(cycle, batch);
        ran = true;
        ranFromStart = fromStart;
        fromStart = false;
    }

    @Override
    public double loss() {
        open();
        TrainingChecks.ran("loss", ran);
        return loss.sum();
    }

    @Override
    public void backward() {
        cycle.backward(loss.seeds());
        cycle.readGradient(gradient);
        int[] row = program.initialRow();
        if (row.length > 0 && ranFromStart) {
            cycle.readStateGradient(state);
        }
        for (int i = 0; i < row.length; i++) {
            gradient[inProgram.length + i] = ranFromStart ? sum(row[i]) : 0;
        }
        update.setGradient(gradient);
    }

    private double sum(int row) {
        double sum = 0;
        for (int l = 0; row >= 0 && l < options.lanes(); l++) {
            sum += state[row * options.lanes() + l];
        }
        return sum;
    }

    @Override
    public void update(double[] scalars) {
        open();
        TrainingChecks.ran("update", ran);
        TrainingChecks.scalars(scalars, program.update());
        update.step(loss.sum(), scalars, numbers);
        setParameters();
    }

    // ---- what it came to ---------------------------------------------------------------------------------------

    @Override
    public void readResults(double[] into) {
        open();
        TrainingChecks.results(into);
        update.readResults(into);
    }

    @Override
    public void readGradient(double[] into) {
        open();
        checks.numbers("gradient", into);
        System.arraycopy(gradient, 0, into, 0, gradient.length);
    }

    @Override
    public void writeGradient(double[] other) {
        open();
        checks.numbers("gradient", other);
        update.setGradient(other);
    }

    @Override
    public void readUsedGradient(double[] into) {
        open();
        TrainingChecks.trained("used gradient", into, program.update());
        update.read(program.update().gradient(), into);
    }

    @Override
    public void readNext(double[] into) {
        open();
        TrainingChecks.trained("next numbers", into, program.update());
        update.read(program.update().next(), into);
    }

    @Override
    public void readProbes(int at, double[] into) {
        cycle.readProbes(at, into);
    }

    // ---- state -------------------------------------------------------------------------------------------------

    @Override
    public long cycle() {
        return cycle.cycle();
    }

    @Override
    public void rewind() {
        open();
        TrainingChecks.ran("rewind", ran);
        if (ranFromStart) {
            reset();
        } else {
            writeState(before, cycleBefore);
        }
    }

    @Override
    public void readState(double[] into) {
        cycle.readState(into);
    }

    @Override
    public void writeState(double[] from, long atCycle) {
        cycle.writeState(from, atCycle);
        fromStart = false;
    }

    @Override
    public TrainingProgram program() {
        return program;
    }

    @Override
    public ExecutorOptions options() {
        return options;
    }

    private void open() {
        if (closed) {
            throw new DmmException("this executor of backend " + backend.name() + " is closed");
        }
    }

    @Override
    public void close() {
        closed = true;
        cycle.close();
        loss.close();
        update.close();
    }
}
