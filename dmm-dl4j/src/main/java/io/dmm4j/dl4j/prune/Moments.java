package io.dmm4j.dl4j.prune;

import io.dmm4j.dl4j.arrays.Buffers;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a model's updater remembers. DL4J keeps it in one row: for each block of parameters with equal updaters its arrays one
 * after the other, each as long as the block.
 */
final class Moments {
    private final List<UpdaterBlock> blocks;
    private final double[] numbers;

    private Moments(List<UpdaterBlock> blocks, double[] numbers) {
        this.blocks = blocks;
        this.numbers = numbers;
    }

    /** A copy of what the updater of a model remembers now. */
    static Moments of(Model model) {
        BaseMultiLayerUpdater<?> updater = updater(model);
        INDArray view = updater.getStateViewArray();
        double[] numbers = new double[view == null ? 0 : Math.toIntExact(view.length())];
        if (view != null) {
            Buffers.of(view).get(0, numbers, 0, numbers.length);
        }
        return new Moments(List.copyOf(updater.getUpdaterBlocks()), numbers);
    }

    private static BaseMultiLayerUpdater<?> updater(Model model) {
        return model instanceof MultiLayerNetwork net
                ? (BaseMultiLayerUpdater<?>) net.getUpdater()
                : ((ComputationGraph) model).getUpdater();
    }

    /**
     * Gives these to the updater of the model after its parameters were moved.
     *
     * @param from for each parameter its index before; −1 for a new one
     */
    void restore(Model model, int[] from) {
        BaseMultiLayerUpdater<?> updater = updater(model);
        INDArray view = updater.getStateViewArray();
        if (view == null) {
            return;
        }
        double[] moved = new double[Math.toIntExact(view.length())];
        for (int b = 0; b < blocks.size(); b++) {
            move(blocks.get(b), updater.getUpdaterBlocks().get(b), from, moved);
        }
        Buffers.of(view).put(0, moved, 0, moved.length);
    }

    private void move(UpdaterBlock old, UpdaterBlock now, int[] from, double[] moved) {
        int oldCount = old.getParamOffsetEnd() - old.getParamOffsetStart();
        int count = now.getParamOffsetEnd() - now.getParamOffsetStart();
        int arrays = (now.getUpdaterViewOffsetEnd() - now.getUpdaterViewOffsetStart()) / count;
        for (int a = 0; a < arrays; a++) {
            int oldAt = old.getUpdaterViewOffsetStart() + a * oldCount - old.getParamOffsetStart();
            int at = now.getUpdaterViewOffsetStart() + a * count;
            for (int i = 0; i < count; i++) {
                int origin = from[now.getParamOffsetStart() + i];
                moved[at + i] = origin < 0 ? 0 : numbers[oldAt + origin];
            }
        }
    }
}
