package io.dmm4j.train;

import io.dmm4j.net.Network;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where a trainer stands, structure included: what it can be taken back to after its network was rewired.
 *
 * @param network with the links of that time, and trees that show every number that is trained
 * @param state the numbers
 */
public record Snapshot(Network network, TrainingState state) {
    private static final String STRUCTURE = "structure";

    /** Where a trainer stands now. */
    public static Snapshot of(Trainer t) {
        return new Snapshot(t.model().parameters().network(), t.state());
    }

    /** Takes a trainer back; its penalties stay as they are. Where that fails, nothing has changed. */
    public void restore(Trainer t) {
        t.restore(network, state);
    }

    /** This as arrays and numbers alone: the state, and {@code structure}, a number per link. */
    public TrainingState saved(Links links) {
        Map<String, double[]> arrays = new LinkedHashMap<>(state.arrays());
        arrays.put(STRUCTURE, links.structure(network));
        return new TrainingState(arrays, state.numbers());
    }

    /**
     * What {@link #saved} has made.
     *
     * @throws io.dmm4j.value.DmmException if it is of another network
     */
    public static Snapshot of(TrainingState saved, Links links) {
        double[] structure = saved.array(STRUCTURE);
        return new Snapshot(links.network(structure, saved.array("parameters")), saved);
    }
}
