package io.dmm4j.train.regular;

import io.dmm4j.train.Parameters;
import io.dmm4j.train.program.Range;
import io.dmm4j.train.program.RowOps;
import java.util.List;

/** Where a penalty is written: rows of parameters to read, and the penalty and its derivative to add to. */
public interface PenaltyTerm {

    /** What ops are appended to. */
    RowOps ops();

    /** The names of the parameters. */
    Parameters parameters();

    /**
     * The weights of the links that are trained, ascending; in a network that holds its own matrix, the entries of that before
     * cycle 1. Not to be written to.
     */
    Range trainedLinks();

    /** One row for each sum of parameters, trained or not. */
    Range sums(List<Combination> of);

    /** Adds one row to the penalty. */
    void add(Range penalty);

    /** Adds ∂penalty/∂w for {@link #trainedLinks}, a row each. */
    void addToLinks(Range slope);

    /** Adds ∂penalty/∂s for sums s of parameters, a row each; it reaches those parameters that are trained. */
    void addToSums(List<Combination> of, Range slope);
}
