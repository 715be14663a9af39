package io.dmm4j.dl4j.machine;

import java.util.List;

/** A configuration whose links may be chosen among all pairs of sources and targets: what can regrow. */
public interface Candidates extends MachineConf {

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

    /**
     * The links there are.
     *
     * @return for each link of all blocks its place, source + target · sources, in the order of the parameters
     */
    List<int[]> places();

    /**
     * This configuration with other links.
     *
     * @param kept for each link whether it stays
     * @param added for each block the places of links that come, in any order; none is there already
     */
    Rewired rewired(boolean[] kept, List<int[]> added);
}
