package io.dmm4j.train;

import io.dmm4j.net.Network;
import io.dmm4j.net.Port;
import io.dmm4j.spi.ExecutorOptions;
import io.dmm4j.train.data.Sequence;
import io.dmm4j.train.loss.Objective;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What networks are trained for, and how much of it at a time: it stays when a network is rewired. */
final class Task {
    private final Objective objective;
    private final List<Sequence> data;
    private final Settings settings;
    private final Map<Port, Set<Path>> words;
    private final ExecutorOptions options;

    Task(Objective objective, List<Sequence> data, Settings settings) {
        if (data.isEmpty()) {
            throw new DmmException("data: found no sequences, expected at least 1");
        }
        this.objective = objective;
        this.data = List.copyOf(data);
        this.settings = settings;
        words = Model.words(data);
        int lanes = Math.min(settings.lanes(), data.size());
        int longest = data.stream().mapToInt(Sequence::cycles).max().orElseThrow();
        int window = settings.curriculum().longest(longest);
        options = new ExecutorOptions(lanes, settings.precision(), settings.threads(), window, settings.memory());
    }

    List<Sequence> data() {
        return data;
    }

    Settings settings() {
        return settings;
    }

    /** Sequences in a step, at most. */
    int lanes() {
        return options.lanes();
    }

    /** Cycles in a step, at most. */
    int window() {
        return options.window();
    }

    /** A network flattened for this. */
    Model model(Network network) {
        return Model.of(network, objective, words, settings);
    }

    /** How a model of this is run. */
    ExecutorOptions options() {
        return options;
    }
}
