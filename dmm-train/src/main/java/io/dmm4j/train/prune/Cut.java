package io.dmm4j.train.prune;

import java.util.Locale;

/**
 * One attempt to do without links.
 *
 * @param step steps done before it
 * @param before links that were trained
 * @param after links left
 * @param lambda the factor of L1 while it recovered
 * @param lossBefore the loss before the cut
 * @param lossCut right after it
 * @param loss when it was decided
 * @param steps steps until that
 * @param stands whether it was kept; else it was taken back
 */
public record Cut(
        long step,
        int before,
        int after,
        double lambda,
        double lossBefore,
        double lossCut,
        double loss,
        long steps,
        boolean stands) {

    /** One line for a log. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "step %d: %d -> %d links, lambda %.4g, loss %.4g -> %.4g -> %.4g in %d steps%s",
                step,
                before,
                after,
                lambda,
                lossBefore,
                lossCut,
                loss,
                steps,
                stands ? "" : ", taken back");
    }
}
