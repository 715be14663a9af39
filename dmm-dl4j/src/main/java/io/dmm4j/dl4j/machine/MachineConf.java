package io.dmm4j.dl4j.machine;

import java.util.List;

/** What all configurations of this module share, recurrent or feed-forward: a machine, and where it runs. */
public interface MachineConf {

    /**
     * What is run, flattened when it is first asked for.
     *
     * @throws org.deeplearning4j.exception.DL4JInvalidConfigException if the configuration makes no machine
     */
    Blueprint blueprint();

    /** The backend: a name, or {@code auto} for the best usable one. */
    String getBackend();

    /** Threads to use at most; 0 for all processors. */
    int getThreads();

    /** How many of the first parameters of the layer are weights of links, which pruning may cut. */
    default int links() {
        int n = 0;
        for (ParamBlock b : blueprint().blocks()) {
            n += b.weight() ? b.count() : 0;
        }
        return n;
    }

    /** The names of its parameters, known before its size is: those that DL4J counts as weights, or the others. */
    default List<String> keys(boolean weights) {
        return blueprint().blocks().stream()
                .filter(b -> b.weight() == weights)
                .map(ParamBlock::key)
                .toList();
    }

    /**
     * This configuration with fewer links.
     *
     * @param kept for each of the first {@link #links} parameters whether it stays
     */
    Rewired without(boolean[] kept);
}
