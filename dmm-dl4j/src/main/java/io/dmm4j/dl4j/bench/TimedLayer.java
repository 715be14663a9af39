package io.dmm4j.dl4j.bench;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A layer whose passes are timed. */
final class TimedLayer extends BaseWrapperLayer {
    private static final long serialVersionUID = 1L;

    TimedLayer(org.deeplearning4j.nn.conf.layers.Layer timed) {
        super(timed);
    }

    @Override
    public Layer instantiate(
            NeuralNetConfiguration conf,
            Collection<TrainingListener> listeners,
            int index,
            INDArray params,
            boolean initialize,
            DataType type) {
        NeuralNetConfiguration own = conf.clone();
        own.setLayer(((BaseWrapperLayer) own.getLayer()).getUnderlying());
        return new Passes(underlying.instantiate(own, listeners, index, params, initialize, type));
    }

    /** The layer itself. */
    private static final class Passes extends org.deeplearning4j.nn.layers.wrapper.BaseWrapperLayer {
        private static final long serialVersionUID = 1L;

        Passes(Layer timed) {
            super(timed);
        }

        @Override
        public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
            long start = System.nanoTime();
            INDArray out = super.activate(training, workspaces);
            Clock.STEP.inLayer(System.nanoTime() - start);
            return out;
        }

        @Override
        public INDArray activate(INDArray input, boolean training, LayerWorkspaceMgr workspaces) {
            long start = System.nanoTime();
            INDArray out = super.activate(input, training, workspaces);
            Clock.STEP.inLayer(System.nanoTime() - start);
            return out;
        }

        @Override
        public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
            long start = System.nanoTime();
            Pair<Gradient, INDArray> back = super.backpropGradient(epsilon, workspaces);
            Clock.STEP.inLayer(System.nanoTime() - start);
            return back;
        }
    }
}
