package io.dmm4j.cli;

import io.dmm4j.net.Network;
import io.dmm4j.net.Port;
import io.dmm4j.train.regular.Regulariser;
import io.dmm4j.value.DmmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options that add to the loss what weights cost. */
final class PenaltyOptions {
    @Option(names = "--l1", paramLabel = "X", description = "add X times the sum of |w| over the trained links")
    private double l1;

    @Option(names = "--l2", paramLabel = "X", description = "add X times the sum of w^2 over the trained links")
    private double l2;

    @Option(
            names = "--row-sum",
            paramLabel = "X",
            description = "add X times the sum of (s - 1)^2, s being the sum of the weights into an input")
    private double rowSum;

    @Option(
            names = "--accumulators",
            paramLabel = "X",
            description =
                    "add X times the sum of |c - w| over superfluid neurons, c being the coefficient of accumulation"
                            + " in their initial outputs and w the weight of their link from result to accum")
    private double accumulators;

    @Option(names = "--accumulators-squared", paramLabel = "X", description = "the same with (c - w)^2")
    private double accumulatorsSquared;

    Regulariser[] penalties() {
        List<Regulariser> all = new ArrayList<>();
        if (Checks.notNegative("--l1", l1) > 0) {
            all.add(Regulariser.l1(l1));
        }
        if (Checks.notNegative("--l2", l2) > 0) {
            all.add(Regulariser.l2(l2));
        }
        if (Checks.notNegative("--row-sum", rowSum) > 0) {
            all.add(Regulariser.rowSum(rowSum));
        }
        if (Checks.notNegative("--accumulators", accumulators) > 0) {
            all.add(Regulariser.accumulators(accumulators, false));
        }
        if (Checks.notNegative("--accumulators-squared", accumulatorsSquared) > 0) {
            all.add(Regulariser.accumulators(accumulatorsSquared, true));
        }
        return all.toArray(Regulariser[]::new);
    }

    /** Fails if there is nothing that a penalty could count. */
    void requireUsed(Network n) {
        boolean superfluid = n.links().stream()
                .anyMatch(l -> l.to().port().equals("accum")
                        && l.from().equals(Port.of(l.to().neuron(), "result"))
                        && n.initial().containsKey(Port.of(l.to().neuron(), ":function")));
        if (accumulators + accumulatorsSquared > 0 && !superfluid) {
            throw new DmmException(
                    (accumulators > 0 ? "--accumulators" : "--accumulators-squared")
                            + ": the network has no superfluid neuron whose result is linked to its accum, expected one at least");
        }
    }

    /** In words. */
    void describe(Map<String, String> settings) {
        settings.put("l1", Double.toString(l1));
        settings.put("l2", Double.toString(l2));
        settings.put("row-sum", Double.toString(rowSum));
        settings.put("accumulators", Double.toString(accumulators));
        settings.put("accumulators-squared", Double.toString(accumulatorsSquared));
    }
}
