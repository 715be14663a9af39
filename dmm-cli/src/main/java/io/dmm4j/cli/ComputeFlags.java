package io.dmm4j.cli;

import io.dmm4j.checkpoint.Plan;
import io.dmm4j.spi.Backend;
import io.dmm4j.spi.Backends;
import io.dmm4j.spi.GradientBackend;
import io.dmm4j.spi.Precision;
import io.dmm4j.value.DmmException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say what computes losses and gradients. */
final class ComputeFlags {
    @Option(
            names = "--backend",
            paramLabel = "NAME",
            defaultValue = Backends.AUTO,
            description =
                    "cpu, cuda or auto, the best that is usable and can differentiate (${DEFAULT-VALUE} unless given)")
    private String backend;

    @Mixin
    private GpuFlags gpu;

    @Option(
            names = "--precision",
            paramLabel = "P",
            description = "float32 or float64 (float32 unless given; dmm gradcheck always takes float64)")
    private String precision;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "use at most N threads (the number of cores unless given)")
    private Integer threads;

    /** The name of a backend that can differentiate. */
    String backend() {
        Backend b = Backends.byName(backend);
        if (!(b instanceof GradientBackend)) {
            throw new DmmException("backend " + b.name() + " cannot differentiate, expected one that can: "
                    + Backends.all().stream()
                            .filter(GradientBackend.class::isInstance)
                            .map(Backend::name)
                            .toList());
        }
        return b.name();
    }

    Precision precision() {
        return precision == null ? Precision.FLOAT32 : MachineFlags.precision(precision);
    }

    /** For what is computed in 64-bit floats only. */
    void requireFloat64() {
        if (precision != null && precision() != Precision.FLOAT64) {
            throw new DmmException(
                    "--precision: found " + precision + ", expected float64, the only one of this command");
        }
    }

    int threads() {
        int most = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
        if (most < 1) {
            throw new DmmException("--threads: found " + most + ", expected at least 1");
        }
        return most;
    }

    /** What must be the same for the same bits. */
    Plan plan() {
        return new Plan(
                backend(),
                precision().text(),
                threads(),
                Backends.byName(backend).availability().detail(),
                Runtime.version().toString());
    }
}
