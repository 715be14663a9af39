package io.dmm4j.dl4j.machine;

import io.dmm4j.dl4j.FeedForwardMachineLayer;
import io.dmm4j.dl4j.arrays.Buffers;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A machine that runs one step for each example. */
public final class FeedForwardMachine extends BaseLayer<FeedForwardMachineLayer> implements MachineInLayer {
    private static final long serialVersionUID = 1L;

    private transient MachineAccess access;

    /** Of a configuration. */
    public FeedForwardMachine(NeuralNetConfiguration conf, DataType type) {
        super(conf, type);
    }

    @Override
    public MachineAccess access() {
        if (access == null) {
            access = new MachineAccess(this, layerConf(), dataType);
        }
        return access;
    }

    @Override
    public void setInput(INDArray input, LayerWorkspaceMgr workspaces) {
        super.setInput(input, workspaces);
        access().forget();
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        assertInputSet(false);
        applyDropOutIfNecessary(training, workspaces);
        INDArray features = access().session().input(input, 2, this::layerId);
        long[] shape = {features.size(0), layerConf().getNOut()};
        INDArray out = workspaces.createUninitialized(ArrayType.ACTIVATIONS, dataType, shape, 'f');
        access().forward(features, parameters(training, workspaces), null, out, training);
        if (maskArray != null) {
            Masks.checkColumn(maskArray, features, this::layerId);
            applyMask(out);
        }
        return out;
    }

    private INDArray parameters(boolean training, LayerWorkspaceMgr workspaces) {
        if (layerConf().getWeightNoise() == null) {
            return paramsFlattened;
        }
        return access().joined(key -> getParamWithNoise(key, training, workspaces));
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        assertInputSet(true);
        if (!access().isTaped()) {
            activate(true, workspaces);
        }
        INDArray errors = Buffers.contiguous(epsilon.castTo(dataType));
        if (maskArray != null) {
            errors = errors == epsilon ? epsilon.dup('f') : errors;
            applyMask(errors);
        }
        long[] shape = {errors.size(0), layerConf().getNIn()};
        INDArray features = workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, shape, 'f');
        access().backward(errors, features, gradientsFlattened);
        weightNoiseParams.clear();
        Gradient gradient = new DefaultGradient(gradientsFlattened);
        gradientViews.forEach((key, view) -> gradient.gradientForVariable().put(key, view));
        return new Pair<>(gradient, backpropDropOutIfPresent(features));
    }

    @Override
    public boolean isPretrainLayer() {
        return false;
    }
}
