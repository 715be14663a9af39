package io.dmm4j.cli;

import io.dmm4j.flat.FlatProgram;
import io.dmm4j.net.Network;
import io.dmm4j.spi.ExecutorOptions;
import io.dmm4j.spi.Precision;
import io.dmm4j.train.Batch;
import io.dmm4j.train.LossFunction;
import io.dmm4j.train.Model;
import io.dmm4j.train.Settings;
import io.dmm4j.value.DmmException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code dmm plan}: what a gradient step will need. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Prints the memory that a gradient step over whole sequences needs.",
            "",
            "It is: the tape, that is those rows of all cycles and lanes which the way back reads; what probes show, what they"
                    + " should show, how much it counts and what follows from it, four numbers per probed row; three numbers"
                    + " per parameter; tables, that is all that one cycle in one lane takes; and, beside their sum, what the"
                    + " backend really allocates. That is found by opening windows of one and two cycles and adding up their"
                    + " arrays.",
            ""
        })
final class PlanCommand implements Runnable {
    @Mixin
    private NetworkArgument argument;

    @Mixin
    private ExampleOptions examples;

    @Option(names = "--lanes", paramLabel = "N", description = "lanes (one per sequence, up to 64, unless given)")
    private Integer lanes;

    @Option(names = "--window", paramLabel = "N", description = "cycles (those of the longest sequence unless given)")
    private Integer window;

    @Mixin
    private ComputeFlags compute;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        Network network = argument.network();
        ExampleOptions.Examples given = examples.read(network, compute.backend(), compute.precision());
        Model model = Model.of(network, given.objective(), Model.words(given.sequences()), Settings.DEFAULT);
        PrintWriter out = spec.commandLine().getOut();
        sizes(model, given).print(model, out);
        Stdout.flush(out);
    }

    private Sizes sizes(Model model, ExampleOptions.Examples given) {
        int width = lanes == null ? Math.min(64, given.sequences().size()) : lanes;
        int cycles = window == null ? given.longest() : window;
        if (width < 1 || cycles < 1) {
            throw new DmmException(
                    "--lanes and --window: found " + width + " and " + cycles + ", expected at least 1 of each");
        } else if (cycles > given.longest()) {
            throw new DmmException(
                    "--window: found " + cycles + " cycles, but the longest sequence has only " + given.longest());
        }
        long number = compute.precision() == Precision.FLOAT32 ? 4 : 8;
        FlatProgram program = model.flattened().program();
        long taped = model.adjoint().taped().cardinality();
        long tape = Math.multiplyExact(Math.multiplyExact(number * width, (long) cycles), taped);
        long shown =
                (number + 3 * Double.BYTES) * width * cycles * program.probes().total();
        long parameters = 3 * number * model.parameters().count();
        long one = held(model, width, 1);
        long allocated = one + (cycles - 1) * (held(model, width, 2) - one);
        return new Sizes(width, cycles, number, taped, tape, shown, parameters, held(model, 1, 1), allocated);
    }

    /** Bytes of the arrays of a step. */
    private long held(Model model, int width, int cycles) {
        return held(
                model, new ExecutorOptions(width, compute.precision(), compute.threads(), cycles), compute.backend());
    }

    /** Bytes of the arrays of a step, the model aside. */
    static long held(Model model, ExecutorOptions options, String backend) {
        try (LossFunction f = new LossFunction(model, backend, options)) {
            Batch batch = f.batch();
            return Footprint.bytes(List.of(f, batch), Model.class);
        }
    }

    /** In bytes; tables are what one lane of one cycle takes. */
    private record Sizes(
            int lanes,
            int cycles,
            long number,
            long taped,
            long tape,
            long shown,
            long parameters,
            long tables,
            long allocated) {

        void print(Model model, PrintWriter out) {
            FlatProgram p = model.flattened().program();
            row(
                    out,
                    "tape",
                    tape,
                    counted(lanes, "lane") + " x " + counted(cycles, "cycle") + " x " + taped + " of " + p.rows()
                            + " rows x " + number);
            row(
                    out,
                    "probes",
                    shown,
                    counted(lanes, "lane") + " x " + counted(cycles, "cycle") + " x "
                            + p.probes().total() + " rows x " + (number + 3 * Double.BYTES));
            row(out, "parameters", parameters, "3 x " + model.parameters().count() + " x " + number);
            row(
                    out,
                    "tables",
                    tables,
                    p.linkCount() + " links, " + p.stages().size() + " stages, " + p.multiplyAdds()
                            + " multiply-adds per cycle");
            long sum = tape + shown + parameters + tables;
            row(out, "sum", sum, "");
            row(out, "allocated", allocated, String.format(Locale.ROOT, "%.2f of the sum", (double) allocated / sum));
        }

        private static String counted(int n, String what) {
            return n + " " + what + (n == 1 ? "" : "s");
        }

        private static void row(PrintWriter out, String what, long bytes, String why) {
            String line = String.format(Locale.ROOT, "%-10s %16s  %s", what, bytes(bytes), why);
            out.println(line.stripTrailing());
        }

        private static String bytes(long n) {
            return n < 10_000
                    ? n + " B"
                    : n < 10_000_000
                            ? String.format(Locale.ROOT, "%.1f KiB", n / 1024.0)
                            : String.format(Locale.ROOT, "%.1f MiB", n / 1048576.0);
        }
    }
}
