package io.dmm4j.train;

/** When training ends early. Rules may remember what they have seen: use one for one run. */
@FunctionalInterface
public interface StopRule {

    /** Whether the step just done was the last. */
    boolean stopsAfter(StepReport report);

    /** Never. */
    static StopRule never() {
        return r -> false;
    }

    /** Once the loss is at most {@code loss}. */
    static StopRule below(double loss) {
        return r -> r.loss() <= loss;
    }

    /** Once {@code steps} steps have gone by without a loss below the lowest so far. */
    static StopRule patience(long steps) {
        return new StopRule() {
            private double lowest = Double.POSITIVE_INFINITY;
            private long since;

            @Override
            public boolean stopsAfter(StepReport r) {
                since = r.loss() < lowest ? 0 : since + 1;
                lowest = Math.min(lowest, r.loss());
                return since >= steps;
            }
        };
    }

    /** Once this or another rule says so; both see every step. */
    default StopRule or(StopRule other) {
        return r -> stopsAfter(r) | other.stopsAfter(r);
    }
}
