package io.dmm4j.dl4j.prune;

import java.util.LinkedHashMap;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Has a model build its layers again from its configuration. DL4J does that once and keeps the {@link Fields} that say so to
 * itself.
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
        Fields.set(model, kind, "initCalled", false);
        Fields.set(model, kind, "layers", null);
        Fields.set(model, kind, "flattenedGradients", null);
        Fields.set(model, kind, "solver", null);
        if (model instanceof MultiLayerNetwork net) {
            Fields.set(model, kind, "layerMap", new LinkedHashMap<>());
            net.init(params, false);
            net.initGradientsView();
        } else {
            ComputationGraph graph = (ComputationGraph) model;
            graph.init(params, false);
            graph.initGradientsView();
        }
    }
}
