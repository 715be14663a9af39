package io.dmm4j.train.data;

import io.dmm4j.flatten.Machines;
import io.dmm4j.net.Network;
import io.dmm4j.net.Port;
import io.dmm4j.net.Probe;
import io.dmm4j.spi.Machine;
import io.dmm4j.spi.MachineOptions;
import io.dmm4j.spi.Precision;
import io.dmm4j.value.VValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A network that shows what should be seen: it is run in lock-step on the same inputs. */
public final class Teacher {
    private static final int LANES = 64;
    private static final int WINDOW = 64;

    private final Network network;
    private final List<Probe> probes;
    private final String backend;

    /**
     * A teacher.
     *
     * @param network the network that is right
     * @param probes what it shows; the trained network is watched at probes of the same names
     * @param backend what runs it, see {@link io.dmm4j.spi.Backends}
     * @throws io.dmm4j.value.DmmException if the network has no such port
     */
    public Teacher(Network network, List<Probe> probes, String backend) {
        this.network = network.withProbes(probes);
        this.probes = List.copyOf(probes);
        this.backend = backend;
    }

    /** The sequences with what the teacher shows, computed in 64-bit floats, as their targets. */
    public List<Sequence> label(List<Sequence> sequences) {
        List<Sequence> labelled = new ArrayList<>();
        for (int i = 0; i < sequences.size(); i += LANES) {
            labelled.addAll(group(sequences.subList(i, Math.min(i + LANES, sequences.size()))));
        }
        return labelled;
    }

    private List<Sequence> group(List<Sequence> group) {
        int cycles = group.stream().mapToInt(Sequence::cycles).max().orElseThrow();
        List<List<Map<Probe, VValue>>> seen = new ArrayList<>();
        group.forEach(s -> seen.add(new ArrayList<>()));
        MachineOptions options = new MachineOptions(group.size(), Precision.FLOAT64, 1, WINDOW, false, true);
        try (Machine m = Machines.open(network, backend, options)) {
            for (int first = 0; first < cycles; first += WINDOW) {
                window(m, group, first, Math.min(WINDOW, cycles - first), seen);
            }
        }
        List<Sequence> labelled = new ArrayList<>();
        for (int lane = 0; lane < group.size(); lane++) {
            labelled.add(group.get(lane).withTargets(seen.get(lane)));
        }
        return labelled;
    }

    private void window(Machine m, List<Sequence> group, int first, int count, List<List<Map<Probe, VValue>>> seen) {
        for (int lane = 0; lane < group.size(); lane++) {
            for (int i = 0; i < count && first + i < group.get(lane).cycles(); i++) {
                for (Map.Entry<Port, VValue> e :
                        group.get(lane).inputs().get(first + i).entrySet()) {
                    m.feed(i + 1, lane, e.getKey(), e.getValue());
                }
            }
        }
        m.run(count);
        for (int lane = 0; lane < group.size(); lane++) {
            for (int i = 1; i <= count && first + i <= group.get(lane).cycles(); i++) {
                Map<Probe, VValue> now = new HashMap<>();
                for (int p = 0; p < probes.size(); p++) {
                    now.put(probes.get(p), m.probed(i, p, lane));
                }
                seen.get(lane).add(now);
            }
        }
    }
}
