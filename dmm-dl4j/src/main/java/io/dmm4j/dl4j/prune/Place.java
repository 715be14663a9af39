package io.dmm4j.dl4j.prune;

import io.dmm4j.dl4j.machine.MachineConf;
import io.dmm4j.dl4j.machine.MachineInLayer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * A layer of a model, or what a wrapper such as {@code LastTimeStep} holds.
 *
 * @param name the layer's index or the vertex's name
 * @param first the index of its first parameter in the model
 * @param count how many parameters it has
 * @param conf its configuration
 * @param layer the layer itself
 * @param replace puts another configuration in the place of this one
 */
record Place(
        String name,
        int first,
        int count,
        org.deeplearning4j.nn.conf.layers.Layer conf,
        Layer layer,
        Consumer<org.deeplearning4j.nn.conf.layers.Layer> replace) {

    /** All layers with parameters, in the order of the parameters. */
    static List<Place> of(Model model) {
        if (model instanceof MultiLayerNetwork net) {
            return of(net);
        } else if (model instanceof ComputationGraph graph) {
            return of(graph);
        }
        throw new IllegalArgumentException(
                "a " + model.getClass().getSimpleName() + ": expected a MultiLayerNetwork or a ComputationGraph");
    }

    private static List<Place> of(MultiLayerNetwork net) {
        List<Place> places = new ArrayList<>();
        int first = 0;
        for (int i = 0; i < net.getnLayers(); i++) {
            NeuralNetConfiguration conf = net.getLayerWiseConfigurations().getConf(i);
            int count = Math.toIntExact(net.getLayer(i).numParams());
            places.add(inner(String.valueOf(i), first, count, conf.getLayer(), net.getLayer(i), conf::setLayer));
            first += count;
        }
        return places;
    }

    private static List<Place> of(ComputationGraph graph) {
        List<Place> places = new ArrayList<>();
        int first = 0;
        for (int i : graph.topologicalSortOrder()) {
            GraphVertex vertex = graph.getVertices()[i];
            int count = Math.toIntExact(vertex.numParams());
            if (vertex.hasLayer()) {
                String name = vertex.getVertexName();
                LayerVertex conf =
                        (LayerVertex) graph.getConfiguration().getVertices().get(name);
                NeuralNetConfiguration own = conf.getLayerConf();
                places.add(inner(name, first, count, own.getLayer(), vertex.getLayer(), own::setLayer));
            }
            first += count;
        }
        return places;
    }

    private static Place inner(
            String name,
            int first,
            int count,
            org.deeplearning4j.nn.conf.layers.Layer conf,
            Layer layer,
            Consumer<org.deeplearning4j.nn.conf.layers.Layer> replace) {
        boolean wrapped = layer instanceof org.deeplearning4j.nn.layers.wrapper.BaseWrapperLayer
                && conf instanceof BaseWrapperLayer;
        if (!wrapped) {
            return new Place(name, first, count, conf, layer, replace);
        }
        BaseWrapperLayer wrapper = (BaseWrapperLayer) conf.clone();
        Layer inside = ((org.deeplearning4j.nn.layers.wrapper.BaseWrapperLayer) layer).getUnderlying();
        return inner(name, first, count, wrapper.getUnderlying(), inside, other -> {
            wrapper.setUnderlying(other);
            replace.accept(wrapper);
        });
    }

    /** Whether a machine is in it that can be rewired; frozen layers cannot. */
    boolean isMachine() {
        return conf instanceof MachineConf && layer instanceof MachineInLayer;
    }

    /** Its configuration as that of a machine. */
    MachineConf machine() {
        return (MachineConf) conf;
    }
}
