package io.dmm4j.cli;

import java.util.Map;
import picocli.CommandLine.Option;

/** The options that say when a training run ends. */
final class LimitOptions {
    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "10000",
            description = "end after N steps (${DEFAULT-VALUE} unless given)")
    private long steps;

    @Option(names = "--epochs", paramLabel = "N", description = "end after all data has been used N times")
    private Long epochs;

    @Option(
            names = "--target-loss",
            paramLabel = "X",
            defaultValue = "1e-6",
            description = "end once the loss on all data is at most X (${DEFAULT-VALUE} unless given)")
    private double target;

    @Option(
            names = "--patience",
            paramLabel = "N",
            description =
                    "end once N steps have gone by without a loss below the lowest so far; what training comes to are"
                            + " then the weights with the lowest loss, not the last ones (since links last came or went)")
    private Long patience;

    /**
     * When a run ends.
     *
     * @param steps steps at most
     * @param epochs times that all data is used at most
     * @param target loss on all data that is good enough
     * @param patience steps without a lower loss
     */
    record Limits(long steps, long epochs, double target, long patience) {}

    /** In words. */
    void describe(Map<String, String> settings) {
        settings.put("steps", "at most " + steps);
        settings.put("epochs", epochs == null ? "any number" : "at most " + epochs);
        settings.put("target-loss", Double.toString(target));
        settings.put("patience", patience == null ? "none" : patience + " steps");
    }

    Limits limits() {
        return new Limits(
                Checks.atLeastOne("--steps", steps),
                epochs == null ? Long.MAX_VALUE : Checks.atLeastOne("--epochs", epochs),
                Checks.notNegative("--target-loss", target),
                patience == null ? Long.MAX_VALUE : Checks.atLeastOne("--patience", patience));
    }
}
