package io.dmm4j.dl4j.prune;

import io.dmm4j.dl4j.machine.Rewired;
import io.dmm4j.dl4j.sparse.Sparsifier;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * Models of DL4J with sparse layers in the place of dense ones: the largest weights stay, with the updater's moments.
 *
 * <pre>{@code
 * MultiLayerNetwork sparse = Sparsify.copy(trained, 0.05);
 * }</pre>
 */
public final class Sparsify {
    private Sparsify() {}

    /**
     * A copy of a network with all its layers that can be sparse made sparse.
     *
     * @param density share of each weight matrix that stays, above 0 and at most 1
     */
    public static MultiLayerNetwork copy(MultiLayerNetwork net, double density) {
        MultiLayerNetwork copy = net.clone();
        apply(copy, density, name -> true);
        return copy;
    }

    /**
     * A copy of a graph with all its layers that can be sparse made sparse.
     *
     * @param density share of each weight matrix that stays, above 0 and at most 1
     */
    public static ComputationGraph copy(ComputationGraph graph, double density) {
        ComputationGraph copy = graph.clone();
        apply(copy, density, name -> true);
        return copy;
    }

    /**
     * Makes layers of a model sparse where it stands, those inside wrappers and frozen ones too.
     *
     * @param density share of each weight matrix that stays, above 0 and at most 1
     * @param layers which, by index or by name of the vertex
     */
    public static void apply(Model model, double density, Predicate<String> layers) {
        if (!(density > 0 && density <= 1)) {
            throw new DL4JInvalidConfigException("density: found " + density + ", expected above 0 and at most 1");
        }
        Map<String, Rewired> changes = new LinkedHashMap<>();
        for (Place p : Place.of(model)) {
            if (layers.test(p.outer()) && Sparsifier.fits(p.conf())) {
                changes.put(
                        p.name(),
                        Sparsifier.sparse((FeedForwardLayer) p.conf(), p.layer().params(), density));
            }
        }
        if (changes.isEmpty()) {
            throw new DL4JInvalidConfigException(
                    "no layer to make sparse: expected a DenseLayer, a SimpleRnn or an LSTM without"
                            + " layer norm among those chosen");
        }
        new Rewirer(model).apply(changes);
    }
}
