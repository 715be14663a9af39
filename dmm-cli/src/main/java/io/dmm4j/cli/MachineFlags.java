package io.dmm4j.cli;

import io.dmm4j.spi.Backends;
import io.dmm4j.spi.MachineOptions;
import io.dmm4j.spi.Precision;
import io.dmm4j.value.DmmException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say how a network is run. */
final class MachineFlags {
    /** Cycles between two looks at the probes. */
    private static final int WINDOW = 256;

    @Option(
            names = "--backend",
            paramLabel = "NAME",
            defaultValue = Backends.AUTO,
            description = "tree, cpu, cuda or auto, the best that is usable (${DEFAULT-VALUE} unless given)")
    private String backend;

    @Mixin
    private GpuFlags gpu;

    @Option(
            names = "--precision",
            paramLabel = "P",
            defaultValue = "float32",
            description = "float32 or float64 (${DEFAULT-VALUE} unless given)")
    private String precision;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "use at most N threads (the number of cores unless given)")
    private Integer threads;

    @Option(names = "--closed", description = "make it an error if trees outgrow the paths that the network declares")
    private boolean closed;

    @Option(
            names = "--cycles",
            paramLabel = "N",
            description = "run N cycles (until all input is fed unless given; dmm live: without end unless given)")
    private Long cycles;

    String backend() {
        return backend;
    }

    /** How many cycles to run; −1 for until all is fed. */
    long cycles(boolean fed) {
        if (cycles != null && cycles < 1) {
            throw new DmmException("--cycles: found " + cycles + ", expected at least 1");
        } else if (cycles == null && !fed) {
            throw new DmmException("--cycles: expected a number, because no input says how long to run");
        }
        return cycles == null ? -1 : cycles;
    }

    MachineOptions options(int lanes) {
        int most = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
        if (most < 1) {
            throw new DmmException("--threads: found " + most + ", expected at least 1");
        }
        int window = cycles == null ? WINDOW : (int) Math.min(WINDOW, cycles);
        return MachineOptions.DEFAULT
                .withLanes(Math.max(1, lanes))
                .withPrecision(precision())
                .withThreads(most)
                .withWindow(window)
                .withClosed(closed);
    }

    private Precision precision() {
        return precision(precision);
    }

    /** What {@code --precision} means. */
    static Precision precision(String precision) {
        for (Precision p : Precision.values()) {
            if (name(p).equals(precision)) {
                return p;
            }
        }
        List<String> known =
                Stream.of(Precision.values()).map(MachineFlags::name).toList();
        throw new DmmException("--precision: found '" + precision + "', expected " + String.join(" or ", known));
    }

    private static String name(Precision p) {
        return p.name().toLowerCase(Locale.ROOT);
    }
}
