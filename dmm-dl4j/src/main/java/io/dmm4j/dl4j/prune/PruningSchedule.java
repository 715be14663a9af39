package io.dmm4j.dl4j.prune;

import org.deeplearning4j.exception.DL4JInvalidConfigException;

/**
 * When links go, and how many are left: from all to a share, first fast, then slower (Zhu and Gupta, To prune, or not to
 * prune, 2017):
 *
 * <pre>  left(t) = share + (1 − share) · (1 − (t − first) / (last − first))³</pre>
 *
 * @param share of the links that is left at the end, above 0 and below 1
 * @param first iteration after which links go, counted from 0
 * @param last iteration after which they do
 * @param every iterations between cuts, ≥ 1
 */
public record PruningSchedule(double share, int first, int last, int every) {

    /** Checks the ranges. */
    public PruningSchedule {
        if (!(share > 0 && share < 1)) {
            throw new DL4JInvalidConfigException("share of links: found " + share + ", expected above 0 and below 1");
        }
        if (first < 0 || last < first || every < 1) {
            throw new DL4JInvalidConfigException("pruning from iteration " + first + " to " + last + " every " + every
                    + ": expected 0 ≤ first ≤ last and at least 1 between cuts");
        }
    }

    /** All at once. */
    public static PruningSchedule at(int iteration, double share) {
        return new PruningSchedule(share, iteration, iteration, 1);
    }

    /** Whether links go after an iteration. */
    boolean cutsAfter(int iteration) {
        return iteration == last || iteration >= first && iteration < last && (iteration - first) % every == 0;
    }

    /** The share of the links that is left after an iteration. */
    double left(int iteration) {
        double rest = iteration >= last ? 0 : 1 - (iteration - first) / (double) (last - first);
        return share + (1 - share) * rest * rest * rest;
    }
}
