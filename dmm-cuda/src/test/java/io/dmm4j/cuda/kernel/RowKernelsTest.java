package io.dmm4j.cuda.kernel;

import io.dmm4j.spi.Events;
import io.dmm4j.spi.Precision;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The kernels that move rows and numbers; all of them are exact, or sum numbers that leave sums exact. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RowKernelsTest {
    private static final int ROWS = 50;
    private static final int COUNT = 40;

    private Launcher cuda;

    private final SplittableRandom random = new SplittableRandom(5);

    /** Where the kernels run. */
    Launcher open() {
        return new HostCuda();
    }

    @BeforeEach
    void start() {
        if (cuda == null) {
            cuda = open();
        }
    }

    @AfterAll
    void stop() {
        if (cuda != null) {
            cuda.close();
        }
    }

    private long numbers(Arena memory, Precision p, int count) {
        double[] values = new double[count];
        Arrays.setAll(values, i -> random.nextInt(-8, 9) / 8.0);
        return memory.numbers(p, values);
    }

    /** Different rows in any order. */
    private int[] rows() {
        int[] rows = random.ints(0, ROWS).distinct().limit(COUNT).toArray();
        return rows;
    }

    private static LaunchShape shape(int lanes, Precision p) {
        LaunchShape s = LaunchShape.spread(COUNT, lanes, p);
        return new LaunchShape(Math.min(2, s.gridX()), 2, s.blockX(), 64 / s.blockX());
    }

    @ParameterizedTest
    @CsvSource({
        "FLOAT32, 1",
        "FLOAT32, 31",
        "FLOAT32, 32",
        "FLOAT32, 33",
        "FLOAT32, 100",
        "FLOAT64, 1",
        "FLOAT64, 31",
        "FLOAT64, 32",
        "FLOAT64, 33",
        "FLOAT64, 100"
    })
    void movesOfRows(Precision p, int lanes) {
        for (Kernel kernel : Kernel.values()) {
            if (kernel.name().startsWith("ROWS_") || kernel == Kernel.LANE_SUMS) {
                for (int pad : new int[] {0, 4, 5}) {
                    moveRows(kernel, p, lanes, pad);
                }
            }
        }
    }

    private void moveRows(Kernel kernel, Precision p, int lanes, int pad) {
        Arena memory = new Arena();
        int stride = lanes + pad;
        long a = numbers(memory, p, ROWS * stride);
        long b = numbers(memory, p, ROWS * lanes);
        int[] index = new int[COUNT];
        Arrays.setAll(index, i -> random.nextInt(ROWS));
        RowGroups groups = RowGroups.of(index, random.ints(COUNT, 0, 20).toArray());
        long partial = numbers(memory, Precision.FLOAT64, COUNT);
        boolean moves = kernel == Kernel.ROWS_ADD || kernel == Kernel.ROWS_GATHER;
        Args args = moves
                ? Args.of(kernel).pointer("from", b).number("fromStride", lanes).number("lanes", lanes)
                : Args.of(kernel).pointer("state", a).number("stride", stride).number("lanes", lanes);
        switch (kernel) {
            case ROWS_ADD ->
                args.pointer("rows", memory.ints(groups.from()))
                        .pointer("first", memory.ints(groups.first()))
                        .pointer("target", memory.ints(groups.target()))
                        .number("groupCount", groups.groups());
            case ROWS_GATHER -> args.pointer("rows", memory.ints(index)).number("count", COUNT);
            case ROWS_CLEAR -> args.pointer("rows", memory.ints(rows())).number("count", COUNT);
            case ROWS_SET ->
                args.pointer("rows", memory.ints(rows()))
                        .pointer("values", numbers(memory, Precision.FLOAT64, COUNT))
                        .number("count", COUNT);
            case ROWS_PARAMETERS ->
                args.pointer("rows", memory.ints(rows()))
                        .pointer("index", memory.ints(index))
                        .number("count", COUNT)
                        .pointer("parameters", numbers(memory, p, ROWS));
            case ROWS_LANE_PARAMETERS ->
                args.pointer("rows", memory.ints(rows()))
                        .pointer("index", memory.ints(index))
                        .number("count", COUNT)
                        .pointer("parameters", b)
                        .number("parameterStride", lanes);
            default ->
                args.pointer("rows", memory.ints(index)).number("count", COUNT).pointer("partial", partial);
        }
        if (moves) {
            args.pointer("to", a).number("toStride", stride);
        }
        boolean sums = kernel == Kernel.LANE_SUMS;
        Agreement.exact(cuda)
                .check(kernel, p, shape(lanes, p), args, memory, sums ? partial : a, sums ? Precision.FLOAT64 : p);
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void eventsOfOnePlaceAreAddedInTheirOrder(Precision p) {
        int lanes = 9;
        int cycles = 4;
        Events events = new Events();
        for (int i = 0; i < 300; i++) {
            events.add(i / 90, random.nextInt(8), random.nextInt(lanes), random.nextDouble(-1, 1));
        }
        EventTable table = EventTable.of(events, cycles);
        for (int cycle = 0; cycle < cycles; cycle++) {
            Arena memory = new Arena();
            long s = numbers(memory, p, 8 * lanes);
            Args args = Args.of(Kernel.EVENTS)
                    .pointer("state", s)
                    .number("stride", lanes)
                    .pointer("start", memory.ints(table.start()))
                    .number("cycle", cycle)
                    .pointer("rows", memory.ints(table.row()))
                    .pointer("lane", memory.ints(table.lane()))
                    .pointer("values", memory.numbers(p, table.value()));
            Agreement agreement = new Agreement(cuda, p == Precision.FLOAT32 ? 1e-6 : 0, 4);
            agreement.check(Kernel.EVENTS, p, new LaunchShape(2, 1, 32, 1), args, memory, s, p);
        }
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void numbers(Precision p) {
        Arena memory = new Arena();
        int n = 500;
        long narrow = numbers(memory, p, n);
        long wide = memory.numbers(Precision.FLOAT64, random.doubles(n, -1, 1).toArray());
        int[] index = random.ints(n, 0, n).toArray();
        long values = numbers(memory, p, n);
        LaunchShape shape = new LaunchShape(3, 1, 64, 1);
        Agreement exact = Agreement.exact(cuda);
        Args gather = Args.of(Kernel.VALUES_GATHER)
                .pointer("parameters", narrow)
                .pointer("weight", memory.ints(index))
                .number("count", n)
                .pointer("values", values);
        exact.check(Kernel.VALUES_GATHER, p, shape, gather, memory, values, p);
        Args round =
                Args.of(Kernel.ROUND).pointer("from", wide).number("count", n).pointer("to", narrow);
        exact.check(Kernel.ROUND, p, shape, round, memory, narrow, p);
        Args widen =
                Args.of(Kernel.WIDEN).pointer("from", narrow).number("count", n).pointer("to", wide);
        exact.check(Kernel.WIDEN, p, shape, widen, memory, wide, Precision.FLOAT64);
    }
}
