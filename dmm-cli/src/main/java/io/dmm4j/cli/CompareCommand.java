package io.dmm4j.cli;

import io.dmm4j.net.Network;
import io.dmm4j.spi.Machine;
import io.dmm4j.spi.MachineOptions;
import io.dmm4j.value.Numbers;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dmm compare}: how far two networks are apart on the same input. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Drives two networks with the same input and prints how far they are apart.",
            "",
            "It prints one line",
            "",
            "  sum=0.0016 max=0.0005 mean=0.0000057",
            "",
            "of the squared differences of the :number of every probe, over all cycles, probes and lanes.",
            ""
        })
final class CompareCommand implements Runnable {
    @Parameters(index = "0", paramLabel = "NET_A", description = "a network, as for dmm run")
    private String netA;

    @Parameters(index = "1", paramLabel = "NET_B", description = "another")
    private String netB;

    @Option(names = "--matrix-a", paramLabel = "FILE", description = "a matrix for the trainable links of NET_A")
    private String matrixA;

    @Option(names = "--matrix-b", paramLabel = "FILE", description = "a matrix for the trainable links of NET_B")
    private String matrixB;

    @Option(
            names = "--matrix-rank",
            paramLabel = "R",
            defaultValue = "4",
            description = "the rank of the matrices, 4 or 6 (${DEFAULT-VALUE} unless given)")
    private int rank;

    @Mixin
    private InputOptions inputs;

    @Option(
            names = "--probe",
            paramLabel = "P",
            description = "what to compare, as for dmm run (the probes of NET_A unless given; may be repeated)")
    private List<String> probes = new ArrayList<>();

    @Mixin
    private MachineFlags flags;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        Model a = Model.load(netA, matrixA, rank);
        Model b = Model.load(netB, matrixB, rank);
        Watch watchA = Watch.of(probes, a.network());
        Watch watchB = Watch.of(watchA.names(), b.network());
        List<Network> networks = List.of(a.network(), b.network());
        List<Lane.Source> sources = inputs.sources(networks);
        long cycles = flags.cycles(!sources.isEmpty());
        MachineOptions options = flags.options(sources.size()).withLiveOnly(true);
        InputOptions.check(sources, networks, options, cycles);
        Difference difference = new Difference();
        Machine machineA = a.watching(watchA.probes()).open(flags.backend(), options);
        Machine machineB = b.watching(watchB.probes()).open(flags.backend(), options);
        try (Driver driver = new Driver(
                List.of(machineA, machineB), sources, spec.commandLine().getErr())) {
            driver.run(cycles, (before, n) -> difference.add(machineA, watchA, machineB, watchB, n));
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(difference);
        Stdout.flush(out);
    }

    /** Squared differences so far. */
    private static final class Difference {
        private double sum;
        private double max;
        private long count;

        void add(Machine a, Watch watchA, Machine b, Watch watchB, int cycles) {
            for (int i = 1; i <= cycles; i++) {
                for (int lane = 0; lane < a.options().lanes(); lane++) {
                    for (int p = 0; p < watchA.probes().size(); p++) {
                        double d = number(a, watchA, i, p, lane) - number(b, watchB, i, p, lane);
                        sum += d * d;
                        max = Math.max(max, d * d);
                        count++;
                    }
                }
            }
        }

        private static double number(Machine m, Watch watch, int cycle, int p, int lane) {
            int probe = m.network().probes().indexOf(watch.probes().get(p));
            return m.probed(cycle, probe, lane).number();
        }

        @Override
        public String toString() {
            return "sum=" + Numbers.format(sum) + " max=" + Numbers.format(max) + " mean="
                    + Numbers.format(count == 0 ? 0 : sum / count);
        }
    }
}
