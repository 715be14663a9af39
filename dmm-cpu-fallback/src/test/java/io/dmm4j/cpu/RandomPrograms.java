package io.dmm4j.cpu;

import io.dmm4j.expr.Op;
import io.dmm4j.flat.FlatOps;
import io.dmm4j.flat.FlatProgram;
import io.dmm4j.flat.Ranges;
import io.dmm4j.flat.Rows;
import io.dmm4j.flat.Runs;
import io.dmm4j.flat.Stage;
import io.dmm4j.spi.Events;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Flat programs drawn at random: runs of all lengths that overlap, ops on what there is, external inputs. */
final class RandomPrograms {
    private static final Op[] FLAT =
            Arrays.stream(Op.values()).filter(Op::isFlat).toArray(Op[]::new);

    private final Random random;
    private final int outputs;
    private final int inputs;
    private final int temps;
    private final int fed; // so many output rows are external inputs, from the first

    private RandomPrograms(long seed) {
        random = new Random(seed);
        outputs = 1 + random.nextInt(120);
        inputs = 1 + random.nextInt(120);
        temps = 2 + random.nextInt(40);
        fed = 1 + random.nextInt((outputs + 1) / 2);
    }

    /** A program with external rows [0, 1) or more, and probes of all rows. */
    static FlatProgram draw(long seed) {
        return new RandomPrograms(seed).program();
    }

    /** Events of a window: some rows of the program's external input, in some cycles and lanes. */
    static Events events(FlatProgram p, int lanes, int cycles, long seed) {
        Random r = new Random(seed);
        Events e = new Events();
        for (int t = 0; t < cycles; t++) {
            for (int i = r.nextInt(4); i > 0; i--) {
                e.add(t, r.nextInt(p.externals().length()[0]), r.nextInt(lanes), r.nextGaussian());
            }
        }
        return e;
    }

    private FlatProgram program() {
        int links = 1 + random.nextInt(40);
        double[] parameters = random.doubles(links + 3, -0.5, 0.5).toArray();
        List<Stage> stages = new ArrayList<>();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            stages.add(new Stage(runs(links), ops()));
        }
        int firstTemp = outputs + inputs;
        return FlatProgram.builder()
                .rows(outputs, inputs, temps)
                .stages(stages)
                .parameters(links, parameters, new boolean[links + 3])
                .constants(new Rows(new int[] {firstTemp}, new double[] {0.5}))
                .parameterRows(new int[] {firstTemp + 1}, new int[] {links + 1})
                .externals(new Ranges(new int[] {0}, new int[] {fed}))
                .initial(new Rows(new int[] {random.nextInt(outputs)}, new double[] {1.25}))
                .probes(new Ranges(new int[] {0, outputs}, new int[] {outputs, inputs}))
                .rowRuns(random.nextInt(3) == 0 ? runs(outputs) : Runs.NONE)
                .build();
    }

    private Runs runs(int links) {
        int n = random.nextInt(60);
        int[][] r = new int[4][n];
        boolean streams = random.nextInt(4) == 0;
        for (int k = 0; k < n; k++) {
            int length = streams ? 1 : 1 + random.nextInt(Math.min(inputs, outputs));
            r[0][k] = random.nextInt(inputs - length + 1);
            r[1][k] = random.nextInt(outputs - length + 1);
            r[2][k] = length;
            r[3][k] = random.nextInt(links);
        }
        return new Runs(r[0], r[1], r[2], r[3]);
    }

    private FlatOps ops() {
        FlatOps.Builder b = new FlatOps.Builder();
        for (int i = random.nextInt(20); i > 0; i--) {
            op(b, FLAT[random.nextInt(FLAT.length)]);
        }
        return b.build();
    }

    /** An op, if operands are found with which it may stand, and perhaps some repetitions at equal steps. */
    private void op(FlatOps.Builder b, Op op) {
        int n = 1 + random.nextInt(random.nextBoolean() ? 6 : 100);
        for (int tries = 0; tries < 50; tries++) {
            int[] row = random.ints(4, 0, outputs + inputs + temps).toArray();
            for (int j = 1; j < 4; j++) {
                row[j] = random.nextInt(5) == 0 ? row[0] : row[j];
            }
            int[] step = {op.isReduction() ? 1 : n, random.nextInt(n + 1), n, random.nextInt(2) * n};
            if (stands(op, n, row)) {
                int times = random.nextBoolean() ? 1 : 8;
                for (int r = 0; r < times && stands(op, n, row); r++) {
                    b.add(op, n, row[0], row[1], row[2], row[3], -0.5, 0.75);
                    Arrays.setAll(row, j -> row[j] + step[j]);
                }
                return;
            }
        }
    }

    private boolean stands(Op op, int n, int[] row) {
        int written = op.isReduction() ? 1 : n;
        int firstTemp = outputs + inputs + 2; // after the constant and the parameter
        boolean good = row[0] < outputs
                ? row[0] >= fed && row[0] + written <= outputs
                : row[0] >= firstTemp && row[0] + written <= outputs + inputs + temps;
        for (int j = 1; j <= op.arity(); j++) {
            int size = FlatOps.isScalarOperand(op, j - 1) ? 1 : n;
            boolean apart = row[j] + size <= row[0] || row[0] + written <= row[j];
            good &= row[j] + size <= outputs + inputs + temps;
            good &= apart || (row[j] == row[0] && size == written);
        }
        return good;
    }
}
