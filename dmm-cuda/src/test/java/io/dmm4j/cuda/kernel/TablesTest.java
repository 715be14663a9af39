package io.dmm4j.cuda.kernel;

import static io.dmm4j.cuda.kernel.RunKernelsTest.INPUTS;
import static io.dmm4j.cuda.kernel.RunKernelsTest.OUTPUTS;
import static io.dmm4j.cuda.kernel.RunKernelsTest.ROWS;
import static io.dmm4j.cuda.kernel.RunKernelsTest.WEIGHTS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.expr.Op;
import io.dmm4j.flat.FlatOps;
import io.dmm4j.flat.FlatProgram;
import io.dmm4j.flat.Ranges;
import io.dmm4j.flat.Runs;
import io.dmm4j.flat.Stage;
import io.dmm4j.spi.Events;
import io.dmm4j.spi.ExecutorOptions;
import io.dmm4j.spi.Precision;
import io.dmm4j.testing.FlatInterpreter;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the tables hold, by their meaning: no CUDA is needed. */
class TablesTest {
    private static final int STATE = 100;

    /** Any ops on rows in four ranges apart. */
    private static FlatOps list(SplittableRandom random, Op[] ops, int count) {
        FlatOps.Builder b = new FlatOps.Builder();
        for (int k = 0; k < count; k++) {
            Op op = ops[random.nextInt(ops.length)];
            int n = random.nextInt(1, 25);
            int[] at = random.ints(0, 4).distinct().limit(4).map(j -> 25 * j).toArray();
            Arrays.setAll(at, j -> at[j] + random.nextInt(25 - n + 1));
            boolean inPlace = random.nextInt(4) == 0 && op.arity() > 0 && !op.isReduction();
            boolean one = FlatOps.isScalarOperand(op, 0);
            b.add(op, n, at[0], inPlace && !one ? at[0] : at[1], at[2], at[3], -0.5, 0.75);
        }
        return b.build();
    }

    private static Op[] flat(boolean adjoints) {
        return Stream.of(Op.values())
                .filter(op -> op.isFlat() && (adjoints || !op.group().isAdjoint()))
                .toArray(Op[]::new);
    }

    private static boolean touches(FlatOps o, int k, int other) {
        int[][] first = {o.d(), o.a(), o.b(), o.c()};
        for (int j = 0; j <= o.op()[other].arity(); j++) {
            boolean one = j == 0 ? o.op()[other].isReduction() : FlatOps.isScalarOperand(o.op()[other], j - 1);
            int from = first[j][other];
            int to = from + (one ? 1 : o.n()[other]);
            int end = o.d()[k] + (o.op()[k].isReduction() ? 1 : o.n()[k]);
            if (from < end && o.d()[k] < to) {
                return true;
            }
        }
        return false;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void anOpFollowsThoseThatItDependsOn(long seed) {
        FlatOps ops = list(new SplittableRandom(seed), flat(true), 150);
        int[] level = OpLevels.of(ops);
        for (int late = 0; late < ops.count(); late++) {
            int before = -1;
            for (int early = 0; early < late; early++) {
                if (touches(ops, early, late) || touches(ops, late, early)) {
                    before = Math.max(before, level[early]);
                }
            }
            assertEquals(before + 1, level[late], "op " + late);
        }
    }

    /** In levels, the ops do what they do one after the other. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void aTableDoesWhatItsOpsDo(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        FlatOps ops = list(random, flat(false), 25);
        int lanes = 3;
        double[] state = random.doubles((long) STATE * lanes, -2, 2).toArray();
        double[] expected = new double[state.length];
        FlatProgram program = FlatProgram.builder()
                .rows(STATE, 0, 0)
                .stages(List.of(new Stage(Runs.NONE, ops)))
                .probes(new Ranges(new int[0], new int[0]))
                .build();
        try (FlatInterpreter e = new FlatInterpreter(program, new ExecutorOptions(lanes, Precision.FLOAT64, 1, 1))) {
            e.writeState(state, 0);
            e.run(1, new Events());
            e.readState(expected);
        }
        Arena memory = new Arena();
        long s = memory.numbers(Precision.FLOAT64, state);
        OpTable table = OpTable.of(ops);
        Args args = Args.of(Kernel.OPS_FUSED)
                .pointer("state", s)
                .number("stride", lanes)
                .number("lanes", lanes)
                .pointer("entries", memory.bytes(table.entryBytes()))
                .pointer("levels", memory.bytes(table.levelBytes()))
                .number("from", 0)
                .number("to", table.levels().size());
        LaunchShape shape = LaunchShape.fused(lanes, Precision.FLOAT64);
        HostKernels.launch(Kernel.OPS_FUSED, Precision.FLOAT64, shape, args, memory);
        double[] found = new double[state.length];
        Arrays.setAll(found, i -> memory.readDouble(s, 8L * i));
        assertArrayEquals(expected, found);
    }

    @Test
    void adjoiningOpsOfOneKindAreOneEntry() {
        FlatOps.Builder b = new FlatOps.Builder();
        for (int k = 0; k < 8; k++) {
            b.add(Op.ADD, 5, 100 + 5 * k, 5 * k, 200 + 5 * k, 0);
            b.add(Op.SCALE, 2, 300 + 2 * k, 400, 410 + 2 * k, 0);
            b.add(Op.SCALE, 2, 500 + 2 * k, 600 + k, 610 + 2 * k, 0);
            b.add(Op.TIMES, 1, 700 + k, 710 + k, 0, 0, k / 4, 0);
        }
        OpTable table = OpTable.of(b.build());
        assertEquals(List.of(new OpTable.Level(1 + 1 + 8 + 2, 40 + 16 + 16 + 8, 0, 0, 0)), table.levels());
        assertEquals(12, table.entries());
    }

    @Test
    void opsOnWholeRangesAreSortedByTheirLength() {
        FlatOps ops = new FlatOps.Builder()
                .add(Op.SUM, 1000, 0, 10, 0, 0)
                .add(Op.SUM, 100, 1, 10, 0, 0)
                .add(Op.COPY, 3, 2, 10, 0, 0)
                .add(Op.MAX, 8, 6, 10, 0, 0)
                .build();
        assertEquals(List.of(new OpTable.Level(4, 3, 1, 1, 1)), OpTable.of(ops).levels());
    }

    @Test
    void numbersOfOpsAreDifferentAndComplete() {
        for (Op op : flat(true)) {
            assertEquals(op, OpCode.op(OpCode.of(op)));
        }
    }

    /** Each pair of rows once, in the order of the runs: 64-bit sums agree to the bit. */
    @ParameterizedTest
    @CsvSource({"1, 40", "7, 150", "30, 60"})
    void movementsHoldTheRuns(int longest, int count) {
        Runs runs = RunKernelsTest.runs(new SplittableRandom(9), count, longest);
        double[] expected = new double[ROWS];
        for (int k = 0; k < runs.count(); k++) {
            for (int i = 0; i < runs.length()[k]; i++) {
                expected[OUTPUTS + runs.xRow()[k] + i] += (runs.weight()[k] + 1) * Math.sqrt(runs.yRow()[k] + i);
            }
        }
        RunTable table = RunTable.down(runs, 0, OUTPUTS, INPUTS, false);
        Arena memory = new Arena();
        double[] start = new double[ROWS];
        Arrays.setAll(start, Math::sqrt);
        double[] weights = new double[WEIGHTS];
        Arrays.setAll(weights, w -> w + 1);
        long s = memory.numbers(Precision.FLOAT64, start);
        Args args = Args.of(Kernel.DOWN_SHARED)
                .pointer("state", s)
                .number("stride", 1)
                .number("lanes", 1)
                .pointer("groups", memory.bytes(table.groupBytes()))
                .number("groupCount", table.groups())
                .pointer("entries", memory.bytes(table.entryBytes()))
                .number("adds", 0)
                .number("split", 1)
                .pointer("weights", memory.numbers(Precision.FLOAT64, weights));
        LaunchShape shape = LaunchShape.spread(table.items(), 1, Precision.FLOAT64);
        HostKernels.launch(Kernel.DOWN_SHARED, Precision.FLOAT64, shape, args, memory);
        for (int r = OUTPUTS; r < ROWS; r++) {
            assertEquals(expected[r], memory.get(Precision.FLOAT64, s, r), 0, "row " + r);
        }
        assertEquals(INPUTS, table.items());
    }

    @Test
    void dotsOfOneWeightStandNextToEachOther() {
        Runs runs = new Runs(new int[] {0, 5, 2}, new int[] {7, 8, 9}, new int[] {1, 2, 3}, new int[] {4, 1, 4});
        DotTable table = new DotTable(runs, 100, 10);
        assertArrayEquals(new int[] {0, 1, 3}, table.first());
        assertArrayEquals(new int[] {1, 4}, table.target());
        assertArrayEquals(new int[] {0, 5, 15}, table.firstPartial(5));
        int[] words = new int[12];
        table.runBytes().asIntBuffer().get(words);
        assertArrayEquals(new int[] {105, 18, 2, 1, 100, 17, 1, 4, 102, 19, 3, 4}, words);
    }

    @Test
    void rowsOfOneTargetKeepTheirOrder() {
        RowGroups g = RowGroups.of(new int[] {3, 1, 2, 9}, new int[] {5, 4, 5, 5});
        assertArrayEquals(new int[] {1, 3, 2, 9}, g.from());
        assertArrayEquals(new int[] {0, 1, 4}, g.first());
        assertArrayEquals(new int[] {4, 5}, g.target());
    }

    @Test
    void eventsStandByCycleRowAndLane() {
        Events e = new Events();
        e.add(0, 2, 1, 10);
        e.add(0, 1, 1, 20);
        e.add(0, 2, 0, 30);
        e.add(2, 0, 0, 40);
        e.add(2, 0, 0, 50);
        EventTable t = EventTable.of(e, 3);
        assertArrayEquals(new int[] {0, 3, 3, 5}, t.start());
        assertArrayEquals(new double[] {20, 30, 10, 40, 50}, t.value());
        assertTrue(Arrays.equals(new int[] {1, 2, 2, 0, 0}, t.row())
                && Arrays.equals(new int[] {1, 0, 1, 0, 0}, t.lane()));
    }
}
