package io.dmm4j.dl4j.machine;

import io.dmm4j.spi.Bulk;
import io.dmm4j.spi.Executor;
import io.dmm4j.spi.GradientExecutor;
import io.dmm4j.spi.Precision;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * Parameters on their way from DL4J's view to executors, and gradients on their way back. An executor that has the present
 * parameters already does not get them again.
 */
final class Weights {
    private final int[] place;
    private final Precision precision;

    /** In the order of the program; those that DL4J does not have stay as they are. */
    private final double[] parameters;

    private final double[] gradients;

    /** In the order of DL4J's view. */
    private final double[] view;

    /** The latest floats of the view, and room for the next; empty for doubles. */
    private float[] floats;

    private float[] next;

    /** How often parameters have changed, and at which of these each executor got them. */
    private int version;

    private final Map<Executor, Integer> versions = new IdentityHashMap<>();

    Weights(Blueprint blueprint, Precision precision) {
        this.precision = precision;
        place = blueprint.place();
        parameters = blueprint.program().parameters().clone();
        gradients = new double[parameters.length];
        view = new double[place.length];
        floats = new float[precision == Precision.FLOAT32 ? place.length : 0];
        next = floats.clone();
    }

    /** Takes parameters in the order of DL4J's view. */
    void take(Bulk given) {
        if (isNew(given)) {
            given.get(0, view, 0, view.length);
            for (int i = 0; i < place.length; i++) {
                parameters[place[i]] = view[i];
            }
            version++;
        }
    }

    /** Whether these are not the latest; floats are worth a look, which costs less than what it may save. */
    private boolean isNew(Bulk given) {
        if (precision != Precision.FLOAT32) {
            return true;
        }
        given.get(0, next, 0, next.length);
        if (version > 0 && Arrays.equals(next, floats)) {
            return false;
        }
        float[] old = floats;
        floats = next;
        next = old;
        return true;
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
            view[i] = gradients[place[i]];
        }
        into.put(0, view, 0, view.length);
    }
}
