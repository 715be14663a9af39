package io.dmm4j.dl4j.machine;

import io.dmm4j.dl4j.arrays.Buffers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The parameters of a machine as views of one row: its {@linkplain ParamBlock blocks} one after the other, each [1, count].
 * Weight initialisations see the links that there are, so that variances are those of a dense layer of as many.
 */
public final class MachineParams implements ParamInitializer {
    /** The one instance. */
    public static final MachineParams INSTANCE = new MachineParams();

    private MachineParams() {}

    private static Blueprint blueprint(Layer layer) {
        return ((MachineConf) layer).blueprint();
    }

    @Override
    public long numParams(NeuralNetConfiguration conf) {
        return numParams(conf.getLayer());
    }

    @Override
    public long numParams(Layer layer) {
        return blueprint(layer).parameters();
    }

    @Override
    public List<String> paramKeys(Layer layer) {
        List<String> keys = new ArrayList<>(weightKeys(layer));
        keys.addAll(biasKeys(layer));
        return keys;
    }

    @Override
    public List<String> weightKeys(Layer layer) {
        return ((MachineConf) layer).keys(true);
    }

    @Override
    public List<String> biasKeys(Layer layer) {
        return ((MachineConf) layer).keys(false);
    }

    @Override
    public boolean isWeightParam(Layer layer, String key) {
        return weightKeys(layer).contains(key);
    }

    @Override
    public boolean isBiasParam(Layer layer, String key) {
        return biasKeys(layer).contains(key);
    }

    @Override
    public Map<String, INDArray> init(NeuralNetConfiguration conf, INDArray view, boolean initialize) {
        BaseLayer layer = (BaseLayer) conf.getLayer();
        Map<String, INDArray> params = views(layer, view);
        for (ParamBlock b : blueprint(layer).blocks()) {
            conf.addVariable(b.key());
            if (initialize) {
                draw(layer, b, params.get(b.key()));
            }
        }
        return params;
    }

    private static void draw(BaseLayer layer, ParamBlock b, INDArray into) {
        if (b.start() != null) {
            Buffers.of(into).put(0, b.start(), 0, b.count());
            return;
        }
        IWeightInit init = layer.getWeightInitFn();
        if (b.recurrent() && ((BaseRecurrentLayer) layer).getWeightInitFnRecurrent() != null) {
            init = ((BaseRecurrentLayer) layer).getWeightInitFnRecurrent();
        }
        init.init(b.fanIn(), b.fanOut(), new long[] {1, b.count()}, 'f', into);
    }

    @Override
    public Map<String, INDArray> getGradientsFromFlattened(NeuralNetConfiguration conf, INDArray view) {
        return views(conf.getLayer(), view);
    }

    private static Map<String, INDArray> views(Layer layer, INDArray view) {
        Blueprint blueprint = blueprint(layer);
        if (view.length() != blueprint.parameters()) {
            throw new DL4JInvalidConfigException("layer " + layer.getLayerName() + ": found " + view.length()
                    + " parameters, expected " + blueprint.parameters() + "; they belong to a layer with other links");
        }
        Map<String, INDArray> views = new LinkedHashMap<>();
        INDArray row = view.reshape(view.length());
        long at = 0;
        for (ParamBlock b : blueprint.blocks()) {
            views.put(
                    b.key(), row.get(NDArrayIndex.interval(at, at + b.count())).reshape(1, b.count()));
            at += b.count();
        }
        return views;
    }
}
