package io.dmm4j.cli;

import io.dmm4j.checkpoint.Checkpoint;
import io.dmm4j.checkpoint.CheckpointFolder;
import io.dmm4j.checkpoint.SaveOnInterrupt;
import io.dmm4j.checkpoint.Tensor;
import io.dmm4j.report.History;
import io.dmm4j.train.StepReport;
import io.dmm4j.train.Trainer;
import io.dmm4j.train.TrainingState;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A trainer that is run to its end, with checkpoints on the way. */
final class TrainRun implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** The numbers of a state that a checkpoint calls the cursor, in this order; then whether the target was reached. */
    private static final List<String> CURSOR = List.of("step", "updates", "epoch", "position", "from");

    private final Trainer trainer;
    private final TrainFolder folder;
    private final TrainIdentity identity;
    private final Limits limits;
    private final PrintWriter err;
    private final Progress progress;
    private History history = new History();
    private boolean reached;
    private long saved = -1; // the step of the last checkpoint

    /**
     * When a run ends.
     *
     * @param steps steps at most
     * @param epochs times that all data is used at most
     * @param target loss on all data that is good enough
     * @param checkpointEvery steps from one checkpoint to the next
     */
    record Limits(long steps, long epochs, double target, long checkpointEvery) {}

    TrainRun(Trainer trainer, TrainFolder folder, TrainIdentity identity, Limits limits, PrintWriter err) {
        this.trainer = trainer;
        this.folder = folder;
        this.identity = identity;
        this.limits = limits;
        this.err = err;
        progress = new Progress(limits.steps(), err);
    }

    /** Goes back to where the last checkpoint was made, if there is one. */
    void resume() {
        Optional<CheckpointFolder.Found> latest = folder.latest();
        if (latest.isEmpty()) {
            return;
        }
        CheckpointFolder.Found found = latest.get();
        identity.require(found);
        Checkpoint c = found.checkpoint();
        trainer.restore(state(c));
        history = folder.readHistory(c.step());
        reached = c.cursor()[CURSOR.size()] != 0 && trainer.loss() <= limits.target();
        saved = c.step();
        found.refused().forEach(sentence -> err.println("dmm: warning: " + sentence + "; an earlier one is used"));
        c.plan()
                .difference(identity.plan())
                .ifPresent(d -> err.println("dmm: warning: " + d + ", so that the last bits may differ from those of an"
                        + " uninterrupted run"));
    }

    private static TrainingState state(Checkpoint c) {
        Map<String, double[]> arrays = new LinkedHashMap<>();
        c.arrays().forEach((name, tensor) -> arrays.put(name, tensor.doubles()));
        Map<String, Long> numbers = new LinkedHashMap<>();
        for (int i = 0; i < CURSOR.size(); i++) {
            numbers.put(CURSOR.get(i), c.cursor()[i]);
        }
        numbers.put("random", c.random()[0]);
        return new TrainingState(arrays, numbers);
    }

    private Checkpoint checkpoint() {
        TrainingState s = trainer.state();
        Map<String, Tensor> arrays = new LinkedHashMap<>();
        s.arrays().forEach((name, array) -> arrays.put(name, Tensor.of(array)));
        long[] cursor = new long[CURSOR.size() + 1];
        for (int i = 0; i < CURSOR.size(); i++) {
            cursor[i] = s.numbers().get(CURSOR.get(i));
        }
        cursor[CURSOR.size()] = reached ? 1 : 0;
        return new Checkpoint(
                identity.fingerprint(),
                trainer.steps(),
                identity.seed(),
                new long[] {s.numbers().get("random")},
                cursor,
                TrainIdentity.text(trainer.network()),
                identity.plan(),
                identity.settings(),
                arrays);
    }

    /** Steps until a limit is met; a process that is told to end saves a checkpoint first. */
    void go() {
        folder.startHistory(history);
        save();
        Log.release(err);
        try (SaveOnInterrupt guard = new SaveOnInterrupt(this::save, PATIENCE, s -> err.println("dmm: " + s))) {
            while (!isOver()) {
                guard.step(this::step);
            }
        } finally {
            progress.end();
        }
        save();
    }

    private boolean isOver() {
        return reached
                || trainer.steps() >= limits.steps()
                || limits.epochs() < Long.MAX_VALUE && trainer.state().numbers().get("epoch") >= limits.epochs();
    }

    private void step() {
        StepReport r = trainer.step();
        History.Row row = new History.Row(r.step(), r.loss(), r.penalty(), r.links(), 1e9 / Math.max(1, r.nanos()), "");
        history.add(row);
        folder.append(row);
        reached = r.loss() <= limits.target() && trainer.loss() <= limits.target();
        progress.show(r);
        if (r.step() % limits.checkpointEvery() == 0) {
            save();
        }
    }

    private void save() {
        if (saved != trainer.steps() || reached) {
            folder.save(checkpoint());
            saved = trainer.steps();
        }
    }

    History history() {
        return history;
    }

    TrainFolder folder() {
        return folder;
    }

    @Override
    public void close() {
        progress.end();
    }
}
