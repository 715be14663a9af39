package io.dmm4j.cli;

import io.dmm4j.cli.LimitOptions.Limits;
import io.dmm4j.cli.RewireOptions.Structure;
import io.dmm4j.net.Network;
import io.dmm4j.report.HtmlReport;
import io.dmm4j.train.Settings;
import io.dmm4j.train.Trainer;
import io.dmm4j.train.data.Sequence;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.Numbers;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code dmm train}: changes the trainable links of a network until its probes show what they should. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Trains a network on data, or to do what a teacher does.",
            "",
            "It writes to a folder",
            "",
            "  machine.json   the trained network",
            "  history.csv    loss, penalties and links of every step",
            "  report.html    curves, the network before and after, its links, settings: one page that needs nothing else",
            "  checkpoints/   what --resume goes on from",
            "",
            "and prints one line, the loss of the trained network on all data:",
            "",
            "  loss=9.8e-7 steps=812 links=12",
            "",
            "Ctrl-C leaves a checkpoint. The same command with --resume goes on from the last one, and ends with the same bits"
                    + " as a run that was never stopped, on the same backend, number of threads and JDK.",
            ""
        })
final class TrainCommand implements Runnable {
    @Mixin
    private NetworkArgument argument;

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            description =
                    "where to write; made if it is not there, and must be empty without --resume (a new folder train-1,"
                            + " train-2 and so on unless given)")
    private String out;

    @Mixin
    private ExampleOptions examples;

    @Mixin
    private LimitOptions limits;

    @Mixin
    private TrainingOptions training;

    @Mixin
    private RewireOptions rewiring;

    @Mixin
    private CheckpointOptions checkpoints;

    @Mixin
    private ComputeFlags compute;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        if (!examples.tells()) {
            throw new DmmException("expected --teacher NET or --data FILE, to say what is right");
        }
        long every = checkpoints.every();
        int keep = checkpoints.keep();
        Limits until = limits.limits();
        Network start = training.start(argument.network());
        ExampleOptions.Examples read =
                examples.read(start, compute.backend(), compute.precision()).requireCount();
        Settings settings = training.settings(compute, start, read.longest());
        Structure structure = rewiring.structure(start, settings.frozen());
        TrainIdentity identity = TrainIdentity.of(start, training.seed(), compute.plan(), described(read));
        PrintWriter err = spec.commandLine().getErr();
        Progress progress = new Progress(err);
        try (TrainFolder folder = TrainFolder.of(out, "train", checkpoints.resume(), err);
                Trainer trainer = new Trainer(start, read.objective(), read.sequences(), settings)) {
            if (trainer.model().parameters().which().length == 0) {
                throw new DmmException("the network has no trainable links, expected at least one to train");
            }
            Recorder recorder = new Recorder(folder, progress);
            TrainCourse course = new TrainCourse(trainer, structure, settings.regularisers(), until, recorder);
            CourseRun run = new CourseRun(course, recorder, progress, folder, identity, every, err);
            folder.open(keep);
            if (checkpoints.resume()) {
                run.resume();
            }
            run.go();
            course.takeBest();
            finish(folder, recorder, trainer, start, identity);
        }
    }

    private void finish(TrainFolder folder, Recorder recorder, Trainer trainer, Network start, TrainIdentity identity) {
        double loss = trainer.loss();
        Network trained = trainer.network();
        folder.writeMachine(trained);
        HtmlReport page = TrainReport.of(argument.name(), start, trained, loss, recorder.history(), identity);
        Map<String, String> ends = new LinkedHashMap<>();
        limits.describe(ends);
        ends.forEach(page::setting);
        folder.writeReport(page);
        PrintWriter printed = spec.commandLine().getOut();
        printed.println(
                "loss=" + Numbers.format(loss) + " steps=" + recorder.steps() + " links=" + trainer.trainedLinks());
        Stdout.flush(printed);
    }

    /** All that the bits of a run depend on, besides the network and what computes it. */
    private Map<String, String> described(ExampleOptions.Examples read) {
        Map<String, String> settings = new LinkedHashMap<>();
        examples.describe(settings);
        training.describe(settings);
        rewiring.describe(settings);
        settings.put("data", data(read));
        return settings;
    }

    /** What is fed, shortened, and a fingerprint of all the data. */
    private static String data(ExampleOptions.Examples read) {
        StringBuilder all = new StringBuilder();
        read.objective()
                .terms()
                .forEach(
                        t -> all.append(t.probe()).append(' ').append(t.paths()).append(' '));
        for (Sequence s : read.sequences()) {
            s.inputs().forEach(c -> all.append(sorted(c)));
            s.targets().forEach(c -> all.append(sorted(c)));
            for (int c = 0; c < s.cycles(); c++) {
                all.append(s.mask(c)).append(' ');
            }
        }
        List<String> fed = read.fed().stream().distinct().limit(5).toList();
        return String.join("; ", fed) + (fed.size() < read.fed().size() && fed.size() > 1 ? "; ..." : "") + " ("
                + io.dmm4j.checkpoint.Checkpoint.fingerprint(all.toString()).substring(0, 12) + ")";
    }

    private static Map<String, Object> sorted(Map<?, ?> cycle) {
        Map<String, Object> sorted = new TreeMap<>();
        cycle.forEach((where, value) -> sorted.put(where.toString(), value));
        return sorted;
    }
}
