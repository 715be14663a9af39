package io.dmm4j.cuda.kernel;

import io.dmm4j.flat.Runs;
import io.dmm4j.spi.Precision;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The kernels that walk runs: movements down and back, and the dot products of weight gradients. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RunKernelsTest {
    static final int OUTPUTS = 60;
    static final int INPUTS = 45;
    static final int ROWS = OUTPUTS + INPUTS;
    static final int WEIGHTS = 20;

    private Launcher cuda;

    private final SplittableRandom random = new SplittableRandom(4);

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

    /** Random runs over the first inputs, so that some are reached by many and some by none. */
    private Runs runs(int count, int longest) {
        return runs(random, count, longest);
    }

    static Runs runs(SplittableRandom random, int count, int longest) {
        int[] x = new int[count];
        int[] y = new int[count];
        int[] length = new int[count];
        int[] weight = new int[count];
        for (int k = 0; k < count; k++) {
            length[k] = random.nextInt(1, longest + 1);
            x[k] = random.nextInt(INPUTS - 5 - length[k]);
            y[k] = random.nextInt(OUTPUTS - length[k]);
            weight[k] = random.nextInt(WEIGHTS);
        }
        return new Runs(x, y, length, weight);
    }

    private long matrix(Arena memory, Precision p, int rows, int stride, boolean exact) {
        double[] values = new double[rows * stride];
        Arrays.setAll(values, i -> exact ? random.nextInt(-4, 5) / 4.0 : random.nextDouble(-1, 1));
        return memory.numbers(p, values);
    }

    private static LaunchShape small(LaunchShape s) {
        return new LaunchShape(Math.min(2, s.gridX()), Math.min(2, s.gridY()), s.blockX(), 96 / s.blockX());
    }

    @ParameterizedTest
    @CsvSource({
        "FLOAT32, 1", "FLOAT32, 2", "FLOAT32, 31", "FLOAT32, 32", "FLOAT32, 33", "FLOAT32, 100",
        "FLOAT64, 1", "FLOAT64, 4", "FLOAT64, 31", "FLOAT64, 32", "FLOAT64, 33", "FLOAT64, 100"
    })
    void movements(Precision p, int lanes) {
        for (int longest : new int[] {1, 7, 30}) {
            for (int count : new int[] {0, 3, 150}) {
                Runs runs = runs(count, longest);
                boolean exact = longest == 7;
                move(p, lanes, RunTable.down(runs, 0, OUTPUTS, INPUTS, false), exact);
                move(p, lanes, RunTable.down(runs, 0, OUTPUTS, INPUTS, true), exact);
                move(p, lanes, RunTable.up(runs, OUTPUTS, 0, OUTPUTS, false), exact);
                move(p, lanes, RunTable.up(runs, OUTPUTS, 0, OUTPUTS, true), exact);
            }
        }
    }

    private void move(Precision p, int lanes, RunTable table, boolean exact) {
        Agreement agreement =
                exact ? Agreement.exact(cuda) : new Agreement(cuda, p == Precision.FLOAT32 ? 1e-5 : 1e-14, 30);
        for (Kernel kernel : new Kernel[] {Kernel.DOWN_SHARED, Kernel.DOWN_LANES, Kernel.DOWN_ROWS}) {
            int stride = lanes + (kernel == Kernel.DOWN_ROWS ? 3 : 0);
            Arena memory = new Arena();
            // Weights of DOWN_ROWS stand behind all rows that move.
            long s = matrix(memory, p, ROWS + WEIGHTS, stride, exact);
            int split = table.split(lanes);
            Args args = Args.of(kernel)
                    .pointer("state", s)
                    .number("stride", stride)
                    .number("lanes", lanes)
                    .pointer("groups", memory.bytes(table.groupBytes()))
                    .number("groupCount", table.groups())
                    .pointer("entries", memory.bytes(table.entryBytes()))
                    .number("adds", table.adds() ? 1 : 0)
                    .number("split", split);
            switch (kernel) {
                case DOWN_SHARED -> args.pointer("weights", matrix(memory, p, WEIGHTS, 1, exact));
                case DOWN_LANES ->
                    args.pointer("weights", matrix(memory, p, WEIGHTS, lanes + 4, exact))
                            .number("weightStride", lanes + 4);
                default -> {
                    int[] row = new int[WEIGHTS];
                    Arrays.setAll(row, w -> ROWS + WEIGHTS - 1 - w);
                    args.pointer("weightRow", memory.ints(row));
                }
            }
            LaunchShape shape = LaunchShape.spread(table.items(), lanes, p, split);
            agreement.check(kernel, p, small(shape), args, memory, s, p);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "FLOAT32, 1", "FLOAT32, 2", "FLOAT32, 31", "FLOAT32, 32", "FLOAT32, 33", "FLOAT32, 100",
        "FLOAT64, 1", "FLOAT64, 4", "FLOAT64, 31", "FLOAT64, 32", "FLOAT64, 33", "FLOAT64, 100"
    })
    void dots(Precision p, int lanes) {
        Agreement agreement = new Agreement(cuda, 1e-14, 30L * lanes);
        for (int longest : new int[] {1, 30}) {
            for (int splits : new int[] {1, 3}) {
                DotTable table = new DotTable(runs(70, longest), OUTPUTS, 0);
                Arena memory = new Arena();
                int stride = lanes + (longest == 1 ? 0 : 2);
                long x = matrix(memory, p, ROWS, stride, false);
                long y = matrix(memory, p, OUTPUTS, lanes, false);
                long partial = matrix(memory, Precision.FLOAT64, table.runs() * splits, 1, false);
                int team = table.team(lanes);
                Args args = Args.of(Kernel.RUN_DOTS)
                        .pointer("x", x)
                        .number("xStride", stride)
                        .pointer("y", y)
                        .number("yStride", lanes)
                        .number("lanes", lanes)
                        .pointer("runs", memory.bytes(table.runBytes()))
                        .number("runCount", table.runs())
                        .pointer("partial", partial)
                        .number("splits", splits)
                        .number("team", team);
                LaunchShape shape = small(LaunchShape.spread((long) table.runs() * splits, lanes, p, team));
                agreement.check(Kernel.RUN_DOTS, p, shape, args, memory, partial, Precision.FLOAT64);
                partialsAdd(p, table, splits, memory, partial, agreement);
                lanesDots(p, lanes, table, memory, x, stride, y);
            }
        }
    }

    private void partialsAdd(Precision p, DotTable table, int splits, Arena memory, long partial, Agreement agreement) {
        long gradient = matrix(memory, Precision.FLOAT64, WEIGHTS, 1, false);
        Args args = Args.of(Kernel.PARTIALS_ADD)
                .pointer("partial", partial)
                .pointer("first", memory.ints(table.firstPartial(splits)))
                .pointer("target", memory.ints(table.target()))
                .number("groupCount", table.groups())
                .pointer("gradient", gradient);
        LaunchShape shape = LaunchShape.flat(table.groups());
        agreement.check(Kernel.PARTIALS_ADD, p, shape, args, memory, gradient, Precision.FLOAT64);
    }

    private void lanesDots(Precision p, int lanes, DotTable table, Arena memory, long x, int stride, long y) {
        long out = matrix(memory, p, WEIGHTS, lanes + 1, false);
        Args args = Args.of(Kernel.RUN_DOTS_LANES)
                .pointer("x", x)
                .number("xStride", stride)
                .pointer("y", y)
                .number("yStride", lanes)
                .number("lanes", lanes)
                .pointer("runs", memory.bytes(table.runBytes()))
                .pointer("first", memory.ints(table.first()))
                .pointer("target", memory.ints(table.target()))
                .number("groupCount", table.groups())
                .pointer("out", out)
                .number("outStride", lanes + 1);
        Agreement agreement = new Agreement(cuda, p == Precision.FLOAT32 ? 1e-6 : 1e-14, 30);
        LaunchShape shape = small(LaunchShape.spread(table.groups(), lanes, p));
        agreement.check(Kernel.RUN_DOTS_LANES, p, shape, args, memory, out, p);
    }
}
