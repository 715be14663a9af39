package io.dmm4j.cli;

import io.dmm4j.net.Network;
import io.dmm4j.train.Settings;
import java.util.Map;
import picocli.CommandLine.Mixin;

/** The options of training, those about links that come and go aside. */
final class TrainingOptions {
    @Mixin
    private UpdaterOptions updater;

    @Mixin
    private PenaltyOptions penalties;

    @Mixin
    private WindowOptions windows;

    @Mixin
    private ParameterOptions parameters;

    @Mixin
    private KinkOptions kinks;

    @Mixin
    private MemoryOption memory;

    long seed() {
        return parameters.seed();
    }

    /** The network before the first step. */
    Network start(Network given) {
        return parameters.start(given);
    }

    /**
     * The settings.
     *
     * @param longest cycles of the longest sequence
     */
    Settings settings(ComputeFlags compute, Network start, int longest) {
        penalties.requireUsed(start);
        return Settings.builder()
                .updater(updater.updater())
                .regularisers(penalties.penalties())
                .clipping(updater.clipping())
                .curriculum(windows.windows(longest))
                .carry(windows.carry())
                .lanes(windows.lanes())
                .seed(seed())
                .frozen(parameters.frozen(start))
                .trainableInitial(parameters.trainableInitial(start))
                .trainableParameters(parameters.trainableParameters(start))
                .kinks(kinks.kinks())
                .backend(compute.backend())
                .precision(compute.precision())
                .threads(compute.threads())
                .memory(memory.bytes())
                .build();
    }

    /** In words: all that what a run computes depends on. */
    void describe(Map<String, String> settings) {
        updater.describe(settings);
        penalties.describe(settings);
        windows.describe(settings);
        parameters.describe(settings);
        kinks.describe(settings);
    }
}
