package io.dmm4j.train;

import io.dmm4j.net.ExternalPort;
import io.dmm4j.net.Network;
import io.dmm4j.net.Neuron;
import io.dmm4j.net.Port;
import io.dmm4j.net.Probe;
import io.dmm4j.spi.Precision;
import io.dmm4j.train.data.Sequence;
import io.dmm4j.train.loss.Loss;
import io.dmm4j.train.loss.Objective;
import io.dmm4j.value.VValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** The smallest training: an accumulator that starts at 2, keeps half of itself and takes up a quarter of what it is fed. */
final class Accumulating {
    static final Port FED = Port.of("in", "v");
    static final Probe SEEN = Probe.out("a", "dict");
    static final Objective OBJECTIVE = Objective.of(List.of(SEEN), Loss.SQUARED, Objective.Paths.ALL);
    static final Settings SETTINGS =
            Settings.builder().precision(Precision.FLOAT64).backend("cpu").build();

    private Accumulating() {}

    static Network network() {
        return Network.builder()
                .add(Neuron.external("in", Map.of("v", ExternalPort.OPEN)))
                .add("a", "lite/accum")
                .initial("a", "dict", VValue.of(2))
                .link("a", "dict-1", "a", "dict", 0.5)
                .link("a", "dict-2", "in", "v", 0.25)
                .probe(SEEN)
                .build();
    }

    /** A sequence that is fed 1 in every cycle. */
    static Sequence wanting(VValue target, int cycles) {
        return fed(Collections.nCopies(cycles, 1.0), target);
    }

    /** A sequence that is fed some numbers and wants the same in every cycle. */
    static Sequence fed(List<Double> numbers, VValue target) {
        List<Map<Port, VValue>> inputs = new ArrayList<>();
        numbers.forEach(x -> inputs.add(Map.of(FED, VValue.of(x))));
        return Sequence.of(inputs).withTargets(Collections.nCopies(numbers.size(), Map.of(SEEN, target)));
    }

    static Trainer trainer(Settings settings, Sequence... data) {
        return new Trainer(network(), OBJECTIVE, List.of(data), settings);
    }
}
