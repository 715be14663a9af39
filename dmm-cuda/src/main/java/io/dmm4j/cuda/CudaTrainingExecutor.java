package io.dmm4j.cuda;

import io.dmm4j.cuda.device.Memory;
import io.dmm4j.cuda.device.Span;
import io.dmm4j.cuda.kernel.Args;
import io.dmm4j.cuda.kernel.EventTable;
import io.dmm4j.cuda.kernel.Kernel;
import io.dmm4j.flat.FlatProgram;
import io.dmm4j.flat.Rows;
import io.dmm4j.flat.UpdateProgram;
import io.dmm4j.spi.ExecutorOptions;
import io.dmm4j.spi.TrainingBatch;
import io.dmm4j.spi.TrainingExecutor;
import io.dmm4j.spi.TrainingProgram;
import io.dmm4j.value.DmmException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Training steps on the device: states, tape, seeds, gradient, numbers and slots stay there, and the host waits only where it
 * reads. All numbers live as 64-bit floats; the machines see them rounded to their precision.
 */
final class CudaTrainingExecutor implements TrainingExecutor {
    private final CudaGradientExecutor machines;
    private final Workshop shop;
    private final CudaOptions cuda;
    private final LossWork loss;
    private final BatchInputs inputs;
    private final Memory gradient;
    private final InitialNumbers initial;
    private TrainingProgram program;
    private UpdateWork update;
    private List<EventTable> events;
    private int cycles;
    private boolean fromStart;
    private boolean ranFromStart;
    private long cycleBefore;

    /** Opens a training program. */
    static CudaTrainingExecutor open(
            OpenGpu device, TrainingProgram program, ExecutorOptions options, CudaOptions cuda) {
        FlatProgram cycle = program.adjoint().forward();
        int widest = Math.max(cycle.outputRows(), cycle.inputRows());
        List<LaneSlice> cut = LaneSlice.cut(options.lanes(), widest, options.precision(), cuda.mostElements());
        if (cut.size() > 1) {
            throw new DmmException("backend cuda trains at most " + cut.get(0).count() + " lanes of a program with "
                    + widest + " rows of one kind, found " + options.lanes());
        }
        MemoryNeeds needs = MemoryNeeds.of(cycle, options, true).with(program.loss(), options.window());
        return CudaExecutor.making(device, needs, "training", scope -> {
            CudaExecutor.Setup setup =
                    new CudaExecutor.Setup(device, scope, cycle, options, cuda, true, true, program.numbers());
            return new CudaTrainingExecutor(new CudaGradientExecutor(setup, program.adjoint()), program, cuda);
        });
    }

    private CudaTrainingExecutor(CudaGradientExecutor machines, TrainingProgram program, CudaOptions cuda) {
        this.machines = machines;
        this.program = program;
        this.cuda = cuda;
        shop = machines.shop;
        CycleWork slice = machines.slices.get(0);
        loss = new LossWork(shop, program.loss(), slice, cuda);
        inputs = new BatchInputs(shop, program.loss(), slice.layout, options().lanes());
        gradient = shop.memory((long) program.numbers() * Double.BYTES, "the gradient of all numbers");
        initial = new InitialNumbers(program);
        update = UpdateWork.make(shop, program.update(), cuda);
        shop.scope().own((AutoCloseable) () -> update.close());
        setAll(initial.atFirst());
        restart();
    }

    /** The numbers after the parameters: outputs before the first cycle. Of two for one row the last one counts. */
    private final class InitialNumbers {
        private final int parameters;
        private final int[] row;
        private final RowList rows;
        private final Memory index;
        private final RowList derivatives;
        private final Memory sums;
        private final Memory number;
        private final Memory first;
        private final int derived;

        InitialNumbers(TrainingProgram p) {
            FlatProgram cycle = p.adjoint().forward();
            parameters = cycle.parameters().length;
            row = p.initialRow();
            Map<Integer, Integer> last = new LinkedHashMap<>();
            for (int i = 0; i < row.length; i++) {
                if (row[i] >= 0) {
                    last.put(row[i], parameters + i);
                }
            }
            rows = new RowList(shop, ints(last.keySet().stream().toList()), "rows of initial outputs");
            index = shop.ints(ints(last.values().stream().toList()), "numbers of initial outputs");
            int[] with = java.util.stream.IntStream.range(0, row.length)
                    .filter(i -> row[i] >= 0)
                    .toArray();
            derived = with.length;
            int[] from = Arrays.stream(with).map(i -> cycle.rows() + row[i]).toArray();
            derivatives = new RowList(shop, from, "derivatives of initial outputs");
            sums = shop.memory((long) derived * Double.BYTES, "sums of initial outputs");
            number = shop.ints(Arrays.stream(with).map(i -> parameters + i).toArray(), "initial outputs");
            first = shop.ints(java.util.stream.IntStream.rangeClosed(0, derived).toArray(), "initial outputs");
        }

        private static int[] ints(List<Integer> list) {
            return list.stream().mapToInt(i -> i).toArray();
        }

        double[] atFirst() {
            FlatProgram cycle = program.adjoint().forward();
            double[] outputs = new double[cycle.outputRows()];
            Rows given = cycle.initial();
            for (int i = 0; i < given.count(); i++) {
                outputs[given.row()[i]] = given.value()[i];
            }
            double[] numbers = Arrays.copyOf(cycle.parameters(), parameters + row.length);
            for (int i = 0; i < row.length; i++) {
                numbers[parameters + i] = row[i] < 0 ? 0 : outputs[row[i]];
            }
            return numbers;
        }

        /** Queues the outputs before the first cycle. */
        void set(DeviceState state) {
            if (rows.count() > 0) {
                shop.spread(
                        state.lanes(),
                        rows.count(),
                        RowList.onState(Kernel.ROWS_PARAMETERS, state)
                                .pointer("rows", rows.address())
                                .pointer("index", index.address())
                                .number("count", rows.count())
                                .pointer("parameters", machines.tables.parameters.address()));
            }
        }

        /** Queues the gradient by these numbers: 0 unless the window began at a reset. */
        void gradient(DeviceState state) {
            shop.clear(gradient.from((long) parameters * Double.BYTES));
            if (derived > 0 && ranFromStart) {
                shop.clear(sums.all());
                Args args = RowList.onState(Kernel.LANE_SUMS, state)
                        .pointer("rows", derivatives.address())
                        .number("count", derived)
                        .pointer("partial", sums.address());
                shop.spread(state.lanes(), derived, args);
                Steps.addPartials(shop, sums, first, number, derived, gradient);
            }
        }
    }

    private DeviceState state() {
        return machines.slices.get(0).state;
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
        machines.on(() -> setAll(values));
    }

    @Override
    public void readNumbers(double[] into) {
        machines.on(() -> machines.transfer.readDoubles(numbers(), 0, program.numbers(), into));
    }

    @Override
    public void setSlot(int slot, double[] values) {
        machines.on(() -> write(values, update.rows(update.update.slot(slot), update.update.trained())));
    }

    @Override
    public void readSlot(int slot, double[] into) {
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
    public void setBatch(TrainingBatch batch) {
        if (batch.cycles() < 1 || batch.cycles() > options().window()) {
            throw new DmmException("cycles: found " + batch.cycles() + ", expected 1 to "
                    + options().window());
        }
        machines.check(batch.events(), batch.cycles());
        machines.on(() -> {
            events = machines.tables(batch.cycles(), batch.events());
            cycles = batch.cycles();
            inputs.set(batch);
        });
    }

    @Override
    public void reset() {
        machines.on(this::restart);
    }

    private void restart() {
        machines.start();
        initial.set(state());
        fromStart = true;
    }

    @Override
    public void forward() {
        if (events == null) {
            throw new DmmException("forward: no batch has been set");
        }
        machines.on(() -> {
            cycleBefore = machines.cycle();
            inputs.take(loss.program);
            machines.forward(cycles, events, loss::run);
            ranFromStart = fromStart;
            fromStart = false;
        });
    }

    @Override
    public double loss() {
        double[] sum = new double[1];
        machines.on(() -> read(loss.sum().all(), sum));
        return sum[0];
    }

    @Override
    public void backward() {
        machines.on(() -> {
            machines.reverse(cycles, () -> loss.seeds(machines.back.get(0)), () -> {});
            int parameters = program.adjoint().forward().parameters().length;
            long bytes = (long) parameters * Double.BYTES;
            shop.copy(machines.reverse.gradient.span(0, bytes), gradient.span(0, bytes));
            initial.gradient(state());
            update.gradient(gradient);
        });
    }

    @Override
    public void update(double[] scalars) {
        machines.on(() -> {
            update.step(scalars, loss.sum(), numbers());
            machines.tables.parameters.round();
            machines.parametersChanged();
        });
    }

    // ---- what it came to ---------------------------------------------------------------------------

    @Override
    public void readResults(double[] into) {
        machines.on(() -> read(update.rows(update.update.results(), UpdateProgram.RESULTS), into));
    }

    @Override
    public void readGradient(double[] into) {
        machines.on(() -> machines.transfer.readDoubles(gradient, 0, program.numbers(), into));
    }

    @Override
    public void writeGradient(double[] other) {
        machines.on(() -> {
            machines.transfer.writeDoubles(other, program.numbers(), gradient, 0);
            update.gradient(gradient);
        });
    }

    @Override
    public void readUsedGradient(double[] into) {
        machines.on(() -> read(update.rows(update.update.gradient(), update.update.trained()), into));
    }

    @Override
    public void readNext(double[] into) {
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

    /** The tape begins with the state before the window. */
    @Override
    public void rewind() {
        if (ranFromStart) {
            reset();
            return;
        }
        machines.on(() -> {
            CycleWork s = machines.slices.get(0);
            int y = s.program().outputRows();
            shop.copy(s.tape().span(0, s.lanes().bytes(y)), s.state.rows(0, y));
            machines.standAt(cycleBefore);
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
