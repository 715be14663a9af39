package io.dmm4j.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.cuda.fake.FakeGpu;
import io.dmm4j.flat.FlatOps;
import io.dmm4j.flat.FlatProgram;
import io.dmm4j.flat.Ranges;
import io.dmm4j.flat.Runs;
import io.dmm4j.flat.Stage;
import io.dmm4j.spi.Events;
import io.dmm4j.spi.Executor;
import io.dmm4j.spi.ExecutorOptions;
import io.dmm4j.spi.Precision;
import io.dmm4j.value.DmmException;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Events on their way to a fake device. */
class FakeEventsTest {
    private static final int WINDOW = 3;
    private static final int ROWS = 5;
    private static final int LANES = 4;

    /** External rows, and probes that see what they emit. */
    private static final FlatProgram PROGRAM = FlatProgram.builder()
            .rows(ROWS, 0, 0)
            .stages(List.of(new Stage(Runs.NONE, new FlatOps.Builder().build())))
            .externals(new Ranges(new int[] {0}, new int[] {ROWS}))
            .probes(new Ranges(new int[] {0}, new int[] {ROWS}))
            .build();

    /** Windows of few and many events in turn, on work that was captured before, cost what they hold. */
    @ParameterizedTest
    @EnumSource
    void aWindowUploadsItsOwnEvents(Precision precision) {
        FakeGpu gpu = new FakeGpu();
        SplittableRandom random = new SplittableRandom(1);
        ExecutorOptions o = new ExecutorOptions(LANES, precision, 1, WINDOW);
        try (Executor x = FakeCuda.on(gpu).open(PROGRAM, o)) {
            for (int n : new int[] {1, 2, 5000, 5000, 0, 1, 700, 4000, 3, 0, 5000, 20}) {
                Events events = new Events();
                double[] expected = new double[WINDOW * ROWS * LANES];
                for (int i = 0; i < n; i++) {
                    int t = (int) ((long) WINDOW * i / n);
                    int row = random.nextInt(ROWS);
                    int lane = random.nextInt(LANES);
                    double value = random.nextInt(8);
                    events.add(t, row, lane, value);
                    expected[(t * ROWS + row) * LANES + lane] += value;
                }
                long before = gpu.uploaded();
                x.run(WINDOW, events);
                long bytes = gpu.uploaded() - before;
                assertTrue(bytes <= (8 << 10) + 2 * 16 * n, bytes + " bytes for " + n + " events");
                double[] seen = new double[ROWS * LANES];
                double[] found = new double[expected.length];
                for (int t = 0; t < WINDOW; t++) {
                    x.readProbes(t, seen);
                    System.arraycopy(seen, 0, found, t * seen.length, seen.length);
                }
                assertArrayEquals(expected, found, n + " events");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1000, 100_000_000})
    void moreEventsThanOneBufferHoldsAreRefused(int window) {
        int most = EventBuffer.most(window);
        assertTrue(16L * most + 8L * (window + 2) <= Integer.MAX_VALUE, "a buffer of less than 2^31 bytes");
        assertDoesNotThrow(() -> EventBuffer.check(most, window));
        DmmException e = assertThrows(DmmException.class, () -> EventBuffer.check(most + 1, window));
        assertEquals(
                "events: found " + (most + 1) + " in a window, expected at most " + most
                        + " for backend cuda; run shorter windows or fewer lanes",
                e.getMessage());
    }
}
