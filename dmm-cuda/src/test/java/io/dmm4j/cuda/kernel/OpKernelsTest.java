package io.dmm4j.cuda.kernel;

import io.dmm4j.expr.Op;
import io.dmm4j.flat.FlatOps;
import io.dmm4j.spi.Precision;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The kernels of ops: every op at every kind of length and lanes, and long lists of ops in levels. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpKernelsTest {
    private static final int[] LANES = {1, 2, 4, 31, 32, 33, 100};
    /** Of one op and row range: a table of all ops holds some 300 times as many. */
    private static final int MOST_NUMBERS = 3500;

    /** Of a block: three warps are as good as many. */
    private static final int THREADS = 96;

    private static final int[] LENGTHS = {1, 7, 8, 9, 33, 520};

    private Launcher cuda;

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

    /** Ops, each with rows of its own: destination, operands, and a row between them that no op may touch. */
    private static final class Rows {
        final FlatOps.Builder ops = new FlatOps.Builder();
        int rows;

        void every(int n) {
            for (Op op : Op.values()) {
                if (op.isFlat()) {
                    add(op, n, false);
                    boolean fits =
                            op.arity() > 0 && (FlatOps.isScalarOperand(op, 0) ? n == 1 : !op.isReduction() || n == 1);
                    if (fits) {
                        add(op, n, true);
                    }
                }
            }
        }

        void add(Op op, int n, boolean inPlace) {
            int d = take(op.isReduction() ? 1 : n);
            int[] operand = new int[3];
            for (int j = 0; j < op.arity(); j++) {
                operand[j] = j == 0 && inPlace ? d : take(FlatOps.isScalarOperand(op, j) ? 1 : n);
            }
            double i0 = op == Op.CLAMP || op == Op.D_CLAMP ? -0.7 : op == Op.D_MAX_NORM ? n % 3 : 0.3;
            ops.add(op, n, d, operand[0], operand[1], operand[2], i0, 1.1);
        }

        int take(int n) {
            rows += n + 1;
            return rows - n - 1;
        }
    }

    private static long state(Arena memory, Precision p, long count, int skip, DoubleSupplier number) {
        long address = memory.allocate(count * Arena.size(p), skip);
        for (long i = 0; i < count; i++) {
            memory.set(p, address, i, number.getAsDouble());
        }
        return address;
    }

    private void everyOp(Precision p, int n, int lanes, int pad, Agreement agreement, DoubleSupplier number) {
        Rows rows = new Rows();
        rows.every(n);
        run(rows.ops.build(), rows.rows, p, lanes, pad, agreement, number);
    }

    private void run(
            FlatOps ops, int rows, Precision p, int lanes, int pad, Agreement agreement, DoubleSupplier number) {
        OpTable table = OpTable.of(ops);
        Arena memory = new Arena();
        int stride = lanes + pad;
        long s = state(memory, p, (long) rows * stride, pad == 1 ? Arena.size(p) : 0, number);
        long entries = memory.bytes(table.entryBytes());
        long levels = memory.bytes(table.levelBytes());
        Args fused = Args.of(Kernel.OPS_FUSED)
                .pointer("state", s)
                .number("stride", stride)
                .number("lanes", lanes)
                .pointer("entries", entries)
                .pointer("levels", levels)
                .number("from", 0)
                .number("to", table.levels().size());
        LaunchShape one = LaunchShape.fused(lanes, p);
        agreement.check(
                Kernel.OPS_FUSED,
                p,
                new LaunchShape(one.gridX(), 1, one.blockX(), THREADS / one.blockX()),
                fused,
                memory,
                s,
                p);
        for (int l = 0; l < table.levels().size(); l++) {
            Args args = Args.of(Kernel.OPS_LEVEL)
                    .pointer("state", s)
                    .number("stride", stride)
                    .number("lanes", lanes)
                    .pointer("entries", entries)
                    .pointer("levels", levels)
                    .number("level", l);
            LaunchShape shape = LaunchShape.spread(table.levels().get(l).work(), lanes, p);
            LaunchShape few = new LaunchShape(1, Math.min(3, shape.gridY()), shape.blockX(), THREADS / shape.blockX());
            memory = agreement.check(Kernel.OPS_LEVEL, p, few, args, memory, s, p);
        }
    }

    private Agreement rounding(Precision p, double scale) {
        return new Agreement(cuda, p == Precision.FLOAT32 ? 4e-6 : 1e-14, scale);
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void everyOpOnNumbers(Precision p) {
        SplittableRandom random = new SplittableRandom(1);
        for (int n : LENGTHS) {
            for (int lanes : LANES) {
                if (n * lanes > MOST_NUMBERS) {
                    continue;
                }
                everyOp(p, n, lanes, lanes % 3, rounding(p, n > 100 ? 100 : 16), () -> random.nextDouble(-3, 3));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void everyOpOnTiesAndZeros(Precision p) {
        SplittableRandom random = new SplittableRandom(2);
        for (int n : LENGTHS) {
            everyOp(p, n, 5 + n % 4, 0, rounding(p, n > 100 ? 100 : 16), () -> random.nextInt(-1, 2) * 1.5);
            everyOp(p, n, 3, 0, rounding(p, 1), () -> 0);
        }
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void everyOpOnNaNAndInfinities(Precision p) {
        SplittableRandom random = new SplittableRandom(3);
        double[] rare = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0, -0.0};
        for (int n : new int[] {1, 8, 33, 520}) {
            for (int share : new int[] {3, 40}) {
                everyOp(
                        p,
                        n,
                        n > 100 ? 4 : 32,
                        0,
                        rounding(p, 100),
                        () -> random.nextInt(share) == 0
                                ? rare[random.nextInt(rare.length)]
                                : random.nextDouble(-3, 3));
            }
        }
    }

    /** Ops that are exact on small multiples of 1/4, one upon the other: any order that is not the program's shows. */
    @ParameterizedTest
    @CsvSource({"FLOAT32, 1", "FLOAT32, 32", "FLOAT32, 33", "FLOAT64, 1", "FLOAT64, 5", "FLOAT64, 100"})
    void listsOfExactOps(Precision p, int lanes) {
        Op[] exact = {
            Op.NEG,
            Op.RELU,
            Op.ABS,
            Op.SIGN,
            Op.ADD,
            Op.SUB,
            Op.MAX2,
            Op.MIN2,
            Op.WHERE,
            Op.SELECT,
            Op.ZERO,
            Op.COPY,
            Op.ACCUMULATE,
            Op.D_NEG,
            Op.D_SELECT_THEN,
            Op.D_SUM,
            Op.D_L1,
            Op.D_WHERE,
            Op.D_MAX,
            Op.D_MIN,
            Op.D_MAX_NORM,
            Op.MAX_NORM,
            Op.MAX,
            Op.MIN,
            Op.COUNT,
            Op.LESS_OR_EQUAL
        };
        for (int seed = 0; seed < 4; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            FlatOps ops = exactList(random, exact, 200);
            run(ops, 100, p, lanes, 0, Agreement.exact(cuda), () -> random.nextInt(-4, 5) / 4.0);
        }
    }

    /** Every few ops a clamp of all rows keeps the numbers small. */
    private static FlatOps exactList(SplittableRandom random, Op[] exact, int count) {
        FlatOps.Builder b = new FlatOps.Builder();
        for (int k = 0; k < count; k++) {
            if (k % 8 == 7) {
                b.add(Op.CLAMP, 100, 0, 0, 0, 0, -8, 8);
                continue;
            }
            Op op = exact[random.nextInt(exact.length)];
            int n = random.nextInt(1, 13);
            int[] at = new int[4];
            for (int j = 0; j < 4; j++) {
                at[j] = 25 * j + random.nextInt(25 - n);
            }
            int[] order = random.ints(0, 4).distinct().limit(4).toArray();
            b.add(op, n, at[order[0]], at[order[1]], at[order[2]], at[order[3]], op == Op.D_MAX_NORM ? k % 2 : 0, 0);
        }
        return b.build();
    }
}
