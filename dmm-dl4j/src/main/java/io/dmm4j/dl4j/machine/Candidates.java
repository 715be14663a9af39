package io.dmm4j.dl4j.machine;

import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;

/** A configuration whose links may be chosen among pairs of sources and targets: what can regrow. */
public interface Candidates extends MachineConf {

    /**
     * The links there are.
     *
     * @return for each block of weights the places of its links, in the order of the parameters; a place is source + target ·
     *     sources
     */
    List<int[]> places();

    /** For each block the places, ascending, where links may come. */
    List<int[]> absent();

    /**
     * This configuration with other links.
     *
     * @param kept for each link whether it stays
     * @param added for each block the places of links that come, in any order; none is there already
     */
    Rewired rewired(boolean[] kept, List<int[]> added);

    /**
     * What computes derivatives by absent links.
     *
     * @param owner lives as long as it is needed
     */
    CandidateGradient gradient(Object owner, DataType type);
}
