package io.dmm4j.cli;

import io.dmm4j.spi.ExecutorOptions;
import io.dmm4j.value.DmmException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** The option that says how much memory states may take. */
final class MemoryOption {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})([KMG])");

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            description = {
                "memory for the states which gradients need, for example 500M or 2G (half of the Java heap unless given,",
                "with backend cuda what is free on the device);",
                "where it is short, states are computed again, with the same bits"
            })
    private String memory;

    /** In bytes. */
    long bytes() {
        if (memory == null) {
            return ExecutorOptions.halfOfHeap();
        }
        Matcher m = SIZE.matcher(memory.toUpperCase(Locale.ROOT));
        if (!m.matches() || Long.parseLong(m.group(1)) == 0) {
            throw new DmmException(
                    "--memory: found \"" + memory + "\", expected a number and K, M or G, for example 500M");
        }
        return Long.parseLong(m.group(1)) << 10 * (1 + "KMG".indexOf(m.group(2)));
    }
}
