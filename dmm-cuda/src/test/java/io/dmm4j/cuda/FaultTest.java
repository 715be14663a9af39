package io.dmm4j.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.cuda.device.GpuException.Kind;
import io.dmm4j.cuda.fake.FakeGpu;
import io.dmm4j.expr.Op;
import io.dmm4j.flat.AdjointProgram;
import io.dmm4j.flat.FlatOps;
import io.dmm4j.flat.FlatProgram;
import io.dmm4j.flat.Ranges;
import io.dmm4j.flat.Runs;
import io.dmm4j.flat.Stage;
import io.dmm4j.flatten.Adjoint;
import io.dmm4j.spi.Bulk;
import io.dmm4j.spi.Events;
import io.dmm4j.spi.Executor;
import io.dmm4j.spi.ExecutorOptions;
import io.dmm4j.spi.GradientExecutor;
import io.dmm4j.spi.Precision;
import io.dmm4j.testing.GoldenPrograms;
import io.dmm4j.value.DmmException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** For every n the n-th call of the device fails: one sentence, nothing left behind, and the device serves the next. */
class FaultTest {
    private static final AdjointProgram PROGRAM =
            Adjoint.of(GoldenPrograms.load("duplicates").program());
    private static final int LANES = 5;
    private static final int WINDOW = 4;

    /** A window forwards and back, twice, so that it is replayed too; gives what came out. */
    private static double[] work(CudaBackend backend) {
        ExecutorOptions options = new ExecutorOptions(LANES, Precision.FLOAT64, 1, WINDOW);
        double[] gradient = new double[PROGRAM.forward().parameters().length];
        double[] state = new double[PROGRAM.forward().outputRows() * LANES];
        double[] seeds = new double[WINDOW * PROGRAM.forward().probes().total() * LANES];
        Arrays.fill(seeds, 0.5);
        try (GradientExecutor x = backend.openGradient(PROGRAM, options)) {
            for (int i = 0; i < 3; i++) {
                x.run(WINDOW, events());
                x.backward(seeds);
            }
            x.readGradient(gradient);
            x.readState(state);
            x.backward(
                    Bulk.of(seeds),
                    Bulk.of(new double[WINDOW * PROGRAM.forward().externals().total() * LANES]));
            x.setParameters(PROGRAM.forward().parameters());
            x.reset();
        }
        rewired(backend);
        double[] all = Arrays.copyOf(gradient, gradient.length + state.length);
        System.arraycopy(state, 0, all, gradient.length, state.length);
        return all;
    }

    /** A row that is multiplied by itself, after new links. */
    private static void rewired(CudaBackend backend) {
        FlatProgram p = FlatProgram.builder()
                .rows(1, 1, 0)
                .stages(List.of(new Stage(
                        Runs.NONE,
                        new FlatOps.Builder().add(Op.COPY, 1, 0, 1, 0, 0).build())))
                .guards(new Ranges(new int[] {0}, new int[] {1}))
                .build();
        int[] zero = {0};
        try (Executor x = backend.open(p, ExecutorOptions.of(LANES, 2))) {
            x.run(2, new Events());
            x.run(2, new Events());
            x.rewire(p.withRowRuns(new Runs(zero, zero, new int[] {1}, zero), Ranges.NONE));
            x.run(2, new Events());
        }
    }

    private static Events events() {
        Events e = new Events();
        int row = PROGRAM.forward().externals().start()[0];
        e.add(0, row, 0, 1);
        e.add(1, row, 1, 2);
        e.add(1, row, LANES - 1, 0.5);
        return e;
    }

    @ParameterizedTest
    @EnumSource
    void everyCallMayFail(Kind kind) {
        FakeGpu gpu = new FakeGpu();
        CudaBackend backend = FakeCuda.on(gpu);
        long before = gpu.count();
        double[] expected = work(backend);
        long calls = gpu.count() - before;
        assertTrue(calls > 100, calls + " calls");
        for (long n = 0; n < calls; n++) {
            FakeGpu device = new FakeGpu();
            CudaBackend failing = FakeCuda.on(device);
            device.failAt(n, kind);
            DmmException e = assertThrows(DmmException.class, () -> work(failing), "call " + n);
            assertTrue(e.getMessage().startsWith("backend cuda"), e.getMessage());
            assertFalse(e.getMessage().contains("\n"), e.getMessage());
            assertEquals(List.of(), FakeSharedCasesTest.withoutKernels(device.leaks()), "after call " + n);
            device.failAt(-1, kind);
            assertArrayEquals(expected, work(failing), "the next after call " + n);
        }
    }

    /** The same in training, at every fifth call: a step is many calls. */
    @ParameterizedTest
    @EnumSource
    void anyCallOfTrainingMayFail(Kind kind) {
        FakeGpu gpu = FakeCudaBackend.GPU;
        long before = gpu.count();
        double[] expected = TrainingCases.trained(FakeCudaBackend.NAME);
        long calls = gpu.count() - before;
        for (long n = kind.ordinal(); n < calls; n += 5) {
            gpu.failAt(n, kind);
            DmmException e =
                    assertThrows(DmmException.class, () -> TrainingCases.trained(FakeCudaBackend.NAME), "call " + n);
            assertTrue(e.getMessage().contains("backend cuda"), e.getMessage());
            gpu.failAt(-1, kind);
            assertEquals(List.of(), FakeSharedCasesTest.withoutKernels(gpu.leaks()), "after call " + n);
        }
        assertArrayEquals(expected, TrainingCases.trained(FakeCudaBackend.NAME));
    }

    @Test
    void afterAFailureAnExecutorSaysThatItFailed() {
        FakeGpu gpu = new FakeGpu();
        ExecutorOptions options = ExecutorOptions.of(1, 4);
        Executor x = FakeCuda.on(gpu).open(PROGRAM.forward(), options);
        gpu.failAt(1, Kind.LOST);
        DmmException first = assertThrows(DmmException.class, () -> x.run(1, new Events()));
        assertTrue(first.getMessage().contains("lost its device"), first.getMessage());
        assertTrue(first.getMessage().contains("last checkpoint"), first.getMessage());
        DmmException second = assertThrows(DmmException.class, x::reset);
        assertTrue(second.getMessage().contains("cannot go on"), second.getMessage());
        x.close();
        x.close();
        DmmException third = assertThrows(DmmException.class, x::reset);
        assertEquals("this executor of backend cuda is closed", third.getMessage());
        assertEquals(List.of(), FakeSharedCasesTest.withoutKernels(gpu.leaks()));
    }

    @Test
    void tooLittleMemorySaysHowMuchForWhatAndHowManyLanesWouldFit() {
        FakeGpu gpu = new FakeGpu(80L << 20);
        CudaBackend backend = FakeCuda.on(gpu);
        ExecutorOptions options = new ExecutorOptions(100_000, Precision.FLOAT32, 1, 8);
        DmmException e = assertThrows(DmmException.class, () -> backend.openGradient(PROGRAM, options));
        assertTrue(
                e.getMessage().matches(".*out of memory.* are needed in all, for .*about [1-9]\\d* lanes would fit"),
                e.getMessage());
        assertEquals(List.of(), FakeSharedCasesTest.withoutKernels(gpu.leaks()));
        int lanes = Integer.parseInt(e.getMessage().replaceAll(".*about (\\d+) lanes.*", "$1"));
        backend.openGradient(PROGRAM, new ExecutorOptions(lanes, Precision.FLOAT32, 1, 8))
                .close();
    }

    @Test
    void roundsOfOpeningAndClosingLeaveNothing() {
        FakeGpu gpu = new FakeGpu();
        CudaBackend backend = FakeCuda.on(gpu);
        ExecutorOptions options = ExecutorOptions.of(1, 1);
        int rounds = Integer.getInteger("dmm.rounds", 2_000);
        for (int i = 0; i < rounds; i++) {
            try (Executor x = backend.open(GoldenPrograms.load("counter").program(), options)) {
                x.run(1, new Events());
            }
        }
        assertEquals(List.of(), FakeSharedCasesTest.withoutKernels(gpu.leaks()));
        assertEquals(1L << 30, gpu.freeBytes());
    }
}
