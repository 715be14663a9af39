package io.dmm4j.cli;

import io.dmm4j.train.synth.DuplicateDetectorSynthesis.Plan;
import io.dmm4j.train.synth.DuplicateDetectorSynthesis.Rates;
import io.dmm4j.value.DmmException;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** The options that say what a synthesis is trained on, and how long its parts take. */
final class PlanOptions {
    @Option(
            names = "--strings",
            paramLabel = "WHICH",
            defaultValue = "four",
            description = "train on one text, the published one, or on four (${DEFAULT-VALUE} unless given)")
    private String strings;

    @Option(
            names = "--training",
            paramLabel = "N",
            defaultValue = "500",
            description = "steps before the first cut (${DEFAULT-VALUE} unless given)")
    private int training;

    @Option(
            names = "--small",
            paramLabel = "N",
            defaultValue = "60",
            description = "down to N links, shares of them are cut; then one at a time (${DEFAULT-VALUE} unless given)")
    private int small;

    @Option(
            names = "--settling",
            paramLabel = "N",
            defaultValue = "4000",
            description = "steps in between at most (${DEFAULT-VALUE} unless given)")
    private int settling;

    @Option(
            names = "--polishing",
            paramLabel = "N",
            defaultValue = "1000",
            description =
                    "steps after the last cut, three times; more while the loss falls (${DEFAULT-VALUE} unless given)")
    private int polishing;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "6",
            description = "rounds at most (${DEFAULT-VALUE} unless given)")
    private int rounds;

    Plan plan() {
        Plan d = chosen();
        return new Plan(
                d.texts(),
                d.rates(),
                (int) Checks.atLeastOne("--training", training),
                d.lambda(),
                (int) Checks.atLeastOne("--small", small),
                (int) Checks.atLeastOne("--settling", settling),
                d.settled(),
                d.fewest(),
                (int) Checks.atLeastOne("--polishing", polishing),
                d.hopeless(),
                d.good(),
                d.polished(),
                d.few(),
                d.enough(),
                d.patience(),
                (int) Checks.atLeastOne("--rounds", rounds),
                d.pruning());
    }

    private Plan chosen() {
        return switch (strings) {
            case "four" -> Plan.DEFAULT;
            case "one" -> Plan.ONE_TEXT;
            default -> throw new DmmException("--strings: found '" + strings + "', expected one or four");
        };
    }

    /** In words. */
    void describe(Map<String, String> settings) {
        Plan plan = plan();
        settings.put(
                "texts",
                plan.texts().stream()
                        .map(t -> "\"" + t.text() + "\" " + t.cycles() + " cycles")
                        .collect(Collectors.joining("; ")));
        settings.put("training", training + " steps with lambda " + plan.lambda());
        settings.put("small", small + " links");
        settings.put("settling", settling + " steps");
        settings.put("polishing", polishing + " steps");
        Rates r = plan.rates();
        settings.put(
                "rates", r.training() + " before cuts, " + r.cutting() + " while cutting, " + r.polishing() + " after");
        settings.put("rounds", Integer.toString(rounds));
        settings.put(
                "enough",
                plan.few() + " links with loss " + plan.good() + ", or " + plan.enough() + " after work of "
                        + Math.round(plan.patience()) + " steps");
    }
}
