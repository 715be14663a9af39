package io.dmm4j.cli;

import picocli.CommandLine.Option;

/** The options that say when a run saves checkpoints, and whether it goes on from one. */
final class CheckpointOptions {
    @Option(names = "--resume", description = "go on from the last checkpoint in FOLDER; from the start if it has none")
    private boolean resume;

    @Option(
            names = "--checkpoint-every",
            paramLabel = "N",
            defaultValue = "1000",
            description = "save a checkpoint every N steps (${DEFAULT-VALUE} unless given)")
    private long every;

    @Option(
            names = "--keep",
            paramLabel = "K",
            defaultValue = "3",
            description = "keep the last K checkpoints (${DEFAULT-VALUE} unless given)")
    private int keep;

    boolean resume() {
        return resume;
    }

    long every() {
        return Checks.atLeastOne("--checkpoint-every", every);
    }

    int keep() {
        return (int) Checks.atLeastOne("--keep", keep);
    }
}
