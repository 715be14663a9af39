package io.dmm4j.dl4j;

import io.dmm4j.dl4j.machine.MachineConf;
import io.dmm4j.dl4j.machine.MachineInLayer;
import io.dmm4j.dl4j.machine.MachineParams;
import io.dmm4j.value.DmmException;
import java.util.Collection;
import java.util.function.Supplier;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.LayerValidation;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What the two kinds of layer configurations have in common, since DL4J gives them no common ancestor that could hold it. */
final class MachineLayers {
    private MachineLayers() {}

    /** Gives a new layer its parameters, and opens its machine, so that a backend that is absent is found now. */
    static <L extends BaseLayer<?> & MachineInLayer> L set(
            L layer,
            NeuralNetConfiguration conf,
            Collection<TrainingListener> listeners,
            int index,
            INDArray params,
            boolean initialize) {
        FeedForwardLayer own = (FeedForwardLayer) conf.getLayer();
        String kind = own.getClass().getSimpleName();
        LayerValidation.assertNInNOutSet(kind, own.getLayerName(), index, own.getNIn(), own.getNOut());
        layer.setListeners(listeners);
        layer.setIndex(index);
        layer.access();
        layer.setParamsViewArray(params);
        layer.setParamTable(MachineParams.INSTANCE.init(conf, params, initialize));
        return layer;
    }

    /** Runs something that may complain of the user's input, in DL4J's words. */
    static <X> X inWordsOfDl4j(Supplier<X> action) {
        try {
            return action.get();
        } catch (DmmException e) {
            throw new DL4JInvalidConfigException(e.getMessage(), e);
        }
    }

    /** The features of a layer, which its network has and an input has to fit. */
    static long requireFeatures(FeedForwardLayer layer, long found, long own) {
        if (found != own) {
            layer.setNIn(own);
            throw new DL4JInvalidConfigException("layer " + layer.getLayerName() + ": found an input of " + found
                    + " features, expected " + own + ", as many as feed its network");
        }
        return own;
    }

    static boolean sameRun(MachineConf a, MachineConf b) {
        return a.getThreads() == b.getThreads() && a.getBackend().equals(b.getBackend());
    }
}
