package io.dmm4j.dl4j.sparse;

import io.dmm4j.dl4j.machine.ParamBlock;
import io.dmm4j.expr.NeuronType;
import java.util.ArrayList;
import java.util.List;

/**
 * A layer of cells.
 *
 * @param cell the kind
 * @param type the cell with its activations
 * @param features numbers per step that it is fed
 * @param units how many cells
 * @param inputs links from features, [features × gates · units]
 * @param recurrents links from units, [units × gates · units]
 * @param bias what biases start at, gate by gate
 */
record CellSpec(
        Cell cell,
        NeuronType type,
        int features,
        int units,
        Connections inputs,
        Connections recurrents,
        double[] bias) {

    /** The parameters by which DL4J knows the links. */
    List<ParamBlock> blocks() {
        List<ParamBlock> blocks = new ArrayList<>();
        weights(blocks, "W", inputs, cell.inputs().size(), false);
        weights(blocks, "RW", recurrents, cell.recurrents().size(), true);
        blocks.add(new ParamBlock("b", bias.length, false, false, 0, 0, bias));
        return blocks;
    }

    /**
     * The fans are the share that there is of those that DL4J gives a dense layer: from features to units, from units to units,
     * and for cells with gates from units to both, whatever the matrix.
     */
    private void weights(List<ParamBlock> blocks, String key, Connections c, int gates, boolean recurrent) {
        if (c.count() > 0) {
            double share = c.count() / ((double) c.sources() * c.targets());
            double fanIn = gates > 1 ? units : c.sources();
            double fanOut = gates > 1 ? features + units : units;
            blocks.add(new ParamBlock(key, c.count(), true, recurrent, share * fanIn, share * fanOut, null));
        }
    }

    int parameters() {
        return inputs.count() + recurrents.count() + bias.length;
    }
}
