package io.dmm4j.cli;

import io.dmm4j.checkpoint.Checkpoint;
import io.dmm4j.net.Network;
import io.dmm4j.train.Settings;
import io.dmm4j.train.synth.DuplicateDetectorSynthesis;
import io.dmm4j.train.synth.DuplicateDetectorSynthesis.Plan;
import io.dmm4j.train.synth.Search;
import io.dmm4j.train.synth.Synthesis;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.Names;
import io.dmm4j.value.Numbers;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dmm synth}: a whole experiment, from random weights to a machine that a person can read. */
@Command(
        name = "synth",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Synthesises a machine, unattended.",
            "",
            "duplicate-detector trains a network of 1486 links to do what example:duplicate-detector/handcrafted does, cuts"
                    + " links until few are left, lets links read other outputs where fewer are needed then, and begins"
                    + " again where that was not enough."
                    + " Prints one line:",
            "",
            "  loss=3.1e-8 links=8 rounds=1",
            "",
            "and writes machine.json, history.csv, report.html, and checkpoints/ to a folder. Ctrl-C leaves a checkpoint; the"
                    + " same command with --resume goes on from the last one, and ends with the same machine.",
            ""
        })
final class SynthCommand implements Runnable {
    private static final String DETECTOR = "duplicate-detector";

    @Parameters(paramLabel = "EXPERIMENT", description = DETECTOR)
    private String experiment;

    @Option(
            names = "--matrix",
            paramLabel = "FILE",
            description = "start from this matrix (of rank 4) instead of random weights")
    private String matrix;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "the seed of the weights to start from, and of all else that is drawn (${DEFAULT-VALUE} unless"
                            + " given)")
    private long seed;

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            description =
                    "where to write; made if it is not there, and must be empty without --resume (a new folder synth-1,"
                            + " synth-2 and so on unless given)")
    private String out;

    @Mixin
    private PlanOptions planning;

    @Mixin
    private CheckpointOptions checkpoints;

    @Mixin
    private ComputeFlags compute;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        if (!experiment.equals(DETECTOR)) {
            throw new DmmException(Names.unknown("experiment", experiment, List.of(DETECTOR)));
        }
        Plan plan = planning.plan();
        long every = checkpoints.every();
        int keep = checkpoints.keep();
        Network start = matrix == null
                ? DuplicateDetectorSynthesis.start(seed)
                : Model.network(DuplicateDetectorSynthesis.NETWORK, matrix, 4);
        Settings settings = DuplicateDetectorSynthesis.settings(seed, compute.backend(), compute.threads()).toBuilder()
                .precision(compute.precision())
                .build();
        TrainIdentity identity = TrainIdentity.of(start, seed, compute.plan(), described(start));
        PrintWriter err = spec.commandLine().getErr();
        Progress progress = new Progress(err);
        try (TrainFolder folder = TrainFolder.of(out, "synth", checkpoints.resume(), err)) {
            Recorder recorder = new Recorder(folder, progress);
            try (Search search = DuplicateDetectorSynthesis.search(start, plan, settings, recorder, recorder::cut)) {
                CourseRun run =
                        new CourseRun(new SynthCourse(search), recorder, progress, folder, identity, every, err);
                folder.open(keep);
                if (checkpoints.resume()) {
                    run.resume();
                }
                run.go();
                finish(folder, recorder, search.best(), start, identity);
            }
        }
    }

    private void finish(TrainFolder folder, Recorder recorder, Synthesis found, Network start, TrainIdentity identity) {
        folder.writeMachine(found.network());
        folder.writeReport(
                TrainReport.of(DETECTOR, start, found.network(), found.loss(), recorder.history(), identity));
        PrintWriter printed = spec.commandLine().getOut();
        printed.println(
                "loss=" + Numbers.format(found.loss()) + " links=" + found.links() + " rounds=" + found.round());
        Stdout.flush(printed);
    }

    private Map<String, String> described(Network start) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("seed", Long.toString(seed));
        settings.put(
                "start",
                (matrix == null ? "random weights" : matrix) + " ("
                        + Checkpoint.fingerprint(TrainIdentity.text(start)).substring(0, 12) + ")");
        planning.describe(settings);
        return settings;
    }
}
