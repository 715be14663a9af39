package io.dmm4j.cli;

import io.dmm4j.net.Network;
import io.dmm4j.net.Networks;
import io.dmm4j.train.Initialiser;
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
            "Trains a network on data, or to do what a teacher does, and writes to a folder",
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
            "Ctrl-C leaves a checkpoint. The same command with --resume goes on from the last one, and ends with the same",
            "bits as a run that was never stopped, on the same backend, number of threads and JDK.",
            ""
        })
final class TrainCommand implements Runnable {
    @Mixin
    private NetworkArgument argument;

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            required = true,
            description = "where to write; made if it is not there, and must be empty without --resume")
    private String out;

    @Option(names = "--resume", description = "go on from the last checkpoint in FOLDER; from the start if it has none")
    private boolean resume;

    @Mixin
    private ExampleOptions examples;

    @Mixin
    private UpdateOptions update;

    @Option(
            names = "--perturb",
            paramLabel = "SIGMA",
            description = "first break the network: add SIGMA times a normal number to every trainable weight")
    private Double perturb;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "10000",
            description = "end after N steps (${DEFAULT-VALUE} unless given)")
    private long steps;

    @Option(names = "--epochs", paramLabel = "N", description = "end after all data has been used N times")
    private Long epochs;

    @Option(
            names = "--target-loss",
            paramLabel = "X",
            defaultValue = "1e-6",
            description = "end once the loss on all data is at most X (${DEFAULT-VALUE} unless given)")
    private double target;

    @Option(
            names = "--checkpoint-every",
            paramLabel = "N",
            defaultValue = "500",
            description = "save a checkpoint every N steps (${DEFAULT-VALUE} unless given)")
    private long checkpointEvery;

    @Option(
            names = "--keep",
            paramLabel = "K",
            defaultValue = "3",
            description = "keep the last K checkpoints (${DEFAULT-VALUE} unless given)")
    private int keep;

    @Mixin
    private ComputeFlags compute;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        check();
        Network given = argument.network();
        Network start = perturb == null ? given : Initialiser.perturb(perturb).apply(given, update.seed());
        ExampleOptions.Examples read = examples.read(start, compute.backend());
        Settings settings = update.settings(compute, read.longest());
        TrainFolder folder = new TrainFolder(Networks.file(out), resume);
        PrintWriter err = spec.commandLine().getErr();
        TrainRun.Limits limits =
                new TrainRun.Limits(steps, epochs == null ? Long.MAX_VALUE : epochs, target, checkpointEvery);
        try (Trainer trainer = new Trainer(start, read.objective(), read.sequences(), settings)) {
            if (trainer.model().parameters().which().length == 0) {
                throw new DmmException("the network has no trainable links, expected at least one to train");
            }
            TrainIdentity identity = TrainIdentity.of(start, update.seed(), compute.plan(), described(read));
            folder.open(keep);
            try (folder;
                    TrainRun run = new TrainRun(trainer, folder, identity, limits, err)) {
                if (resume) {
                    run.resume();
                }
                run.go();
                finish(run, trainer, start, identity);
            }
        }
    }

    private void check() {
        if (!examples.tells()) {
            throw new DmmException("expected --teacher NET or --data FILE, to say what is right");
        } else if (steps < 1 || epochs != null && epochs < 1) {
            throw new DmmException(
                    "--steps and --epochs: found " + (steps < 1 ? steps : epochs) + ", expected at least 1");
        } else if (checkpointEvery < 1 || keep < 1) {
            throw new DmmException("--checkpoint-every and --keep: found " + (keep < 1 ? keep : checkpointEvery)
                    + ", expected at least 1");
        } else if (!(target >= 0)) {
            throw new DmmException("--target-loss: found " + target + ", expected a number that is not negative");
        } else if (perturb != null && !(perturb >= 0 && Double.isFinite(perturb))) {
            throw new DmmException("--perturb: found " + perturb + ", expected a finite number that is not negative");
        }
    }

    private void finish(TrainRun run, Trainer trainer, Network start, TrainIdentity identity) {
        double loss = trainer.loss();
        Network trained = trainer.network();
        run.folder().writeMachine(trained);
        run.folder().writeReport(TrainReport.of(argument.name(), start, trained, loss, run.history(), identity));
        PrintWriter printed = spec.commandLine().getOut();
        printed.println(
                "loss=" + Numbers.format(loss) + " steps=" + trainer.steps() + " links=" + trainer.trainedLinks());
        Stdout.flush(printed);
    }

    /** All that the bits of a run depend on, besides the network and what computes it. */
    private Map<String, String> described(ExampleOptions.Examples read) {
        Map<String, String> settings = new LinkedHashMap<>();
        examples.describe(settings);
        update.describe(settings);
        settings.put("perturb", perturb == null ? "0.0" : perturb.toString());
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
