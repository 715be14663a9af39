package io.dmm4j.train;

import io.dmm4j.net.Network;
import io.dmm4j.spi.ExecutorOptions;
import io.dmm4j.spi.Precision;
import io.dmm4j.train.GradientReport.Slope;
import io.dmm4j.train.data.Sequence;
import io.dmm4j.train.loss.Objective;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Compares the gradient that a backend computes with central differences of the loss, in 64-bit floats: in random directions,
 * and by each parameter alone.
 *
 * <p>A slope counts only if the loss is smooth around it: the branches that all ops take at ±h and ±h/2 must be those at 0
 * ({@link Branches}). What passes a stop of gradients keeps its values while parameters move. The differences for h and h/2
 * are combined (Richardson), and how far they lie apart says how much they can be trusted; so does how large the loss is of
 * which they are taken, but for parts of it that are the same whatever the parameters. A slope that cannot be trusted does
 * not count, unless it is wrong beyond doubt.
 */
public final class GradientCheck {
    /** The relative error up to which a slope is right, where nothing else is said. */
    public static final double TOLERANCE = 1e-5;

    private static final double H = 1e-4;
    /** How far a loss may be off by itself, of its size: some tens of roundings. */
    private static final double ROUNDING = 1e-14;

    private final Model model;
    private final List<ReferenceRun> runs = new ArrayList<>();
    private final double[] at;
    private final double[] gradient;
    private final int[] which;
    private final long[] signatures;
    private final double magnitude;

    /**
     * A check at the numbers that a network has.
     *
     * @param settings the backend, what is frozen, initial outputs that are trained, conventions at kinks
     */
    public GradientCheck(Network network, Objective objective, List<Sequence> data, Settings settings) {
        model = Model.of(network, objective, Model.words(data), settings);
        at = model.parameters().values();
        which = model.parameters().which();
        CompiledSequence[] rows =
                data.stream().map(s -> new CompiledSequence(s, model)).toArray(CompiledSequence[]::new);
        for (CompiledSequence r : rows) {
            runs.add(new ReferenceRun(model, r));
        }
        gradient = gradient(rows, settings);
        double loss = 0;
        for (ReferenceRun r : runs) {
            loss += Math.abs(r.record(at));
        }
        magnitude = loss;
        signatures = runs.stream().mapToLong(ReferenceRun::signature).toArray();
    }

    private double[] gradient(CompiledSequence[] rows, Settings settings) {
        int cycles = 1;
        for (CompiledSequence r : rows) {
            cycles = Math.max(cycles, r.cycles);
        }
        ExecutorOptions o = new ExecutorOptions(rows.length, Precision.FLOAT64, settings.threads(), cycles);
        try (LossFunction f = new LossFunction(model, settings.backend(), o)) {
            Batch batch = f.batch();
            batch.fill(rows, 0, cycles);
            f.value(at, batch, true);
            double[] g = new double[at.length];
            f.gradient(g);
            return g;
        }
    }

    /** The gradient that is checked: one number per parameter; the array itself, so that a test can plant a mistake. */
    double[] gradient() {
        return gradient;
    }

    /** The model. */
    public Model model() {
        return model;
    }

    /** Checks with {@link #TOLERANCE}. */
    public GradientReport check(int directions, int numbers, long seed) {
        return check(directions, numbers, seed, TOLERANCE);
    }

    /**
     * Checks.
     *
     * @param directions how many random directions
     * @param numbers how many parameters by themselves, drawn if there are more
     * @param tolerance the relative error up to which a slope is right: one whose differences are less certain does not count
     */
    public GradientReport check(int directions, int numbers, long seed, double tolerance) {
        SeededRandom random = new SeededRandom(seed);
        List<Slope> many = new ArrayList<>();
        for (int i = 0; i < directions && which.length > 0; i++) {
            double[] direction = new double[at.length];
            for (int k : which) {
                direction[k] = random.nextGaussian();
            }
            many.add(slope("direction " + (i + 1), direction, tolerance));
        }
        List<Slope> single = new ArrayList<>();
        int[] order = random.permutation(which.length);
        for (int i = 0; i < Math.min(numbers, which.length); i++) {
            double[] direction = new double[at.length];
            direction[which[order[i]]] = 1;
            single.add(slope(model.parameters().id(which[order[i]]).toString(), direction, tolerance));
        }
        Comparator<Slope> worst = Comparator.comparingDouble(s -> s.counts() ? -s.error() : 1);
        many.sort(worst);
        single.sort(worst);
        return new GradientReport(many, single);
    }

    private Slope slope(String name, double[] direction, double tolerance) {
        double analytic = 0;
        for (int i = 0; i < direction.length; i++) {
            analytic += gradient[i] * direction[i];
        }
        double[] points = {H, -H, H / 2, -H / 2};
        double[] losses = new double[points.length];
        boolean smooth = true;
        for (int i = 0; i < points.length && smooth; i++) {
            double[] moved = at.clone();
            for (int k = 0; k < moved.length; k++) {
                moved[k] += points[i] * direction[k];
            }
            for (int r = 0; r < signatures.length; r++) {
                losses[i] += runs.get(r).replay(moved);
                smooth &= runs.get(r).signature() == signatures[r];
            }
        }
        double wide = (losses[0] - losses[1]) / (2 * H);
        double narrow = (losses[2] - losses[3]) / H;
        double numeric = (4 * narrow - wide) / 3;
        double uncertainty = Math.abs(wide - narrow) + ROUNDING * magnitude / H;
        return Slope.of(name, analytic, numeric, uncertainty, smooth, tolerance);
    }
}
