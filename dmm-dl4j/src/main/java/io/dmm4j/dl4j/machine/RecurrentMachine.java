package io.dmm4j.dl4j.machine;

import io.dmm4j.dl4j.RecurrentMachineLayer;
import io.dmm4j.dl4j.arrays.Buffers;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.recurrent.BaseRecurrentLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A machine that runs sequences. Its state is one array, {@value #STATE}: the outputs of all neurons, [batch, rows].
 *
 * <p>At masked steps outputs are 0 and errors do not count; the machine goes on meanwhile, as DL4J's LSTM does.
 */
public final class RecurrentMachine extends BaseRecurrentLayer<RecurrentMachineLayer> implements MachineInLayer {
    /** The key of the state among DL4J's maps of states. */
    public static final String STATE = "state";

    private static final long serialVersionUID = 1L;

    private transient MachineAccess access;

    /** What the latest forward pass started from; null for the initial outputs. */
    private transient INDArray start;

    /** Of a configuration. */
    public RecurrentMachine(NeuralNetConfiguration conf, DataType type) {
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

    // ---- forwards ------------------------------------------------------------------------------------------

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        return run(null, training, workspaces);
    }

    @Override
    public INDArray rnnTimeStep(INDArray given, LayerWorkspaceMgr workspaces) {
        setInput(given, workspaces);
        INDArray out = run(stateMap.get(STATE), false, workspaces);
        try (MemoryWorkspace outside = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
            stateMap.put(STATE, access().session().state());
        }
        return out;
    }

    @Override
    public INDArray rnnActivateUsingStoredState(
            INDArray given, boolean training, boolean storeLast, LayerWorkspaceMgr workspaces) {
        setInput(given, workspaces);
        INDArray out = run(tBpttStateMap.get(STATE), training, workspaces);
        if (storeLast) {
            try (MemoryWorkspace outside = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
                tBpttStateMap.put(STATE, access().session().state());
            }
        }
        return out;
    }

    private INDArray run(INDArray state, boolean training, LayerWorkspaceMgr workspaces) {
        assertInputSet(false);
        applyDropOutIfNecessary(training, workspaces);
        INDArray features = features();
        long[] shape = {features.size(0), layerConf().getNOut(), features.size(2)};
        INDArray out = workspaces.createUninitialized(ArrayType.ACTIVATIONS, dataType, shape, 'f');
        start = state;
        access().forward(features, parameters(training, workspaces), state, out, training && !isWindowed(features));
        if (maskArray != null) {
            Masks.apply(maskArray, out, this::layerId);
        }
        return permuteIfNWC(out);
    }

    private INDArray features() {
        return access().session().input(input.rank() == 3 ? permuteIfNWC(input) : input, 3, this::layerId);
    }

    private INDArray parameters(boolean training, LayerWorkspaceMgr workspaces) {
        if (layerConf().getWeightNoise() == null) {
            return paramsFlattened;
        }
        return access().joined(key -> getParamWithNoise(key, training, workspaces));
    }

    // ---- backwards -----------------------------------------------------------------------------------------

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        return back(epsilon, 0, workspaces);
    }

    @Override
    public Pair<Gradient, INDArray> tbpttBackpropGradient(
            INDArray epsilon, int backLength, LayerWorkspaceMgr workspaces) {
        int steps = (int) permuteIfNWC(epsilon).size(2);
        return back(epsilon, Math.max(0, steps - backLength), workspaces);
    }

    /** Back-propagation to step {@code first}; earlier steps are as if they had been constants. */
    private Pair<Gradient, INDArray> back(INDArray epsilon, int first, LayerWorkspaceMgr workspaces) {
        assertInputSet(true);
        INDArray given = permuteIfNWC(epsilon);
        INDArray features = features();
        if (first > 0) {
            runFrom(first, features, workspaces);
        } else if (!isWindowed(features) && !access().isTaped()) {
            access().forward(features, parameters(true, workspaces), start, null, true);
        }
        INDArray by = workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, features.shape(), 'f');
        INDArray errors = errors(given);
        if (first > 0) {
            by.assign(0);
            long end = given.size(2);
            INDArray part = after(by, first, end).dup('f');
            access().backward(after(errors, first, end).dup('f'), part, gradientsFlattened);
            after(by, first, end).assign(part);
        } else if (isWindowed(features)) {
            backInWindows(errors, features, by, parameters(true, workspaces));
        } else {
            access().backward(errors, by, gradientsFlattened);
        }
        if (maskArray != null) {
            Masks.apply(maskArray, by, this::layerId);
        }
        weightNoiseParams.clear();
        Gradient gradient = new DefaultGradient(gradientsFlattened);
        gradientViews.forEach((key, view) -> gradient.gradientForVariable().put(key, view));
        return new Pair<>(gradient, permuteIfNWC(backpropDropOutIfPresent(by)));
    }

    private boolean isWindowed(INDArray features) {
        int window = layerConf().getGradientWindow();
        return window > 0 && window < features.size(2);
    }

    /** Runs one window after the other again, with a tape, and goes back over it; gradients add up. */
    private void backInWindows(INDArray errors, INDArray features, INDArray by, INDArray parameters) {
        try (MemoryWorkspace outside = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
            Session session = access().session();
            INDArray sum = Nd4j.zeros(dataType, gradientsFlattened.shape());
            INDArray state = start;
            long steps = features.size(2);
            for (long from = 0; from < steps; from += layerConf().getGradientWindow()) {
                long end = Math.min(steps, from + layerConf().getGradientWindow());
                session.forward(after(features, from, end).dup('f'), parameters, state, null, true);
                state = session.state();
                INDArray part = after(by, from, end).dup('f');
                session.backward(after(errors, from, end).dup('f'), part, gradientsFlattened);
                after(by, from, end).assign(part);
                sum.addi(gradientsFlattened);
            }
            gradientsFlattened.assign(sum);
            access().watch(features, parameters, errors);
        }
    }

    /** Runs all steps again, the first without a tape. */
    private void runFrom(int first, INDArray features, LayerWorkspaceMgr workspaces) {
        INDArray parameters = parameters(true, workspaces);
        access().forward(after(features, 0, first).dup('f'), parameters, start, null, false);
        INDArray between = access().session().state();
        access().forward(after(features, first, features.size(2)).dup('f'), parameters, between, null, true);
    }

    private static INDArray after(INDArray a, long first, long end) {
        return a.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(first, end));
    }

    private INDArray errors(INDArray given) {
        INDArray errors = Buffers.contiguous(given.castTo(dataType));
        if (maskArray != null) {
            errors = errors == given ? given.dup('f') : errors;
            Masks.apply(maskArray, errors, this::layerId);
        }
        return errors;
    }

    // ---- what DL4J asks ------------------------------------------------------------------------------------

    @Override
    public Type type() {
        return Type.RECURRENT;
    }

    @Override
    public boolean isPretrainLayer() {
        return false;
    }
}
