package io.dmm4j.cli;

import io.dmm4j.net.Network;
import io.dmm4j.spi.Precision;
import io.dmm4j.train.GradientCheck;
import io.dmm4j.train.GradientReport;
import io.dmm4j.train.GradientReport.Slope;
import io.dmm4j.train.GradientReport.Verdict;
import io.dmm4j.train.Settings;
import io.dmm4j.value.DmmException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code dmm gradcheck}: holds the gradient of a network to central differences. */
@Command(
        name = "gradcheck",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Compares the gradient that back-propagation gives with central differences of the loss, in float64.",
            "",
            "It is compared in random directions, and link by link. Prints the largest relative error, the share left out"
                    + " because a kink lies between the points (another argmax, sign, clamp or support) or because the"
                    + " differences are less certain than --tolerance, and the worst links by name.",
            "",
            "Without --teacher and --data the probes should show nothing, so that the loss is what they show. Exit code 1 if"
                    + " an error is above --tolerance, or if nothing at all could be compared: every slope has a kink"
                    + " nearby, no cycle counts, or every slope is 0.",
            ""
        })
final class GradcheckCommand implements Callable<Integer> {
    @Mixin
    private NetworkArgument argument;

    @Mixin
    private ExampleOptions examples;

    @Option(
            names = "--directions",
            paramLabel = "N",
            defaultValue = "8",
            description = "random directions (${DEFAULT-VALUE} unless given)")
    private int directions;

    @Option(
            names = "--links",
            paramLabel = "N",
            defaultValue = "100",
            description = "links and other trained numbers by themselves, drawn if there are more (${DEFAULT-VALUE}"
                    + " unless given)")
    private int links;

    @Option(
            names = "--worst",
            paramLabel = "N",
            defaultValue = "10",
            description = "print the N worst links (${DEFAULT-VALUE} unless given)")
    private int worst;

    @Option(
            names = "--tolerance",
            paramLabel = "X",
            defaultValue = "1e-5",
            description = "the largest relative error that is right, beyond what the differences themselves leave open"
                    + " (${DEFAULT-VALUE} unless given)")
    private double tolerance;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "the seed of what is drawn (${DEFAULT-VALUE} unless given)")
    private long seed;

    @Mixin
    private InitialOptions initial;

    @Mixin
    private KinkOptions kinks;

    @Mixin
    private ComputeFlags compute;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        check();
        compute.requireFloat64();
        Network network = argument.network();
        ExampleOptions.Examples given = examples.read(network, compute.backend(), Precision.FLOAT64);
        Settings settings = Settings.builder()
                .kinks(kinks.kinks())
                .trainableInitial(initial.trainableInitial(network))
                .backend(compute.backend())
                .threads(compute.threads())
                .build();
        GradientCheck check = new GradientCheck(network, given.objective(), given.sequences(), settings);
        if (check.model().parameters().which().length == 0) {
            throw new DmmException("the network has no trainable links, expected at least one to check");
        }
        GradientReport report = check.check(directions, links, seed, tolerance);
        PrintWriter out = spec.commandLine().getOut();
        if (!given.count() || isFlat(report)) {
            out.println("unknown: "
                    + (given.count() ? "every slope is 0, so that nothing is compared" : "no cycle counts"));
            Stdout.flush(out);
            return Dmm.DEFECT;
        }
        boolean right = report.leftOut() < 1 && report.worst() <= tolerance;
        print(report, right, out);
        Stdout.flush(out);
        return right ? Dmm.DONE : Dmm.DEFECT;
    }

    /** Whether some slopes count, and all of them are 0 by both ways: a gradient that is never computed looks the same. */
    private static boolean isFlat(GradientReport report) {
        List<Slope> counting = Stream.concat(report.directions().stream(), report.numbers().stream())
                .filter(Slope::counts)
                .toList();
        return !counting.isEmpty() && counting.stream().allMatch(s -> s.analytic() == 0 && s.numeric() == 0);
    }

    private void check() {
        if (directions < 0 || links < 0 || worst < 0 || directions + links == 0) {
            throw new DmmException("--directions, --links and --worst: found " + directions + ", " + links + " and "
                    + worst + ", expected none below 0, and something to check");
        } else if (!(tolerance > 0)) {
            throw new DmmException("--tolerance: found " + tolerance + ", expected a number above 0");
        }
    }

    private void print(GradientReport report, boolean right, PrintWriter out) {
        out.println(
                report.leftOut() == 1
                        ? unknown(report)
                        : String.format(
                                Locale.ROOT,
                                "%s: worst relative error %.3g, tolerance %.3g",
                                right ? "right" : "wrong",
                                report.worst(),
                                tolerance));
        out.printf(
                Locale.ROOT,
                "%d directions and %d links, %.1f %% left out at kinks and %.1f %% for rounding%n",
                report.directions().size(),
                report.numbers().size(),
                100 * report.leftOut(Verdict.KINK),
                100 * report.leftOut(Verdict.ROUNDING));
        rows("directions", report.directions(), out);
        rows("links", report.numbers(), out);
    }

    private static String unknown(GradientReport report) {
        return report.leftOut(Verdict.ROUNDING) == 0
                ? "unknown: every direction and link has a kink nearby"
                : "unknown: the differences are less certain than the tolerance, or have a kink nearby";
    }

    private void rows(String title, List<Slope> slopes, PrintWriter out) {
        List<Slope> shown = slopes.stream().filter(Slope::counts).limit(worst).toList();
        if (!shown.isEmpty()) {
            out.printf(
                    Locale.ROOT, "%n%-10s %16s %16s %9s  worst %s%n", "error", "gradient", "differences", "+/-", title);
        }
        for (Slope s : shown) {
            out.printf(
                    Locale.ROOT,
                    "%-10.3g %16.9g %16.9g %9.2g  %s%n",
                    s.error(),
                    s.analytic(),
                    s.numeric(),
                    s.uncertainty(),
                    s.name());
        }
    }
}
