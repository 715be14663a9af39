package io.dmm4j.dl4j.prune;

import java.lang.reflect.Field;
import java.util.LinkedHashMap;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Has a model build its layers again from its configuration. DL4J does that once and keeps the fields that say so to itself,
 * so this sets them by reflection: the only place that does. It fits DL4J 1.0.0-M2.1.
 */
final class Reopening {
    private Reopening() {}

    /**
     * Builds the layers again.
     *
     * @param params the parameters, which become the model's
     */
    static void reopen(Model model, INDArray params) {
        Class<?> kind = model instanceof MultiLayerNetwork ? MultiLayerNetwork.class : ComputationGraph.class;
        set(model, kind, "initCalled", false);
        set(model, kind, "layers", null);
        set(model, kind, "flattenedGradients", null);
        set(model, kind, "solver", null);
        if (model instanceof MultiLayerNetwork net) {
            set(model, kind, "layerMap", new LinkedHashMap<>());
            net.init(params, false);
            net.initGradientsView();
        } else {
            ComputationGraph graph = (ComputationGraph) model;
            graph.init(params, false);
            graph.initGradientsView();
        }
    }

    private static void set(Model model, Class<?> kind, String field, Object value) {
        try {
            Field f = kind.getDeclaredField(field);
            f.setAccessible(true);
            f.set(model, value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "Deeplearning4j's " + kind.getSimpleName() + " has no field '" + field
                            + "' that can be set: rewiring needs Deeplearning4j 1.0.0-M2.1",
                    e);
        }
    }
}
