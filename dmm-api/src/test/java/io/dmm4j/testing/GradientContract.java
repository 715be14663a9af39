package io.dmm4j.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.dmm4j.flat.FlatProgram;
import io.dmm4j.flat.Runs;
import io.dmm4j.spi.Bulk;
import io.dmm4j.spi.Events;
import io.dmm4j.spi.Executor;
import io.dmm4j.spi.ExecutorOptions;
import io.dmm4j.spi.GradientExecutor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What an executor with gradients promises besides numbers: a window is gone back over as it was run, or not at all. */
public abstract class GradientContract extends ExecutorContract {
    private final double[] gradient = new double[2];

    /** Opens a program with its reverse, which the test closes. */
    protected abstract GradientExecutor openGradient(FlatProgram program, ExecutorOptions options);

    @Override
    protected Executor open(FlatProgram program, ExecutorOptions options) {
        return openGradient(program, options);
    }

    /** 1 in the last cycle: what is differentiated is 2 w^4 in each lane. */
    private static double[] seeds() {
        double[] s = new double[WINDOW * LANES];
        Arrays.fill(s, (WINDOW - 1) * LANES, s.length, 1);
        return s;
    }

    private double[] gradient(GradientExecutor x) {
        x.backward(seeds());
        x.readGradient(gradient);
        return gradient;
    }

    private static double[] atHalf() {
        return new double[] {8 * 0.125 * LANES, 0};
    }

    @Test
    void aWindowMayBeGoneBackOverAgain() {
        try (GradientExecutor x = openGradient(PROGRAM, OPTIONS)) {
            x.run(WINDOW, new Events());
            assertArrayEquals(atHalf(), gradient(x));
            assertArrayEquals(atHalf(), gradient(x));
            assertEquals(WINDOW, x.cycle());
        }
    }

    @Test
    void parametersThatAreSetBetweenTheTwoWaysAreRefused() {
        String sentence = "backward: parameters were set after the latest window";
        try (GradientExecutor x = openGradient(PROGRAM, OPTIONS)) {
            x.run(WINDOW, new Events());
            x.setParameters(new double[] {3, 0.25});
            refused(sentence, () -> x.backward(seeds()));
            refused(sentence, () -> x.backward(Bulk.of(seeds()), Bulk.of(new double[WINDOW * LANES])));
            x.reset();
            x.run(WINDOW, new Events());
            assertArrayEquals(new double[] {8 * 27 * LANES, 0}, gradient(x));
            x.setParameters(new double[] {0.5, 0.25});
            refused(sentence, () -> x.backward(seeds()));
            x.reset();
            x.run(WINDOW, new Events());
            assertArrayEquals(atHalf(), gradient(x));
        }
    }

    @Test
    void thereIsNothingToGoBackOverWithoutAWindow() {
        String sentence = "backward: no window has been run";
        try (GradientExecutor x = openGradient(PROGRAM, OPTIONS)) {
            refused(sentence, () -> x.backward(seeds()));
            x.run(WINDOW, new Events());
            x.reset();
            refused(sentence, () -> x.backward(seeds()));
            x.run(WINDOW, new Events());
            x.writeState(new double[2 * LANES], 0);
            refused(sentence, () -> x.backward(seeds()));
        }
    }

    @Test
    void arraysOfDerivativesThatAreTooShortAreRefused() {
        try (GradientExecutor x = openGradient(PROGRAM, OPTIONS)) {
            x.run(2, new Events());
            refused("seeds: an array of 5 numbers, expected 2 rows × 3 lanes", () -> x.backward(new double[5]));
            x.backward(new double[6]);
            refused("gradient: an array of 1 numbers, expected 2", () -> x.readGradient(new double[1]));
            refused("state gradient: an array of 5 numbers", () -> x.readStateGradient(new double[5]));
        }
    }

    /** The tape is that of the links it was opened with. */
    @Test
    void linksAreNotReplaced() {
        try (GradientExecutor x = openGradient(PROGRAM, OPTIONS)) {
            x.run(WINDOW, new Events());
            assertFalse(x.rewire(PROGRAM.withRowRuns(Runs.NONE, PROGRAM.guards())));
            assertArrayEquals(atHalf(), gradient(x), "it is as it was");
        }
    }

    @Test
    void lanesHaveNoParametersOfTheirOwn() {
        try (GradientExecutor x = openGradient(PROGRAM, OPTIONS)) {
            assertFalse(x.hasLaneParameters());
            x.run(WINDOW, new Events());
            refused("lane parameters: ", () -> x.setLaneParameters(new double[2 * LANES]));
            assertArrayEquals(atHalf(), gradient(x), "nothing has changed");
        }
    }

    @Test
    void aClosedExecutorGivesNoDerivatives() {
        GradientExecutor x = openGradient(PROGRAM, OPTIONS);
        x.run(WINDOW, new Events());
        x.backward(seeds());
        x.close();
        refused("closed", () -> x.backward(seeds()));
        refused("closed", () -> x.readGradient(gradient));
        refused("closed", () -> x.readStateGradient(new double[2 * LANES]));
    }
}
