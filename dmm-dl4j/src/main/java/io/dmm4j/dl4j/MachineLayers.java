package io.dmm4j.dl4j;

import io.dmm4j.dl4j.machine.Blueprint;
import io.dmm4j.dl4j.machine.MachineConf;
import io.dmm4j.dl4j.machine.MachineInLayer;
import io.dmm4j.dl4j.machine.MachineParams;
import io.dmm4j.value.DmmException;
import java.util.Collection;
import java.util.Objects;
import java.util.function.Supplier;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.LayerValidation;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
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
        requireSizes((MachineConf) own, own);
        layer.setListeners(listeners);
        layer.setIndex(index);
        layer.access();
        layer.setParamsViewArray(params);
        layer.setParamTable(MachineParams.INSTANCE.init(conf, params, initialize));
        return layer;
    }

    /** Sizes, backend and threads as they may come from files, or from DL4J where it replaces an output. */
    private static void requireSizes(MachineConf conf, FeedForwardLayer own) {
        Blueprint b = conf.blueprint();
        if (own.getNIn() != b.features() || own.getNOut() != b.outputs()) {
            throw new DL4JInvalidConfigException(
                    "layer " + own.getLayerName() + ": found nIn=" + own.getNIn() + ", nOut="
                            + own.getNOut() + ", expected nIn=" + b.features() + ", nOut=" + b.outputs()
                            + ", as many as its network is fed and gives");
        }
        if (conf.getBackend() == null || conf.getThreads() < 0) {
            throw new DL4JInvalidConfigException("layer " + own.getLayerName() + ": found backend " + conf.getBackend()
                    + " and " + conf.getThreads() + " threads, expected a backend's name and at least 0 threads");
        }
    }

    /** DL4J's estimate: rows of the state for each example, and of all cycles where they are remembered for training. */
    static <L extends FeedForwardLayer & MachineConf> LayerMemoryReport memory(L layer, InputType in) {
        Blueprint b = layer.blueprint();
        long steps = in instanceof InputType.InputTypeRecurrent r ? Math.max(1, r.getTimeSeriesLength()) : 1;
        long tape = steps * b.timing().cycles() * b.program().outputRows();
        long rows = b.program().rows();
        return new LayerMemoryReport.Builder(layer.getLayerName(), layer.getClass(), in, layer.getOutputType(-1, in))
                .standardMemory(b.parameters(), layer.getIUpdater().stateSize(b.parameters()))
                .workingMemory(0, rows, 0, rows + tape)
                .cacheMemory(0, 0)
                .build();
    }

    /** Runs something that may complain of the user's input, in DL4J's words. */
    static <X> X inWordsOfDl4j(Supplier<X> action) {
        try {
            return action.get();
        } catch (DmmException e) {
            throw new DL4JInvalidConfigException(e.getMessage(), e);
        }
    }

    /** A size that the network has; one that was said has to agree. */
    static long sizeOf(String what, long said, long own) {
        if (said != 0 && said != own) {
            throw new DL4JInvalidConfigException(
                    what + ": found " + said + ", expected " + own + ", what the network has, or none said");
        }
        return own;
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
        return a.getThreads() == b.getThreads() && Objects.equals(a.getBackend(), b.getBackend());
    }
}
