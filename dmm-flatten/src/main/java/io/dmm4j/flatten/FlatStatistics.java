package io.dmm4j.flatten;

/**
 * What flattening made of the links.
 *
 * @param links all links of the network
 * @param linksInRuns links that carry something that is kept
 * @param linksOneRun links that are one contiguous run
 * @param cycles cycles that the program holds for; {@link Long#MAX_VALUE} for ever
 */
public record FlatStatistics(int links, int linksInRuns, int linksOneRun, long cycles) {

    /** The fraction of the links in runs that are one run; 1 if there are none. */
    public double oneRunFraction() {
        return linksInRuns == 0 ? 1 : (double) linksOneRun / linksInRuns;
    }
}
