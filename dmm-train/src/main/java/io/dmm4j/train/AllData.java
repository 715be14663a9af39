package io.dmm4j.train;

import java.util.Arrays;

/** All data once, with the same parameters: group by group of sequences, and window by window. */
final class AllData {
    private final LossFunction function;
    private final Feeding feeding;
    private final int lanes;
    private final int window;

    AllData(Task task, LossFunction function, Feeding feeding) {
        this.function = function;
        this.feeding = feeding;
        lanes = task.lanes();
        window = task.window();
    }

    /** The loss. The function's executor is left with other parameters, another window and another state. */
    double loss(double[] parameters) {
        return sum(parameters, () -> {});
    }

    /**
     * The gradient of {@link #loss}, one number per parameter, trained or not. Derivatives do not pass from one window back to
     * the one before.
     */
    double[] gradient(double[] parameters) {
        double[] sum = new double[parameters.length];
        double[] one = new double[parameters.length];
        sum(parameters, () -> {
            function.gradient(one);
            Arrays.setAll(sum, i -> sum[i] + one[i]);
        });
        return sum;
    }

    private double sum(double[] parameters, Runnable afterWindow) {
        double sum = 0;
        for (int i = 0; i < feeding.sequences(); i += lanes) {
            sum += group(parameters, i, Math.min(i + lanes, feeding.sequences()), afterWindow);
        }
        return sum;
    }

    private double group(double[] parameters, int first, int last, Runnable afterWindow) {
        CompiledSequence[] rows = new CompiledSequence[last - first];
        Arrays.setAll(rows, i -> feeding.compiled(first + i));
        int cycles = Arrays.stream(rows).mapToInt(r -> r.cycles).max().orElseThrow();
        double sum = 0;
        for (int from = 0; from < cycles; from += window) {
            feeding.batch().fill(rows, from, Math.min(cycles, from + window));
            sum += function.value(parameters, feeding.batch(), from == 0);
            afterWindow.run();
        }
        return sum;
    }
}
