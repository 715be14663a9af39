package io.dmm4j.train.update;

import java.util.List;

/**
 * Nesterov's momentum in the form that needs the gradient at w only (Bengio and others, Advances in optimizing recurrent
 * networks, 2012, section 3.5), as in Deeplearning4j: v' = μ·v − η·g, w += (1 + μ)·v' − μ·v.
 *
 * @param rate η
 * @param momentum μ
 */
public record Nesterovs(Rate rate, double momentum) implements Updater {

    /** With a constant rate and μ = 0.9. */
    public static Nesterovs of(double rate) {
        return new Nesterovs(Rate.constant(rate), 0.9);
    }

    @Override
    public String name() {
        return "nesterovs";
    }

    @Override
    public List<String> slots() {
        return List.of("v");
    }

    @Override
    public void apply(UpdaterState state, double rate, double[] w, double[] g, int[] which) {
        double[] v = state.array(0);
        state.next();
        for (int i : which) {
            double before = v[i];
            v[i] = momentum * before - rate * g[i];
            w[i] += (1 + momentum) * v[i] - momentum * before;
        }
    }
}
