package io.dmm4j.cli;

import io.dmm4j.checkpoint.Checkpoint;
import io.dmm4j.checkpoint.CheckpointFolder;
import io.dmm4j.checkpoint.DType;
import io.dmm4j.checkpoint.SaveOnInterrupt;
import io.dmm4j.checkpoint.Tensor;
import io.dmm4j.report.History;
import io.dmm4j.train.TrainingState;
import io.dmm4j.value.DmmException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A course that is run to its end, with checkpoints on the way. */
final class CourseRun {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** The numbers of a state that a checkpoint calls the cursor, in this order; then the rows of the history. */
    private static final List<String> CURSOR = List.of("step", "updates", "epoch", "position", "from");

    private final Course course;
    private final Recorder recorder;
    private final Progress progress;
    private final TrainFolder folder;
    private final TrainIdentity identity;
    private final long every;
    private final PrintWriter err;
    private long saved = -1; // steps made when the last checkpoint was

    /**
     * Before the first step.
     *
     * @param recorder is told of every step by the course
     * @param every steps from one checkpoint to the next
     */
    CourseRun(
            Course course,
            Recorder recorder,
            Progress progress,
            TrainFolder folder,
            TrainIdentity identity,
            long every,
            PrintWriter err) {
        this.course = course;
        this.recorder = recorder;
        this.progress = progress;
        this.folder = folder;
        this.identity = identity;
        this.every = every;
        this.err = err;
        progress.watch(course::outlook);
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
        course.restore(state(c));
        recorder.restore(history(c.cursor()[CURSOR.size()]), c.step());
        saved = c.step();
        found.refused().forEach(sentence -> err.println("dmm: warning: " + sentence + "; an earlier one is used"));
        c.plan()
                .difference(identity.plan())
                .ifPresent(d -> err.println("dmm: warning: " + d + ", so that the last bits may differ from those of an"
                        + " uninterrupted run"));
    }

    /** The rows so far; they are for people alone, so that a run goes on without them. */
    private History history(long rows) {
        try {
            return folder.readHistory(rows);
        } catch (DmmException e) {
            err.println("dmm: warning: " + e.getMessage() + "; the history begins anew");
            return new History();
        }
    }

    private static TrainingState state(Checkpoint c) {
        Map<String, double[]> arrays = new LinkedHashMap<>();
        Map<String, Long> numbers = new LinkedHashMap<>();
        c.arrays().forEach((name, tensor) -> {
            if (tensor.dtype() == DType.I64) {
                numbers.put(name, tensor.longs()[0]);
            } else {
                arrays.put(name, tensor.doubles());
            }
        });
        for (int i = 0; i < CURSOR.size(); i++) {
            numbers.put(CURSOR.get(i), c.cursor()[i]);
        }
        numbers.put("random", c.random()[0]);
        return new TrainingState(arrays, numbers);
    }

    private Checkpoint checkpoint() {
        TrainingState s = course.saved();
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        s.arrays().forEach((name, array) -> tensors.put(name, Tensor.of(array)));
        s.numbers().forEach((name, number) -> {
            if (!CURSOR.contains(name) && !name.equals("random")) {
                tensors.put(name, Tensor.of(new long[] {number}));
            }
        });
        long[] cursor = new long[CURSOR.size() + 1];
        for (int i = 0; i < CURSOR.size(); i++) {
            cursor[i] = s.numbers().get(CURSOR.get(i));
        }
        cursor[CURSOR.size()] = recorder.history().rows().size();
        return new Checkpoint(
                identity.fingerprint(),
                recorder.steps(),
                identity.seed(),
                new long[] {s.numbers().get("random")},
                cursor,
                TrainIdentity.text(course.network()),
                identity.plan(),
                identity.settings(),
                tensors);
    }

    /** Steps until the course is over; a process that is told to end saves a checkpoint first. */
    void go() {
        Log.release(err);
        try {
            goSaving();
        } finally {
            progress.end();
        }
    }

    private void goSaving() {
        folder.startHistory(recorder.history());
        save();
        try (SaveOnInterrupt guard = new SaveOnInterrupt(this::stop, PATIENCE, s -> err.println("dmm: " + s))) {
            while (!course.isOver()) {
                guard.step(this::step);
            }
        }
        saved = -1; // what is over may have been decided since
        save();
    }

    private void stop() {
        save();
        progress.end();
        err.println("dmm: stopped at step " + recorder.steps() + "; a checkpoint is saved; go on with --resume");
        err.flush();
    }

    private void step() {
        course.step();
        if (recorder.steps() % every == 0) {
            save();
        }
    }

    private void save() {
        if (saved != recorder.steps()) {
            folder.save(checkpoint());
            saved = recorder.steps();
        }
    }
}
