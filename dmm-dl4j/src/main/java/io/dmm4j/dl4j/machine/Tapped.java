package io.dmm4j.dl4j.machine;

import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;

/** A configuration whose links may join all sources to all targets of a block. */
public interface Tapped extends Candidates {

    /**
     * Links of one block.
     *
     * @param sources numbers that they may come from
     * @param targets inputs of units that they may go to
     * @param recurrent whether the sources are the layer's own outputs of the step before, else its features
     * @param tap for each target, which tap of {@link #tapped} it is
     */
    record Block(int sources, int targets, boolean recurrent, int[] tap) {}

    /** The blocks, in the order of the parameters. */
    List<Block> candidateBlocks();

    /** The blueprint with further features, the taps, one for each input of each unit, that are added there with weight 1. */
    Blueprint tapped();

    @Override
    default List<int[]> absent() {
        return IntStream.range(0, places().size())
                .mapToObj(b -> absent(candidateBlocks().get(b), places().get(b)))
                .toList();
    }

    private static int[] absent(Block b, int[] places) {
        boolean[] there = new boolean[b.sources() * b.targets()];
        for (int p : places) {
            there[p] = true;
        }
        return IntStream.range(0, there.length).filter(p -> !there[p]).toArray();
    }

    @Override
    default CandidateGradient gradient(Object owner, DataType type) {
        return new TapGradient(owner, this, type);
    }
}
