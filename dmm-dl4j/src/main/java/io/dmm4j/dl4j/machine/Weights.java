package io.dmm4j.dl4j.machine;

import io.dmm4j.spi.Bulk;
import io.dmm4j.spi.Executor;
import io.dmm4j.spi.GradientExecutor;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * Parameters on their way from DL4J's view to executors, and gradients on their way back. An executor that has the present
 * parameters already does not get them again.
 */
final class Weights {
    private final int[] place;
    private final double[] parameters;
    private final double[] gradients;

    /** The latest parameters in the order of DL4J's view, and room for the next. */
    private double[] view;

    private double[] next;
    private int version;
    private final Map<Executor, Integer> versions = new IdentityHashMap<>();

    Weights(Blueprint blueprint) {
        place = blueprint.place();
        parameters = blueprint.program().parameters().clone();
        gradients = new double[parameters.length];
        view = new double[place.length];
        next = new double[place.length];
        for (int i = 0; i < place.length; i++) {
            view[i] = parameters[place[i]];
        }
    }

    /** Takes parameters in the order of DL4J's view. */
    void take(Bulk given) {
        given.get(0, next, 0, next.length);
        if (Arrays.equals(next, view)) {
            return;
        }
        double[] old = view;
        view = next;
        next = old;
        for (int i = 0; i < place.length; i++) {
            parameters[place[i]] = view[i];
        }
        version++;
    }

    /** Has an executor use them. */
    void bringTo(Executor x) {
        Integer known = versions.put(x, version);
        if (known == null || known != version) {
            x.setParameters(parameters);
        }
    }

    /** There will be no more of an executor. */
    void forget(Executor x) {
        versions.remove(x);
    }

    /** Gives the gradient of the latest backward pass in the order of DL4J's view. */
    void give(GradientExecutor x, Bulk into) {
        x.readGradient(gradients);
        for (int i = 0; i < place.length; i++) {
            next[i] = gradients[place[i]];
        }
        into.put(0, next, 0, next.length);
    }
}
