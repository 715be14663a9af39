package io.dmm4j.checkpoint;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Checkpoints to write and to read. */
final class Samples {
    private static final Plan PLAN = new Plan("cpu", "float32", 2, "vector-256", "17.0.15");

    private Samples() {}

    /** A checkpoint in which everything says which step it is of. */
    static Checkpoint at(long step) {
        return at(step, 3);
    }

    static Checkpoint at(long step, int size) {
        double[] weights = new double[size];
        Arrays.fill(weights, step);
        float[] moments = new float[size];
        Arrays.fill(moments, step);
        Map<String, Tensor> arrays = new LinkedHashMap<>();
        arrays.put("weights", Tensor.of(weights));
        arrays.put("moments/1", Tensor.of(moments));
        return new Checkpoint(
                "ab12", step, -7, new long[] {step, ~step}, new long[] {step}, "{}", PLAN, Map.of("loss", "é"), arrays);
    }

    /** Whether all parts of a checkpoint are of the same step. */
    static boolean isConsistent(Checkpoint c) {
        double step = c.step();
        return Arrays.stream(c.array("weights").doubles()).allMatch(w -> w == step)
                && c.array("moments/1").floats()[0] == (float) step
                && Arrays.equals(c.random(), new long[] {c.step(), ~c.step()});
    }
}
