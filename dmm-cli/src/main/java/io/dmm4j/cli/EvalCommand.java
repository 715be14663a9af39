package io.dmm4j.cli;

import io.dmm4j.net.Network;
import io.dmm4j.net.Probe;
import io.dmm4j.train.Settings;
import io.dmm4j.train.Trainer;
import io.dmm4j.train.data.Sequence;
import io.dmm4j.train.data.Teacher;
import io.dmm4j.train.loss.Objective;
import io.dmm4j.train.loss.Objective.Term;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.Numbers;
import io.dmm4j.value.VValue;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code dmm eval}: how well a network does what it should. */
@Command(
        name = "eval",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Runs a network on data, or beside a teacher, and prints its loss and errors.",
            "",
            "The first line is the loss; one for every probe follows:",
            "",
            "  loss=0.0016 sequences=1 cycles=140",
            "  in:output.dict-1 mean=0.0021 max=0.023 at cycle 71 of sequence 1",
            "",
            "An error is the distance between a number that is seen and the number that is wanted. Cycles count from 1; those"
                    + " that a mask or --skip takes out do not count.",
            ""
        })
final class EvalCommand implements Runnable {
    @Mixin
    private NetworkArgument argument;

    @Mixin
    private ExampleOptions examples;

    @Mixin
    private ComputeFlags compute;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        if (!examples.tells()) {
            throw new DmmException("expected --data FILE or --teacher NET, to say what is right");
        }
        Network network = argument.network();
        ExampleOptions.Examples given =
                examples.read(network, compute.backend(), compute.precision()).requireCount();
        Settings settings = Settings.builder()
                .backend(compute.backend())
                .precision(compute.precision())
                .threads(compute.threads())
                .build();
        double loss;
        try (Trainer t = new Trainer(network, given.objective(), given.sequences(), settings)) {
            loss = t.loss();
        }
        if (!Double.isFinite(loss)) {
            throw new DmmException("the loss is " + loss + ", expected a finite number");
        }
        List<Sequence> seen =
                new Teacher(network, given.objective().probes(), compute.backend()).label(given.sequences());
        PrintWriter out = spec.commandLine().getOut();
        out.println("loss=" + Numbers.format(loss) + " sequences="
                + given.sequences().size() + " cycles="
                + given.sequences().stream().mapToLong(Sequence::cycles).sum());
        for (Term term : given.objective().terms()) {
            out.println(errors(term, given.objective(), given.sequences(), seen));
        }
        Stdout.flush(out);
    }

    private static Errors errors(Term term, Objective objective, List<Sequence> wanted, List<Sequence> seen) {
        Errors errors = new Errors(term.probe());
        for (int s = 0; s < wanted.size(); s++) {
            Sequence w = wanted.get(s);
            for (int c = objective.skipped(); c < w.cycles(); c++) {
                if (w.mask(c) > 0) {
                    VValue a = at(w, c, term.probe());
                    VValue b = at(seen.get(s), c, term.probe());
                    errors.add(distance(a, b, term.paths()), s, c);
                }
            }
        }
        return errors;
    }

    private static VValue at(Sequence s, int cycle, Probe probe) {
        Map<Probe, VValue> targets = s.targets().get(cycle);
        return targets.getOrDefault(probe, VValue.EMPTY);
    }

    private static double distance(VValue a, VValue b, Objective.Paths paths) {
        if (paths == Objective.Paths.NUMBER) {
            return Math.abs(a.number() - b.number());
        }
        double[] most = {0};
        a.minus(b).forEach((path, x) -> most[0] = Math.max(most[0], Math.abs(x)));
        return most[0];
    }

    /** The errors of one probe, the largest of each cycle. */
    private static final class Errors {
        private final Probe probe;
        private double sum;
        private long count;
        private double max = -1;
        private int sequence;
        private int cycle;

        Errors(Probe probe) {
            this.probe = probe;
        }

        void add(double error, int inSequence, int inCycle) {
            sum += error;
            count++;
            if (error > max) {
                max = error;
                sequence = inSequence;
                cycle = inCycle;
            }
        }

        @Override
        public String toString() {
            return count == 0
                    ? probe + " does not count"
                    : String.format(
                            Locale.ROOT,
                            "%s mean=%s max=%s at cycle %d of sequence %d",
                            probe,
                            Numbers.format(sum / count),
                            Numbers.format(max),
                            cycle + 1,
                            sequence + 1);
        }
    }
}
