package io.dmm4j.cuda;

import io.dmm4j.flatten.FlatMachine;
import io.dmm4j.net.Network;
import io.dmm4j.net.Port;
import io.dmm4j.spi.FlatBackend;
import io.dmm4j.spi.Machine;
import io.dmm4j.spi.MachineOptions;
import io.dmm4j.spi.Precision;
import io.dmm4j.testing.Agreement;
import io.dmm4j.testing.Group;
import io.dmm4j.value.VValue;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * A machine of few lanes that runs in many: its lanes are the first and, once more, the last of them; those in between stay
 * idle. What is read comes from the first in even cycles and from the last in odd ones.
 */
final class WideMachine implements Machine {
    private final MachineOptions asked;
    private final Machine wide;

    private WideMachine(Network network, FlatBackend backend, MachineOptions asked, int lanes) {
        this.asked = asked;
        wide = new FlatMachine(network, backend, asked.withLanes(Math.max(lanes, asked.lanes())));
    }

    /** The three groups in both precisions, so many networks each, in so many lanes each time. */
    static Stream<DynamicTest> agreement(FlatBackend backend, int networks, int... lanes) {
        List<DynamicTest> tests = new ArrayList<>();
        for (int n : lanes) {
            for (Precision p : Precision.values()) {
                for (Group g : Group.values()) {
                    tests.add(DynamicTest.dynamicTest(n + " lanes, " + g + ", " + p, () -> Agreement.of(
                                    (net, o) -> new WideMachine(net, backend, o, n))
                            .check(g, p, 1 + 1000L * n, networks)));
                }
            }
        }
        return tests.stream();
    }

    /** Where a lane is once more; itself if there is no room for all. */
    private int last(int lane) {
        int lanes = wide.options().lanes();
        return lanes < 2 * asked.lanes() ? lane : lanes - asked.lanes() + lane;
    }

    private int readable(int lane) {
        asked.checkLane(lane);
        return wide.cycle() % 2 == 0 ? lane : last(lane);
    }

    @Override
    public Network network() {
        return wide.network();
    }

    @Override
    public MachineOptions options() {
        return asked;
    }

    @Override
    public String backend() {
        return wide.backend();
    }

    @Override
    public long cycle() {
        return wide.cycle();
    }

    @Override
    public void feed(int ahead, int lane, Port input, VValue value) {
        wide.feed(ahead, lane, input, value);
        if (last(lane) != lane) {
            wide.feed(ahead, last(lane), input, value);
        }
    }

    @Override
    public void run(int cycles) {
        wide.run(cycles);
    }

    @Override
    public VValue probed(int cycle, int probe, int lane) {
        asked.checkLane(lane);
        return wide.probed(cycle, probe, cycle % 2 == 0 ? lane : last(lane));
    }

    @Override
    public VValue output(Port output, int lane) {
        return wide.output(output, readable(lane));
    }

    @Override
    public void setOutput(Port output, int lane, VValue value) {
        wide.setOutput(output, lane, value);
        wide.setOutput(output, last(lane), value);
    }

    @Override
    public void close() {
        wide.close();
    }
}
