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
    /** Floats that are compared at a time: they stay in the first cache. */
    private static final int SOME = 2048;

    private final int[] place;
    private final Precision precision;

    /** In the order of the program; those that DL4J does not have stay as they are. */
    private final double[] parameters;

    private final double[] gradients;

    /** In the order of DL4J's view. */
    private final double[] view;

    /** The latest floats of the view; empty for doubles. */
    private final float[] floats;

    private final float[] some = new float[SOME];

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
        int known = version == 0 ? 0 : known(given);
        given.get(known, floats, known, floats.length - known);
        return version == 0 || known < floats.length;
    }

    /** How many of the first floats are the latest, in whole pieces. */
    private int known(Bulk given) {
        for (int at = 0; at < floats.length; at += SOME) {
            int n = Math.min(SOME, floats.length - at);
            given.get(at, some, 0, n);
            if (!Arrays.equals(some, 0, n, floats, at, at + n)) {
                return at;
            }
        }
        return floats.length;
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
