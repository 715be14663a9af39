package io.dmm4j.cuda;

import io.dmm4j.cuda.device.Memory;
import io.dmm4j.cuda.device.Span;
import io.dmm4j.cuda.kernel.EventTable;
import io.dmm4j.flat.FlatProgram;
import io.dmm4j.flat.UpdateProgram;
import io.dmm4j.spi.ExecutorOptions;
import io.dmm4j.spi.TrainingBatch;
import io.dmm4j.spi.TrainingChecks;
import io.dmm4j.spi.TrainingExecutor;
import io.dmm4j.spi.TrainingProgram;
import java.util.List;

/**
 * Training steps on the device: states, tape, seeds, gradient, numbers and slots stay there, and the host waits only where it
 * reads. All numbers live as 64-bit floats; the machines see them rounded to their precision.
 */
final class CudaTrainingExecutor implements TrainingExecutor {
    private final CudaGradientExecutor machines;
    private final Workshop shop;
    private final CudaOptions cuda;
    private final Losses losses;
    private final Memory gradient;
    private final InitialNumbers initial;
    private final TrainingChecks checks;
    private TrainingProgram program;
    private UpdateWork update;
    private List<EventTable> events;
    private int cycles;
    private boolean fromStart;
    private boolean ran;
    private boolean ranFromStart;
    private long cycleBefore;

    /** Opens a training program. */
    static CudaTrainingExecutor open(
            OpenGpu device, TrainingProgram program, ExecutorOptions options, CudaOptions cuda) {
        FlatProgram cycle = program.adjoint().forward();
        int most = BatchInputs.mostLanes(program.loss(), options.window());
        List<LaneSlice> slices = Setup.slices(cycle, options, cuda, most);
        MemoryNeeds needs =
                MemoryNeeds.ofGradient(cycle, options).with(program.loss()).fitting(Session.free(device));
        return Session.making(device, needs, "training", session -> {
            Setup setup = new Setup(session, cycle, options, cuda, slices, needs.tape(), true, program.numbers());
            return new CudaTrainingExecutor(new CudaGradientExecutor(setup, program.adjoint()), program, cuda);
        });
    }

    private CudaTrainingExecutor(CudaGradientExecutor machines, TrainingProgram program, CudaOptions cuda) {
        this.machines = machines;
        this.program = program;
        this.cuda = cuda;
        checks = new TrainingChecks(program, machines.options());
        shop = machines.shop;
        losses = new Losses(shop, program.loss(), machines.slices, options().lanes(), cuda);
        gradient = shop.memory((long) program.numbers() * Double.BYTES, "the gradient of all numbers");
        initial = new InitialNumbers(shop, program);
        update = UpdateWork.make(shop, program.update(), cuda);
        shop.scope().own((AutoCloseable) () -> update.close());
        setAll(initial.atFirst());
        restart();
    }

    private Memory numbers() {
        return machines.tables.parameters.exact().memory();
    }

    // ---- numbers -----------------------------------------------------------------------------------

    private void setAll(double[] values) {
        machines.tables.parameters.set(values);
        machines.parametersChanged();
        update.numbers(numbers());
    }

    @Override
    public void setNumbers(double[] values) {
        checks.numbers("numbers", values);
        machines.on(() -> setAll(values));
    }

    @Override
    public void readNumbers(double[] into) {
        checks.numbers("numbers", into);
        machines.on(() -> machines.transfer.readDoubles(numbers(), 0, program.numbers(), into));
    }

    @Override
    public void setSlot(int slot, double[] values) {
        TrainingChecks.slot(slot, values, update.update);
        machines.on(() -> write(values, update.rows(update.update.slot(slot), update.update.trained())));
    }

    @Override
    public void readSlot(int slot, double[] into) {
        TrainingChecks.slot(slot, into, update.update);
        machines.on(() -> read(update.rows(update.update.slot(slot), update.update.trained()), into));
    }

    private void write(double[] from, Span to) {
        machines.transfer.writeDoubles(from, (int) (to.bytes() / Double.BYTES), to.memory(), to.offset());
    }

    private void read(Span from, double[] into) {
        machines.transfer.readDoubles(from.memory(), from.offset(), (int) (from.bytes() / Double.BYTES), into);
    }

    @Override
    public void replaceUpdate(UpdateProgram other) {
        TrainingProgram with = program.with(other);
        machines.on(() -> {
            UpdateWork opened = UpdateWork.make(shop, other, cuda);
            UpdateWork old = update;
            update = opened;
            program = with;
            old.close();
            update.numbers(numbers());
        });
    }

    // ---- a step ------------------------------------------------------------------------------------

    @Override
    public void setBatch(TrainingBatch b) {
        checks.batch(b);
        machines.on(() -> {
            events = machines.fed.tables(b.cycles(), b.events());
            cycles = b.cycles();
            losses.set(b);
        });
    }

    @Override
    public void reset() {
        machines.on(this::restart);
    }

    private void restart() {
        machines.start();
        machines.slices.forEach(s -> initial.set(s.state, machines.tables.parameters.address()));
        fromStart = true;
    }

    @Override
    public void forward() {
        TrainingChecks.forward(events != null);
        machines.on(() -> {
            cycleBefore = machines.cycle();
            losses.take();
            machines.forward(cycles, events, losses::run);
            ran = true;
            ranFromStart = fromStart;
            fromStart = false;
        });
    }

    @Override
    public double loss() {
        TrainingChecks.ran("loss", ran);
        double[] sum = new double[1];
        machines.on(() -> read(losses.sum().all(), sum));
        return sum[0];
    }

    @Override
    public void backward() {
        int taped = machines.taped();
        machines.on(() -> {
            machines.reverse(taped, () -> losses.seeds(machines.back));
            int parameters = program.adjoint().forward().parameters().length;
            long bytes = (long) parameters * Double.BYTES;
            shop.copy(machines.reverse.gradient.span(0, bytes), gradient.span(0, bytes));
            initial.gradient(machines.slices, gradient, ranFromStart);
            update.gradient(gradient);
        });
    }

    @Override
    public void update(double[] scalars) {
        TrainingChecks.ran("update", ran);
        TrainingChecks.scalars(scalars, update.update);
        machines.on(() -> {
            update.step(scalars, losses.sum(), numbers());
            machines.tables.parameters.round();
            machines.parametersChanged();
        });
    }

    // ---- what it came to ---------------------------------------------------------------------------

    @Override
    public void readResults(double[] into) {
        TrainingChecks.results(into);
        machines.on(() -> read(update.rows(update.update.results(), UpdateProgram.RESULTS), into));
    }

    @Override
    public void readGradient(double[] into) {
        checks.numbers("gradient", into);
        machines.on(() -> machines.transfer.readDoubles(gradient, 0, program.numbers(), into));
    }

    @Override
    public void writeGradient(double[] other) {
        checks.numbers("gradient", other);
        machines.on(() -> {
            machines.transfer.writeDoubles(other, program.numbers(), gradient, 0);
            update.gradient(gradient);
        });
    }

    @Override
    public void readUsedGradient(double[] into) {
        TrainingChecks.trained("used gradient", into, update.update);
        machines.on(() -> read(update.rows(update.update.gradient(), update.update.trained()), into));
    }

    @Override
    public void readNext(double[] into) {
        TrainingChecks.trained("next numbers", into, update.update);
        machines.on(() -> read(update.rows(update.update.next(), update.update.trained()), into));
    }

    @Override
    public void readProbes(int cycle, double[] into) {
        machines.readProbes(cycle, into);
    }

    // ---- state -------------------------------------------------------------------------------------

    @Override
    public long cycle() {
        return machines.cycle();
    }

    /** The tape has the outputs before the window. */
    @Override
    public void rewind() {
        TrainingChecks.ran("rewind", ran);
        if (ranFromStart) {
            reset();
            return;
        }
        machines.on(() -> {
            machines.slices.forEach(s -> s.tape().restoreBefore(0, s.state));
            machines.standAt(cycleBefore);
            fromStart = false;
        });
    }

    @Override
    public void readState(double[] into) {
        machines.readState(into);
    }

    @Override
    public void writeState(double[] from, long cycle) {
        machines.writeState(from, cycle);
        fromStart = false;
    }

    @Override
    public TrainingProgram program() {
        return program;
    }

    @Override
    public ExecutorOptions options() {
        return machines.options();
    }

    @Override
    public void close() {
        machines.close();
    }
}
