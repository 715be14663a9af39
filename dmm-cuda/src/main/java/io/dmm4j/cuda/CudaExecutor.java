package io.dmm4j.cuda;

import io.dmm4j.cuda.kernel.EventTable;
import io.dmm4j.flat.FlatProgram;
import io.dmm4j.spi.Bulk;
import io.dmm4j.spi.Events;
import io.dmm4j.spi.Executor;
import io.dmm4j.spi.ExecutorChecks;
import io.dmm4j.spi.ExecutorOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A program on a device. The calls that change something only queue work; those that read wait for it. */
class CudaExecutor implements Executor {
    final Session session;
    final Workshop shop;
    final ProgramTables tables;
    final List<CycleWork> slices = new ArrayList<>();
    final Transfer transfer;
    final ExecutorChecks checks;
    final FedEvents fed;
    private final Setup setup;
    private final ExecutorOptions options;
    private final Replays replays;
    private FlatProgram program;
    private HeldLinks held;
    private LaneWeights laneWeights;
    private boolean ownParameters;
    private long cycle;
    private int lastWindow;

    /** Cycles of the latest window that the present guards have seen. */
    private int watched;

    /** Opens a program. */
    static CudaExecutor open(OpenGpu device, FlatProgram program, ExecutorOptions options, CudaOptions cuda) {
        MemoryNeeds needs = MemoryNeeds.of(program, options);
        return Session.making(
                device,
                needs,
                "an executor",
                session -> new CudaExecutor(Setup.of(session, program, options, cuda, null)));
    }

    CudaExecutor(Setup setup) {
        this.setup = setup;
        session = setup.session();
        shop = session.shop();
        program = setup.program();
        options = setup.options();
        replays = new Replays(shop, setup.cuda().graphs(), "a window");
        LaneSlice largest = setup.slices().get(0);
        tables = new ProgramTables(shop, program, largest, setup.cuda(), setup.numbers());
        transfer = new Transfer(shop, options.lanes(), largest.bytes(1));
        held = held(program);
        shop.scope().own((AutoCloseable) () -> held.close());
        for (LaneSlice lanes : setup.slices()) {
            slices.add(new CycleWork(setup, tables, lanes));
        }
        checks = new ExecutorChecks(program, options);
        fed = new FedEvents(setup.slices(), options.window());
        parameters(program.parameters());
        start();
    }

    private HeldLinks held(FlatProgram p) {
        return HeldLinks.make(shop, p, setup.slices(), options.window(), setup.gradient());
    }

    final HeldLinks held() {
        return held;
    }

    /** Does something on the device, alone, and words what goes wrong. */
    final void on(Runnable work) {
        session.on(work);
    }

    @Override
    public final void close() {
        session.close();
    }

    // ---- running -----------------------------------------------------------------------------------

    @Override
    public void run(int cycles, Events events) {
        checks.cycles(cycles);
        checks.events(events, cycles);
        on(() -> forward(cycles, fed.tables(cycles, events), () -> {}));
    }

    /** Forgets what was captured, because addresses or kernels of a cycle have changed. */
    void forget() {
        replays.forget();
    }

    /** Queues a window and what is to follow it. */
    void forward(int cycles, List<EventTable> events, Runnable then) {
        boolean moved = false;
        for (int i = 0; i < slices.size(); i++) {
            moved |= slices.get(i).events.upload(events.get(i));
        }
        if (moved) {
            forget();
        }
        replays.run(cycles, () -> {
            slices.forEach(s -> s.run(cycles, held));
            then.run();
        });
        cycle += cycles;
        lastWindow = cycles;
        watched = cycles;
    }

    @Override
    public void readProbes(int atCycle, double[] into) {
        readProbes(atCycle, Bulk.of(into), 0);
    }

    @Override
    public void readProbes(int atCycle, Bulk into, int at) {
        int rows = program.probes().total();
        ExecutorChecks.probed(atCycle, lastWindow);
        checks.rows("probes", into.length() - at, rows);
        on(() -> {
            for (CycleWork s : slices) {
                readProbes(s, atCycle, rows, into, at);
            }
        });
    }

    private void readProbes(CycleWork s, int atCycle, int rows, Bulk into, int at) {
        if (rows > 0 && !s.layout.byColumn()) {
            transfer.read(s.seen(), s.layout.at(atCycle, 0), s.lanes(), rows, into, at);
        } else {
            for (int r = 0; r < rows; r++) {
                long to = at + (long) r * options.lanes();
                transfer.read(s.seen(), s.layout.at(atCycle, r), s.lanes(), 1, into, to);
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
        standAt(0);
    }

    @Override
    public void setParameters(double[] values) {
        checks.parameters(values.length);
        on(() -> {
            if (ownParameters) {
                ownParameters = false;
                forget();
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
        checks.rows("lane parameters", values.length, n);
        on(() -> {
            laneWeights = laneWeights == null ? new LaneWeights(shop, tables) : laneWeights;
            if (!ownParameters) {
                ownParameters = true;
                forget();
            }
            for (CycleWork s : slices) {
                DeviceState own = s.own(laneWeights);
                transfer.write(Bulk.of(values), s.lanes(), n, own.memory(), 0);
                s.ownParameterRows();
            }
        });
    }

    @Override
    public int alarm() {
        int rows = held.guards.count();
        int[] first = {-1};
        on(() -> {
            double[] guarded = new double[Math.multiplyExact(rows, options.lanes())];
            for (int t = 0; t < watched && rows > 0 && first[0] < 0; t++) {
                for (CycleWork s : slices) {
                    long at = held.at(s.lanes(), t);
                    transfer.read(held.guarded(s.lanes()), at, s.lanes(), rows, Bulk.of(guarded), 0);
                }
                first[0] = Arrays.stream(guarded).anyMatch(x -> x != 0) ? t : -1;
            }
        });
        return first[0];
    }

    /** New links on the device; the tape of an executor with derivatives is that of the links it was opened with. */
    @Override
    public boolean rewire(FlatProgram changed) {
        if (setup.gradient()) {
            return false;
        }
        on(() -> {
            shop.queue().synchronise();
            replays.forget();
            HeldLinks before = held;
            held = held(changed);
            program = changed;
            watched = 0;
            before.close();
        });
        return true;
    }

    @Override
    public void reset() {
        on(this::start);
    }

    @Override
    public void readState(double[] into) {
        checks.rows("state", into.length, program.outputRows());
        on(() -> slices.forEach(
                s -> transfer.read(s.state.memory(), 0, s.lanes(), program.outputRows(), Bulk.of(into), 0)));
    }

    @Override
    public void writeState(double[] from, long atCycle) {
        checks.rows("state", from.length, program.outputRows());
        on(() -> slices.forEach(
                s -> transfer.write(Bulk.of(from), s.lanes(), program.outputRows(), s.state.memory(), 0)));
        standAt(atCycle);
    }

    /** Says how many cycles the state has behind it. */
    final void standAt(long atCycle) {
        cycle = atCycle;
        lastWindow = 0;
        watched = 0;
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
