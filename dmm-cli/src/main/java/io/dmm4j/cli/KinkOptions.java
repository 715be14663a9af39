package io.dmm4j.cli;

import io.dmm4j.flatten.Kinks;
import io.dmm4j.value.DmmException;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** The options that say what derivatives are where they are not unique. */
final class KinkOptions {
    @Option(
            names = "--ties",
            paramLabel = "WHICH",
            defaultValue = "last",
            description =
                    "which of equally large numbers the max-norm depends on: last (as in the published Julia runs),"
                            + " first, or split, equal shares (as in JAX) (${DEFAULT-VALUE} unless given)")
    private String ties;

    @Option(
            names = "--relu-at-zero",
            paramLabel = "X",
            defaultValue = "0",
            description = "the derivative of relu at 0, from 0 to 1 (${DEFAULT-VALUE} unless given)")
    private double reluAtZero;

    Kinks kinks() {
        if (!(reluAtZero >= 0 && reluAtZero <= 1)) {
            throw new DmmException("--relu-at-zero: found " + reluAtZero + ", expected a number from 0 to 1");
        }
        Kinks.Ties which = Stream.of(Kinks.Ties.values())
                .filter(t -> t.name().toLowerCase(Locale.ROOT).equals(ties))
                .findFirst()
                .orElseThrow(() -> new DmmException("--ties: found '" + ties + "', expected last, first or split"));
        return new Kinks(which, reluAtZero);
    }

    /** In words. */
    void describe(Map<String, String> settings) {
        settings.put("ties", ties);
        settings.put("relu-at-zero", Double.toString(reluAtZero));
    }
}
