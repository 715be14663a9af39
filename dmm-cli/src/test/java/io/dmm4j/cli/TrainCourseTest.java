package io.dmm4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.cli.LimitOptions.Limits;
import io.dmm4j.cli.RewireOptions.Structure;
import io.dmm4j.net.Link;
import io.dmm4j.net.Network;
import io.dmm4j.report.History;
import io.dmm4j.train.Initialiser;
import io.dmm4j.train.Links;
import io.dmm4j.train.Trainer;
import io.dmm4j.train.TrainingState;
import io.dmm4j.train.prune.PruneSettings;
import io.dmm4j.train.prune.PruneSettings.Band;
import io.dmm4j.train.prune.Rewiring;
import io.dmm4j.train.regular.Regulariser;
import io.dmm4j.train.synth.DuplicateDetectorSynthesis;
import io.dmm4j.train.synth.DuplicateDetectorSynthesis.Text;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A course with all its parts, in one piece and cut into many. */
class TrainCourseTest {
    private static final Network START = few(
            Initialiser.normal(0.01).apply(io.dmm4j.net.Networks.load("example:duplicate-detector/compare-free"), 2));

    /** Shares do not recover, single links do. */
    private static final PruneSettings HASTY =
            new PruneSettings(List.of(new Band(0, 0.02, 0, 12)), 0.4, 0.5, 1.3, 0.4, 0.3, 60, 2, 4, 3, l -> false);

    private final Progress progress = new Progress(new PrintWriter(Writer.nullWriter()));
    private final Recorder recorder = new Recorder(null, progress);

    private static Network few(Network n) {
        return n.withTrainable(n.links().stream()
                .filter(Link::trainable)
                .filter(l -> l.to().neuron().contains("-1-") || l.to().neuron().equals("output"))
                .toList());
    }

    private TrainCourse course() {
        Trainer trainer = new Trainer(
                START,
                DuplicateDetectorSynthesis.objective(),
                DuplicateDetectorSynthesis.data(List.of(new Text("aa.", 30)), "cpu"),
                DuplicateDetectorSynthesis.settings(1, "cpu", 1));
        Structure structure =
                new Structure(Rewiring.set(0.2, START, 0.01, l -> false), 5, new Links(START, START), HASTY, 20, 20);
        Limits limits = new Limits(17, Long.MAX_VALUE, 0, Long.MAX_VALUE);
        TrainCourse course = new TrainCourse(trainer, structure, List.of(Regulariser.l2(0.01)), limits, recorder);
        progress.watch(course::outlook);
        return course;
    }

    private static List<String> without(History h) {
        return h.rows().stream()
                .map(r -> r.step() + " " + r.loss() + " " + r.regularisation() + " " + r.links() + " " + r.event())
                .toList();
    }

    @Test
    void goesOnFromAnywhereWithTheSameBits() {
        Network whole;
        try (TrainCourse c = course()) {
            while (!c.isOver()) {
                c.step();
            }
            whole = c.network();
        }
        List<String> rows = without(recorder.history());
        assertTrue(
                rows.stream().anyMatch(r -> r.contains("taken back")),
                rows.stream().filter(r -> r.contains("steps")).toList().toString());
        assertTrue(
                rows.stream().anyMatch(r -> r.endsWith("steps")),
                rows.stream().filter(r -> r.contains("steps")).toList().toString());
        recorder.restore(new History(), 0);
        TrainCourse now = course();
        for (int n = 0; !now.isOver(); n++) {
            now.step();
            if (n % 9 == 0) {
                TrainingState saved = now.saved();
                now.close();
                now = course();
                now.restore(saved);
            }
        }
        assertEquals(whole.links(), now.network().links());
        assertEquals(rows, without(recorder.history()));
        now.close();
    }
}
