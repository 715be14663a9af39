package io.dmm4j.cuda;

import io.dmm4j.cuda.device.GpuException;
import io.dmm4j.cuda.device.Scope;
import io.dmm4j.cuda.kernel.EventTable;
import io.dmm4j.flat.FlatProgram;
import io.dmm4j.flat.Ranges;
import io.dmm4j.spi.Events;
import io.dmm4j.spi.Executor;
import io.dmm4j.spi.ExecutorOptions;
import io.dmm4j.value.DmmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * A program on a device. The calls that change something only queue work; those that read wait for it. After a failure of
 * the device every call but {@link #close} says that it failed.
 */
class CudaExecutor implements Executor {
    final Workshop shop;
    final ProgramTables tables;
    final List<CycleWork> slices = new ArrayList<>();
    final Transfer transfer;
    private final OpenGpu device;
    private final Scope scope;
    private final FlatProgram program;
    private final ExecutorOptions options;
    private final Replays replays;
    private final BitSet external = new BitSet();
    private LaneWeights laneWeights;
    private boolean ownParameters;
    private String failure;
    private long cycle;
    private int lastWindow;

    /** Opens a program. */
    static CudaExecutor open(OpenGpu device, FlatProgram program, ExecutorOptions options, CudaOptions cuda) {
        return making(device, MemoryNeeds.of(program, options, false), "an executor", scope -> {
            Setup setup = new Setup(device, scope, program, options, cuda, false);
            return new CudaExecutor(setup);
        });
    }

    /**
     * What makes an executor.
     *
     * @param gradient whether there are derivatives and a tape
     * @param byColumn how what the probes see lies in memory, see {@link ProbeLayout}
     * @param numbers length of the parameter vector
     */
    record Setup(
            OpenGpu device,
            Scope scope,
            FlatProgram program,
            ExecutorOptions options,
            CudaOptions cuda,
            boolean gradient,
            boolean byColumn,
            int numbers) {

        Setup(
                OpenGpu device,
                Scope scope,
                FlatProgram program,
                ExecutorOptions options,
                CudaOptions cuda,
                boolean gradient) {
            this(device, scope, program, options, cuda, gradient, false, program.parameters().length);
        }
    }

    /** What is made in a scope. */
    interface Maker<T> {
        T make(Scope scope);
    }

    /** Makes something that owns a scope, or frees all and says what was missing. */
    static <T> T making(OpenGpu device, MemoryNeeds needs, String what, Maker<T> maker) {
        synchronized (device) {
            try (Scope scope = new Scope(what)) {
                T made = maker.make(scope);
                scope.keep();
                return made;
            } catch (GpuException e) {
                throw e.kind() == GpuException.Kind.OUT_OF_MEMORY ? tooLarge(device, e, needs) : Failures.words(e);
            }
        }
    }

    private static DmmException tooLarge(OpenGpu device, GpuException e, MemoryNeeds needs) {
        try {
            return Failures.tooLarge(e, device.gpu().freeBytes(), needs);
        } catch (GpuException again) {
            return Failures.words(again);
        }
    }

    CudaExecutor(Setup setup) {
        device = setup.device;
        scope = setup.scope;
        program = setup.program;
        options = setup.options;
        shop = new Workshop(device, scope);
        replays = new Replays(shop, setup.cuda.graphs(), "a window");
        int widest = Math.max(program.outputRows(), program.inputRows());
        List<LaneSlice> cut = LaneSlice.cut(options.lanes(), widest, options.precision(), setup.cuda.mostElements());
        tables = new ProgramTables(shop, program, cut.get(0), setup.cuda, setup.numbers, setup.gradient);
        transfer = new Transfer(shop, options.lanes(), cut.get(0).bytes(1));
        long rows = setup.gradient ? Math.multiplyExact(2L, program.rows()) : program.rows();
        for (LaneSlice lanes : cut) {
            slices.add(new CycleWork(
                    shop, tables, lanes, setup.cuda, options.window(), rows, setup.gradient, setup.byColumn));
        }
        Ranges e = program.externals();
        for (int i = 0; i < e.count(); i++) {
            external.set(e.start()[i], e.start()[i] + e.length()[i]);
        }
        parameters(program.parameters());
        start();
    }

    // ---- taking turns, failing ---------------------------------------------------------------------

    /** Does something on the device, alone, and words what goes wrong. */
    final void on(Runnable work) {
        synchronized (device) {
            if (scope.isClosed()) {
                throw new DmmException("this executor of backend cuda is closed");
            } else if (failure != null) {
                throw new DmmException("this executor of backend cuda cannot go on: " + failure);
            }
            try {
                work.run();
            } catch (GpuException e) {
                failure = e.getMessage();
                throw Failures.words(e);
            }
        }
    }

    @Override
    public final void close() {
        synchronized (device) {
            if (scope.isClosed()) {
                return;
            }
            GpuException first = null;
            try {
                shop.queue().synchronise();
            } catch (GpuException e) {
                first = e;
            }
            try {
                scope.close();
            } catch (GpuException e) {
                first = first == null ? e : first;
            }
            if (first != null && failure == null) {
                throw Failures.words(first);
            }
        }
    }

    // ---- running -----------------------------------------------------------------------------------

    @Override
    public void run(int cycles, Events events) {
        if (cycles < 1 || cycles > options.window()) {
            throw new DmmException("cycles: found " + cycles + ", expected 1 to " + options.window());
        }
        check(events, cycles);
        on(() -> forward(cycles, tables(cycles, events), () -> {}));
    }

    /** The events of each slice. */
    final List<EventTable> tables(int cycles, Events events) {
        return slices.stream()
                .map(s -> EventTable.of(slices.size() == 1 ? events : of(s.lanes(), events), cycles))
                .toList();
    }

    /** Queues a window and what is to follow it. */
    final void forward(int cycles, List<EventTable> events, Runnable then) {
        boolean moved = false;
        for (int i = 0; i < slices.size(); i++) {
            moved |= slices.get(i).events.upload(events.get(i));
        }
        if (moved) {
            replays.forget();
        }
        replays.run(cycles, () -> {
            slices.forEach(s -> s.run(cycles));
            then.run();
        });
        cycle += cycles;
        lastWindow = cycles;
    }

    /** The events of some lanes, which count from 0 there. */
    private static Events of(LaneSlice lanes, Events events) {
        Events own = new Events();
        for (int e = 0; e < events.count(); e++) {
            int lane = events.lane(e) - lanes.first();
            if (lane >= 0 && lane < lanes.count()) {
                own.add(events.cycle(e), events.row(e), lane, events.value(e));
            }
        }
        return own;
    }

    /** Checks that every event is one of the window. */
    final void check(Events events, int cycles) {
        for (int e = 0; e < events.count(); e++) {
            boolean fits = events.cycle(e) >= 0
                    && events.cycle(e) < cycles
                    && events.lane(e) >= 0
                    && events.lane(e) < options.lanes()
                    && events.row(e) >= 0
                    && external.get(events.row(e));
            if (!fits) {
                throw new DmmException("event " + e + ": found cycle " + events.cycle(e) + ", row " + events.row(e)
                        + ", lane " + events.lane(e) + ", expected a cycle below " + cycles
                        + ", a row of an external input and a lane below " + options.lanes());
            }
        }
    }

    @Override
    public void readProbes(int atCycle, double[] into) {
        int rows = program.probes().total();
        if (atCycle < 0 || atCycle >= lastWindow) {
            throw new DmmException(
                    "probes of cycle " + atCycle + ": expected a cycle of the latest window, 0 to " + (lastWindow - 1));
        }
        requireLength("probes", into.length, rows);
        on(() -> {
            for (CycleWork s : slices) {
                readProbes(s, atCycle, rows, into);
            }
        });
    }

    private void readProbes(CycleWork s, int atCycle, int rows, double[] into) {
        if (rows > 0 && !s.layout.byColumn()) {
            transfer.read(s.seen(), s.layout.at(atCycle, 0), s.lanes(), rows, into, 0);
        } else {
            for (int r = 0; r < rows; r++) {
                transfer.read(s.seen(), s.layout.at(atCycle, r), s.lanes(), 1, into, (long) r * options.lanes());
            }
        }
    }

    // ---- state -------------------------------------------------------------------------------------

    private void parameters(double[] values) {
        tables.parameters.set(values);
        parametersChanged();
    }

    /** Takes over what the parameter vector on the device holds now. */
    void parametersChanged() {
        tables.refresh();
        slices.forEach(s -> tables.parameterRows(s.state));
    }

    /** Queues what puts all machines before cycle 1. */
    void start() {
        slices.forEach(s -> {
            tables.reset(s.state);
            s.ownParameterRows();
        });
        cycle = 0;
        lastWindow = 0;
    }

    @Override
    public void setParameters(double[] values) {
        if (values.length != program.parameters().length) {
            throw new DmmException("parameters: found " + values.length + ", expected " + program.parameters().length);
        }
        on(() -> {
            if (ownParameters) {
                ownParameters = false;
                replays.forget();
                slices.forEach(s -> s.own(null));
            }
            parameters(values);
        });
    }

    @Override
    public boolean hasLaneParameters() {
        return true;
    }

    @Override
    public void setLaneParameters(double[] values) {
        int n = program.parameters().length;
        requireLength("lane parameters", values.length, n);
        on(() -> {
            laneWeights = laneWeights == null ? new LaneWeights(shop, tables) : laneWeights;
            if (!ownParameters) {
                ownParameters = true;
                replays.forget();
            }
            for (CycleWork s : slices) {
                DeviceState own = s.own(laneWeights);
                transfer.write(values, 0, s.lanes(), n, own.memory(), 0);
                s.ownParameterRows();
            }
        });
    }

    @Override
    public int alarm() {
        int rows = tables.guards.count();
        int[] first = {-1};
        on(() -> {
            double[] guarded = new double[Math.multiplyExact(rows, options.lanes())];
            for (int t = 0; t < lastWindow && rows > 0 && first[0] < 0; t++) {
                for (CycleWork s : slices) {
                    transfer.read(s.guarded(), s.guardedAt(t), s.lanes(), rows, guarded, 0);
                }
                first[0] = Arrays.stream(guarded).anyMatch(x -> x != 0) ? t : -1;
            }
        });
        return first[0];
    }

    @Override
    public void reset() {
        on(this::start);
    }

    @Override
    public void readState(double[] into) {
        requireLength("state", into.length, program.outputRows());
        on(() -> slices.forEach(s -> transfer.read(s.state.memory(), 0, s.lanes(), program.outputRows(), into, 0)));
    }

    @Override
    public void writeState(double[] from, long atCycle) {
        requireLength("state", from.length, program.outputRows());
        on(() -> slices.forEach(s -> transfer.write(from, 0, s.lanes(), program.outputRows(), s.state.memory(), 0)));
        standAt(atCycle);
    }

    /** Says how many cycles the state has behind it. */
    final void standAt(long atCycle) {
        cycle = atCycle;
        lastWindow = 0;
    }

    final void requireLength(String what, int found, long rows) {
        long expected = rows * options.lanes();
        if (found < expected) {
            throw new DmmException(what + ": an array of " + found + " numbers, expected " + rows + " rows × "
                    + options.lanes() + " lanes");
        }
    }

    // ---- parts -------------------------------------------------------------------------------------

    @Override
    public FlatProgram program() {
        return program;
    }

    @Override
    public ExecutorOptions options() {
        return options;
    }

    @Override
    public long cycle() {
        return cycle;
    }

    /** Cycles of the latest window. */
    final int lastWindow() {
        return lastWindow;
    }
}
