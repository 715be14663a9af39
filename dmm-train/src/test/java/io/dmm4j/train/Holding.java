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
import java.util.List;
import java.util.Map;

/** A small machine that holds a number, {@code a' = 0.5·a + 0.25·in}, and what it should show: for tests of one thing. */
public final class Holding {
    /** What is watched. */
    public static final Probe A = Probe.out("a", "dict");

    /** The squared error of what is watched. */
    public static final Objective ON_A = Objective.of(List.of(A), Loss.SQUARED, Objective.Paths.ALL);

    /** In 64-bit floats on the CPU. */
    public static final Settings SETTINGS =
            Settings.builder().precision(Precision.FLOAT64).backend("cpu").build();

    private Holding() {}

    /** The machine, which starts at 2. */
    public static Network network() {
        return input().add("a", "lite/accum")
                .initial("a", "dict", VValue.of(2))
                .link("a", "dict-1", "a", "dict", 0.5)
                .link("a", "dict-2", "in", "v", 0.25)
                .probe(A)
                .build();
    }

    /** Starts a network that is fed {@code in.v}. */
    public static Network.Builder input() {
        return Network.builder().add(Neuron.external("in", Map.of("v", ExternalPort.OPEN)));
    }

    /** So many cycles in which 1 is fed and a tree is wanted. */
    public static Sequence wanting(VValue target, int cycles) {
        List<Map<Port, VValue>> inputs = new ArrayList<>();
        List<Map<Probe, VValue>> targets = new ArrayList<>();
        for (int i = 0; i < cycles; i++) {
            inputs.add(Map.of(Port.of("in", "v"), VValue.of(1)));
            targets.add(Map.of(A, target));
        }
        return Sequence.of(inputs).withTargets(targets);
    }

    /** The same of a number. */
    public static Sequence wanting(double target, int cycles) {
        return wanting(VValue.of(target), cycles);
    }
}
