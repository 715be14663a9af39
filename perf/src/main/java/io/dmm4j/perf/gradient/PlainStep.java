package io.dmm4j.perf.gradient;

import io.dmm4j.expr.Op;
import io.dmm4j.flat.FlatOps;
import io.dmm4j.flat.FlatProgram;
import io.dmm4j.flat.Runs;
import io.dmm4j.net.Probe;
import io.dmm4j.train.Model;
import io.dmm4j.train.data.Sequence;
import io.dmm4j.value.DmmException;
import java.util.Arrays;
import java.util.List;

/**
 * A step of training of a detector as one would write it by hand: links as compressed sparse rows, a straight loop per op, all rows
 * of all cycles kept, 32-bit floats, one machine. Squared errors of scalar probes, Adam. What dmm4j is measured against, since both
 * are slowed alike by what else the machine does.
 */
final class PlainStep {
    private static final float BETA1 = 0.9f;
    private static final float BETA2 = 0.999f;
    private static final float EPSILON = 1e-8f;

    private final FlatProgram program;
    private final FlatOps ops;
    private final int cycles;
    private final float rate;

    /** Links of input row r are those from first[r] to first[r + 1]. */
    private final int[] first;

    private final int[] column;
    private final int[] weight;
    private final float[] value;

    /** All rows after each cycle; cycle 0 is before the first. */
    private final float[][] s;

    private final float[][] fed;
    private final float[][] wanted;
    private final float[] derivative;
    private final float[] gradient;
    private final float[] parameters;
    private final float[] moment;
    private final float[] square;
    private final boolean[] trained;
    private long steps;

    /** A step over a whole sequence. */
    PlainStep(Model model, Sequence data, double rate) {
        this.rate = (float) rate;
        program = model.flattened().program();
        if (program.stages().size() != 1 || program.parameterRow().length > 0) {
            throw new DmmException(
                    "the plain step: found fresh links or parameters of types, expected links of one schedule");
        }
        ops = program.stages().get(0).ops();
        cycles = data.cycles();
        Runs runs = program.stages().get(0).runs();
        int entries = Math.toIntExact(runs.multiplyAdds());
        first = new int[program.inputRows() + 1];
        column = new int[entries];
        weight = new int[entries];
        value = new float[entries];
        compress(runs);
        s = new float[cycles + 1][program.rows()];
        fed = new float[cycles][program.outputRows()];
        wanted = new float[cycles][program.probes().total()];
        for (float[] rows : s) {
            for (int i = 0; i < program.constants().count(); i++) {
                rows[program.constants().row()[i]] = (float) program.constants().value()[i];
            }
        }
        for (int i = 0; i < program.initial().count(); i++) {
            s[0][program.initial().row()[i]] = (float) program.initial().value()[i];
        }
        for (int t = 0; t < cycles; t++) {
            feed(model, data, t);
        }
        derivative = new float[program.rows()];
        int n = program.parameters().length;
        gradient = new float[n];
        parameters = new float[n];
        moment = new float[n];
        square = new float[n];
        trained = program.trainable();
        for (int i = 0; i < n; i++) {
            parameters[i] = (float) program.parameters()[i];
        }
    }

    private void compress(Runs runs) {
        for (int k = 0; k < runs.count(); k++) {
            for (int i = 0; i < runs.length()[k]; i++) {
                first[runs.xRow()[k] + i + 1]++;
            }
        }
        Arrays.parallelPrefix(first, Integer::sum);
        int[] next = first.clone();
        for (int k = 0; k < runs.count(); k++) {
            for (int i = 0; i < runs.length()[k]; i++) {
                int e = next[runs.xRow()[k] + i]++;
                column[e] = runs.yRow()[k] + i;
                weight[e] = runs.weight()[k];
            }
        }
    }

    private void feed(Model model, Sequence data, int t) {
        data.inputs()
                .get(t)
                .forEach((port, tree) -> tree.forEach((path, x) -> {
                    int row = model.flattened().row(port, path);
                    if (row >= 0) {
                        fed[t][row] = (float) x;
                    }
                }));
        List<Probe> probes = model.objective().probes();
        for (int i = 0; i < probes.size(); i++) {
            wanted[t][i] = (float) data.targets().get(t).get(probes.get(i)).number();
        }
    }

    /** One step; answers the loss before it. */
    double run() {
        for (int e = 0; e < value.length; e++) {
            value[e] = parameters[weight[e]];
        }
        for (int t = 0; t < cycles; t++) {
            down(s[t], s[t + 1]);
            up(s[t + 1], fed[t]);
        }
        double loss = back();
        adam();
        return loss;
    }

    /** The gradient of the latest step. */
    float[] gradient() {
        return gradient;
    }

    // ---- forwards ------------------------------------------------------------------------------------

    private void down(float[] before, float[] now) {
        int x = program.outputRows();
        for (int r = 0; r + 1 < first.length; r++) {
            float sum = 0;
            for (int e = first[r]; e < first[r + 1]; e++) {
                sum += value[e] * before[column[e]];
            }
            now[x + r] = sum;
        }
    }

    private void up(float[] now, float[] input) {
        for (int i = 0; i < program.externals().count(); i++) {
            int row = program.externals().start()[i];
            System.arraycopy(input, row, now, row, program.externals().length()[i]);
        }
        for (int k = 0; k < ops.count(); k++) {
            op(k, now, ops.d()[k], ops.a()[k], ops.b()[k], ops.n()[k]);
        }
    }

    private void op(int k, float[] now, int d, int a, int b, int n) {
        switch (ops.op()[k]) {
            case COPY -> System.arraycopy(now, a, now, d, n);
            case ADD -> {
                for (int i = 0; i < n; i++) {
                    now[d + i] = now[a + i] + now[b + i];
                }
            }
            case SUB -> {
                for (int i = 0; i < n; i++) {
                    now[d + i] = now[a + i] - now[b + i];
                }
            }
            case RELU -> {
                for (int i = 0; i < n; i++) {
                    now[d + i] = Math.max(0, now[a + i]);
                }
            }
            case CLAMP -> {
                float least = (float) ops.i0()[k];
                float most = (float) ops.i1()[k];
                for (int i = 0; i < n; i++) {
                    now[d + i] = Math.min(Math.max(now[a + i], least), most);
                }
            }
            case DOT -> {
                float sum = 0;
                for (int i = 0; i < n; i++) {
                    sum += now[a + i] * now[b + i];
                }
                now[d] = sum;
            }
            case MAX_NORM -> {
                float max = 0;
                for (int i = 0; i < n; i++) {
                    max = Math.max(max, Math.abs(now[a + i]));
                }
                now[d] = max;
            }
            default -> throw missing(ops.op()[k]);
        }
    }

    private static DmmException missing(Op op) {
        return new DmmException("the plain step: found " + op + ", expected an op of the duplicate detectors");
    }

    // ---- back ----------------------------------------------------------------------------------------

    private double back() {
        float[] g = derivative;
        int outputs = program.outputRows();
        double loss = 0;
        Arrays.fill(gradient, 0);
        Arrays.fill(g, 0, outputs, 0);
        for (int t = cycles - 1; t >= 0; t--) {
            float[] now = s[t + 1];
            Arrays.fill(g, outputs, g.length, 0);
            for (int i = 0; i < wanted[t].length; i++) {
                int row = program.probes().start()[i];
                float error = now[row] - wanted[t][i];
                loss += error * error;
                g[row] += 2 * error;
            }
            for (int k = ops.count() - 1; k >= 0; k--) {
                reverse(k, now, g, ops.d()[k], ops.a()[k], ops.b()[k], ops.n()[k]);
            }
            Arrays.fill(g, 0, outputs, 0);
            links(s[t], g);
        }
        return loss;
    }

    private void links(float[] before, float[] g) {
        int x = program.outputRows();
        for (int r = 0; r + 1 < first.length; r++) {
            float d = g[x + r];
            for (int e = first[r]; e < first[r + 1]; e++) {
                int y = column[e];
                g[y] += value[e] * d;
                gradient[weight[e]] += before[y] * d;
            }
        }
    }

    private void reverse(int k, float[] now, float[] g, int d, int a, int b, int n) {
        switch (ops.op()[k]) {
            case COPY -> {
                for (int i = 0; i < n; i++) {
                    g[a + i] += g[d + i];
                }
            }
            case ADD -> {
                for (int i = 0; i < n; i++) {
                    g[a + i] += g[d + i];
                    g[b + i] += g[d + i];
                }
            }
            case SUB -> {
                for (int i = 0; i < n; i++) {
                    g[a + i] += g[d + i];
                    g[b + i] -= g[d + i];
                }
            }
            case RELU -> {
                for (int i = 0; i < n; i++) {
                    g[a + i] += now[a + i] > 0 ? g[d + i] : 0;
                }
            }
            case CLAMP -> {
                float least = (float) ops.i0()[k];
                float most = (float) ops.i1()[k];
                for (int i = 0; i < n; i++) {
                    g[a + i] += now[a + i] > least && now[a + i] < most ? g[d + i] : 0;
                }
            }
            case DOT -> {
                for (int i = 0; i < n; i++) {
                    g[a + i] += g[d] * now[b + i];
                    g[b + i] += g[d] * now[a + i];
                }
            }
            case MAX_NORM -> {
                int winner = 0;
                for (int i = 1; i < n; i++) {
                    winner = Math.abs(now[a + i]) >= Math.abs(now[a + winner]) ? i : winner;
                }
                g[a + winner] += g[d] * Math.signum(now[a + winner]);
            }
            default -> throw missing(ops.op()[k]);
        }
    }

    // ---- the update ----------------------------------------------------------------------------------

    private void adam() {
        steps++;
        float by = (float) (rate * Math.sqrt(1 - Math.pow(BETA2, steps)) / (1 - Math.pow(BETA1, steps)));
        for (int i = 0; i < parameters.length; i++) {
            float g = gradient[i];
            moment[i] = BETA1 * moment[i] + (1 - BETA1) * g;
            square[i] = BETA2 * square[i] + (1 - BETA2) * g * g;
            parameters[i] -= trained[i] ? by * moment[i] / ((float) Math.sqrt(square[i]) + EPSILON) : 0;
        }
    }
}
