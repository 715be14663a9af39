package io.dmm4j.net;

import io.dmm4j.spi.Machine;
import io.dmm4j.spi.MachineOptions;
import io.dmm4j.spi.Precision;
import io.dmm4j.tree.TreeEngine;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import java.util.ArrayList;
import java.util.List;

/** Drives a detector with a text, as published: character j comes in cycle j·every + 1, the last one again and again. */
public final class Detector {
    private Detector() {}

    /** The numbers of all probes, for each cycle. */
    public static List<double[]> run(Network network, String text, int every, int cycles, Precision precision) {
        MachineOptions options = MachineOptions.DEFAULT.withPrecision(precision).withWindow(cycles);
        try (Machine machine = new TreeEngine(network, options)) {
            return run(machine, text, every, cycles);
        }
    }

    /** The numbers of all probes of a new machine with one lane, for each cycle. */
    public static List<double[]> run(Machine machine, String text, int every, int cycles) {
        for (int i = 1; i <= cycles; i += every) {
            int at = Math.min((i - 1) / every, text.length() - 1);
            String c = text.substring(at, at + 1);
            machine.feed(i, 0, Port.of("input", "char"), VValue.of(Path.of(c), 1));
        }
        machine.run(cycles);
        List<double[]> seen = new ArrayList<>();
        for (int i = 1; i <= cycles; i++) {
            double[] numbers = new double[machine.network().probes().size()];
            for (int p = 0; p < numbers.length; p++) {
                numbers[p] = machine.probed(i, p, 0).number();
            }
            seen.add(numbers);
        }
        return seen;
    }

    /** The sum of the squared differences of all numbers. */
    public static double squaredDifferences(List<double[]> a, List<double[]> b) {
        double sum = 0;
        for (int i = 0; i < a.size(); i++) {
            for (int p = 0; p < a.get(i).length; p++) {
                double d = a.get(i)[p] - b.get(i)[p];
                sum += d * d;
            }
        }
        return sum;
    }
}
