package io.dmm4j.cli;

import io.dmm4j.events.EventInputs;
import io.dmm4j.json.JsonOutput;
import io.dmm4j.net.Network;
import io.dmm4j.net.Probe;
import io.dmm4j.spi.Machine;
import io.dmm4j.spi.MachineOptions;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.VValue;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code dmm run}: runs a network and prints what its probes see. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Runs a network on texts, words or JSON lines and prints what its probes show.",
            "",
            "It prints, for every cycle, one line of JSON:",
            "",
            "  {\"cycle\":31,\"probes\":{\"output.dict-1\":0.5,\"output.dict-2\":{}}}",
            "",
            "Cycles count from 1. With several lanes there is a line for each, with \"lane\" after \"cycle\", from 0.",
            "A V-value is an object per node, its number under \":number\", or just the number; {} is nothing, or 0.",
            "A lane is fed nothing after its end, but the last character of a text comes again and again.",
            "With --events the machine does not wait for its input: each cycle takes what has come by then.",
            ""
        })
final class RunCommand implements Runnable {
    @Mixin
    private NetworkArgument argument;

    @Mixin
    private InputOptions inputs;

    @Mixin
    private EventOptions events;

    @Option(
            names = "--rate",
            paramLabel = "R",
            description = "with --events: cycles per second, or max (max unless given)")
    private String rate;

    @Option(
            names = "--probe",
            paramLabel = "P",
            description = "what to print: NEURON.PORT, with in: or out: before it where both sides have that port, or a"
                    + " JSON Pointer /NEURON/PORT (the network's own probes unless given; may be repeated)")
    private List<String> probes = new ArrayList<>();

    @Option(names = "--last", description = "print the last cycle only")
    private boolean last;

    @Mixin
    private MachineFlags flags;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        Model model = argument.model();
        Watch watch = Watch.of(probes, model.network());
        List<Network> networks = List.of(model.network());
        List<Lane.Source> sources = inputs.sources(networks);
        if (events.isEmpty() ? rate != null : !sources.isEmpty()) {
            throw new DmmException(
                    events.isEmpty()
                            ? "--rate: expected --events beside it, which is what a machine has to wait for"
                            : "--events: expected no --text, --words or --input beside it");
        } else if (!events.isEmpty()) {
            runOnEvents(model, watch);
            return;
        }
        long cycles = flags.cycles(!sources.isEmpty());
        MachineOptions options = flags.options(sources.size());
        InputOptions.check(sources, networks, options, cycles);
        // Outputs of a network can be read from the machine at the end, so nothing need be watched before.
        boolean outputs = last && watch.outputsOnly() && !model.isFlattened();
        Model watched = model.watching(outputs ? List.of() : watch.probes());
        Machine machine = watched.open(flags.backend(), outputs ? options : options.withLiveOnly(true));
        try (Driver driver =
                new Driver(List.of(machine), sources, spec.commandLine().getErr())) {
            Printer printer =
                    new Printer(watch, machine, outputs, spec.commandLine().getOut());
            driver.run(cycles, last ? printer::remember : printer::printAll);
            printer.end();
        }
    }

    private void runOnEvents(Model model, Watch watch) {
        long cycles = flags.cycles(true);
        MachineOptions options = flags.options(1);
        EventInputs queues = events.inputs(model.network(), options);
        PrintWriter err = spec.commandLine().getErr();
        try (Machine machine = model.watching(watch.probes()).open(flags.backend(), options.withLiveOnly(true))) {
            Printer printer =
                    new Printer(watch, machine, false, spec.commandLine().getOut());
            EventDriver driver = new EventDriver(machine, queues, events.readers(model.network(), queues));
            driver.run(cycles, EventOptions.rate(rate == null ? "max" : rate), () -> {
                Log.release(err);
                long before = machine.cycle() - 1;
                if (last) {
                    printer.remember(before, 1);
                } else {
                    printer.printAll(before, 1);
                }
            });
            printer.end();
        }
    }

    /** Prints what the probes of one machine see. */
    private static final class Printer {
        private final Watch watch;
        private final Machine machine;
        private final boolean outputs; // read outputs instead of probes
        private final PrintWriter out;
        private long before; // cycles before the window remembered
        private int remembered; // cycles of the window remembered; 0 for none

        Printer(Watch watch, Machine machine, boolean outputs, PrintWriter out) {
            this.watch = watch;
            this.machine = machine;
            this.outputs = outputs;
            this.out = out;
        }

        void printAll(long cyclesBefore, int cycles) {
            for (int i = 1; i <= cycles; i++) {
                print(cyclesBefore, i);
            }
            Stdout.flush(out);
        }

        void remember(long cyclesBefore, int cycles) {
            before = cyclesBefore;
            remembered = cycles;
        }

        void end() {
            if (remembered > 0) {
                print(before, remembered);
            }
            Stdout.flush(out);
        }

        private void print(long cyclesBefore, int cycle) {
            for (int lane = 0; lane < machine.options().lanes(); lane++) {
                out.println(line(cyclesBefore, cycle, lane));
            }
        }

        private String line(long cyclesBefore, int cycle, int lane) {
            StringBuilder text = new StringBuilder();
            try (JsonOutput json = JsonOutput.compact(text)) {
                json.beginObject().field("cycle").value(cyclesBefore + cycle);
                if (machine.options().lanes() > 1) {
                    json.field("lane").value(lane);
                }
                json.field("probes").beginObject();
                for (int p = 0; p < watch.probes().size(); p++) {
                    String name = watch.names().get(p);
                    VValue seen = seen(watch.probes().get(p), cycle, lane);
                    checkFinite(seen, name, cyclesBefore + cycle, lane);
                    json.field(name).value(seen);
                }
                json.endObject().endObject();
            }
            return text.toString();
        }

        private VValue seen(Probe probe, int cycle, int lane) {
            return outputs
                    ? machine.output(probe.port(), lane)
                    : machine.probed(cycle, machine.network().probes().indexOf(probe), lane);
        }

        private static void checkFinite(VValue seen, String probe, long cycle, int lane) {
            seen.forEach((path, x) -> {
                if (!Double.isFinite(x)) {
                    throw new DmmException("probe " + probe + " in cycle " + cycle + " of lane " + lane
                            + ": the number at \"" + path + "\" is " + x + ", expected finite numbers to print");
                }
            });
        }
    }
}
