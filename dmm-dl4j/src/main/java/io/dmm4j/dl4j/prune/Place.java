package io.dmm4j.dl4j.prune;

import io.dmm4j.dl4j.arrays.Buffers;
import io.dmm4j.dl4j.machine.MachineConf;
import io.dmm4j.dl4j.machine.MachineInLayer;
import io.dmm4j.dl4j.machine.ParamBlock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.layers.recurrent.BidirectionalLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * A layer of a model, or what wrappers such as {@code LastTimeStep} hold; the two directions of {@code Bidirectional} are two
 * places, forwards first.
 *
 * @param name what no other place of the model has
 * @param outer the index of the model's layer or the name of its vertex
 * @param first the index of its first parameter in the model
 * @param count how many parameters it has
 * @param frozen whether it is not trained
 * @param conf its configuration
 * @param layer the layer itself
 * @param replace puts another configuration in the place of this one
 */
record Place(
        String name,
        String outer,
        int first,
        int count,
        boolean frozen,
        Layer conf,
        org.deeplearning4j.nn.api.Layer layer,
        Consumer<Layer> replace) {

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
            Place p = outermost(String.valueOf(i), first, conf, net.getLayer(i));
            p.unwrap(places);
            first += p.count;
        }
        return places;
    }

    private static List<Place> of(ComputationGraph graph) {
        List<Place> places = new ArrayList<>();
        int first = 0;
        for (int i : graph.topologicalSortOrder()) {
            GraphVertex vertex = graph.getVertices()[i];
            String name = vertex.getVertexName();
            if (graph.getConfiguration().getVertices().get(name) instanceof LayerVertex conf) {
                outermost(name, first, conf.getLayerConf(), vertex.getLayer()).unwrap(places);
            }
            first += Math.toIntExact(vertex.numParams());
        }
        return places;
    }

    private static Place outermost(
            String name, int first, NeuralNetConfiguration conf, org.deeplearning4j.nn.api.Layer layer) {
        int count = Math.toIntExact(layer.numParams());
        return new Place(name, name, first, count, false, conf.getLayer(), layer, conf::setLayer);
    }

    // ---- wrappers ------------------------------------------------------------------------------------------

    private void unwrap(List<Place> found) {
        if (conf instanceof Bidirectional b && layer instanceof BidirectionalLayer both) {
            directions(b, both, found);
        } else if (conf instanceof FrozenLayer f && layer instanceof org.deeplearning4j.nn.layers.FrozenLayer held) {
            inside(f.getLayer(), held.getInsideLayer(), true, inner -> replace.accept(frozen(f, inner)))
                    .unwrap(found);
        } else if (conf instanceof BaseWrapperLayer w
                && layer instanceof org.deeplearning4j.nn.layers.wrapper.BaseWrapperLayer held) {
            BaseWrapperLayer wrapper = (BaseWrapperLayer) w.clone();
            inside(wrapper.getUnderlying(), held.getUnderlying(), conf instanceof FrozenLayerWithBackprop, inner -> {
                        wrapper.setUnderlying(inner);
                        replace.accept(wrapper);
                    })
                    .unwrap(found);
        } else {
            found.add(this);
        }
    }

    private Place inside(
            Layer inner, org.deeplearning4j.nn.api.Layer held, boolean freezes, Consumer<Layer> replaceInner) {
        return new Place(name, outer, first, count, frozen || freezes, inner, held, replaceInner);
    }

    private static Layer frozen(FrozenLayer old, Layer inner) {
        FrozenLayer made = new FrozenLayer(inner);
        made.setLayerName(old.getLayerName());
        made.setConstraints(old.getConstraints());
        return made;
    }

    private void directions(Bidirectional b, BidirectionalLayer both, List<Place> found) {
        Bidirectional wrapper = (Bidirectional) b.clone();
        wrapper.setInitializer(null); // it knows the layer that it was made for
        direction("forwards", 0, wrapper.getFwd(), held(both, "fwd"), inner -> {
                    wrapper.setFwd(inner);
                    replace.accept(wrapper);
                })
                .unwrap(found);
        direction("backwards", count / 2, wrapper.getBwd(), held(both, "bwd"), inner -> {
                    wrapper.setBwd(inner);
                    replace.accept(wrapper);
                })
                .unwrap(found);
    }

    private Place direction(
            String which, int offset, Layer inner, org.deeplearning4j.nn.api.Layer held, Consumer<Layer> replaceInner) {
        return new Place(name + " " + which, outer, first + offset, count / 2, frozen, inner, held, replaceInner);
    }

    private static org.deeplearning4j.nn.api.Layer held(BidirectionalLayer both, String field) {
        return (org.deeplearning4j.nn.api.Layer) Fields.get(both, BidirectionalLayer.class, field);
    }

    // ---- what they are -------------------------------------------------------------------------------------

    /** Whether there is a machine in it that is trained. */
    boolean isMachine() {
        return !frozen && conf instanceof MachineConf && layer instanceof MachineInLayer;
    }

    /** Its configuration as that of a machine. */
    MachineConf machine() {
        return (MachineConf) conf;
    }

    /** How many weights each of its weight matrices has. */
    int[] weightCounts() {
        return machine().blueprint().blocks().stream()
                .filter(ParamBlock::weight)
                .mapToInt(ParamBlock::count)
                .toArray();
    }

    /** The weights of its links. */
    double[] weights(Model model) {
        double[] weights = new double[machine().links()];
        Buffers.of(model.params()).get(first, weights, 0, weights.length);
        return weights;
    }

    /**
     * The machines of a model that are trained, and of which some kind may be changed. Those in a list are the directions of one layer:
     * DL4J gives them parameters by the same names and of the same lengths.
     */
    static Collection<List<Place>> machines(Model model, Class<? extends MachineConf> kind) {
        Map<String, List<Place>> byLayer = new LinkedHashMap<>();
        for (Place p : of(model)) {
            if (p.isMachine() && kind.isInstance(p.conf) && p.machine().links() > 0) {
                byLayer.computeIfAbsent(p.outer, name -> new ArrayList<>()).add(p);
            }
        }
        return byLayer.values();
    }
}
