package io.dmm4j.cli;

import io.dmm4j.train.Curriculum;
import io.dmm4j.train.Curriculum.Stage;
import io.dmm4j.value.DmmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options that say how much of the data a step goes back over. */
final class WindowOptions {
    @Option(
            names = "--window",
            paramLabel = "N",
            description = "go back over N cycles at most (over whole sequences unless given)")
    private Integer window;

    @Option(
            names = "--curriculum",
            paramLabel = "STEP:N",
            split = ",",
            description =
                    "windows that grow: --curriculum 0:35,500:70,2000:140 is 35 cycles at first, 70 once 500 steps are"
                            + " done, 140 from 2000 on")
    private List<String> curriculum = new ArrayList<>();

    @Option(
            names = "--carry",
            description = "with --window or --curriculum: the next step goes on where the last one ended, until the"
                    + " sequence ends; else only its first N cycles are used")
    private boolean carry;

    @Option(
            names = "--lanes",
            paramLabel = "N",
            defaultValue = "64",
            description = "take at most N sequences in a step (${DEFAULT-VALUE} unless given)")
    private int lanes;

    /**
     * The windows.
     *
     * @param longest cycles of the longest sequence
     */
    Curriculum windows(int longest) {
        if (window != null && !curriculum.isEmpty()) {
            throw new DmmException("--window and --curriculum: found both, expected one of them");
        } else if (carry && window == null && curriculum.isEmpty()) {
            throw new DmmException("--carry: expected --window N or --curriculum beside it");
        }
        Curriculum c = window != null
                ? Curriculum.of(window)
                : curriculum.isEmpty()
                        ? Curriculum.WHOLE
                        : new Curriculum(
                                curriculum.stream().map(WindowOptions::stage).toList());
        for (Stage s : c.stages()) {
            if (s.window() > longest && s.window() != Integer.MAX_VALUE) {
                throw new DmmException((window != null ? "--window" : "--curriculum") + ": found " + s.window()
                        + " cycles, but the longest sequence has only " + longest);
            }
        }
        return c;
    }

    private static Stage stage(String text) {
        String[] parts = text.strip().split(":", -1);
        try {
            if (parts.length == 2) {
                return new Stage(Long.parseLong(parts[0].strip()), Integer.parseInt(parts[1].strip()));
            }
        } catch (NumberFormatException e) {
            // one message for all of these
        }
        throw new DmmException("--curriculum: found '" + text + "', expected STEP:N, two whole numbers");
    }

    boolean carry() {
        return carry;
    }

    int lanes() {
        return (int) Checks.atLeastOne("--lanes", lanes);
    }

    /** In words. */
    void describe(Map<String, String> settings) {
        settings.put("window", window == null ? "whole sequences" : window.toString());
        settings.put("curriculum", curriculum.isEmpty() ? "none" : String.join(",", curriculum));
        settings.put("carry", Boolean.toString(carry));
        settings.put("lanes", Integer.toString(lanes));
    }
}
