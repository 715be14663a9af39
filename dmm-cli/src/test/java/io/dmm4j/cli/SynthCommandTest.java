package io.dmm4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.report.History;
import io.dmm4j.train.synth.DuplicateDetectorSynthesis;
import io.dmm4j.train.synth.DuplicateDetectorSynthesis.Plan;
import io.dmm4j.train.synth.Synthesis;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class SynthCommandTest {
    private static final Plan D = Plan.DEFAULT;
    private static final Plan SHORT = new Plan(
            List.of(new DuplicateDetectorSynthesis.Text("tt.", 30)),
            3,
            0.001,
            1400,
            3,
            1380,
            1,
            D.hopeless(),
            D.good(),
            D.enough(),
            1,
            D.pruning());

    @Test
    void tellsEveryStepAndEveryCut() {
        StringWriter err = new StringWriter();
        SynthRun run = new SynthRun(new PrintWriter(err));
        Synthesis found =
                run.run(DuplicateDetectorSynthesis.start(3), SHORT, DuplicateDetectorSynthesis.settings(3, "cpu", 1));
        List<History.Row> steps =
                run.history().rows().stream().filter(r -> r.event().isEmpty()).toList();
        List<History.Row> cuts =
                run.history().rows().stream().filter(r -> !r.event().isEmpty()).toList();
        assertTrue(steps.size() > 3);
        assertEquals(
                found.history().stream().map(r -> r.loss()).toList(),
                steps.stream().map(History.Row::loss).toList());
        assertEquals(found.cuts().size(), cuts.size());
        long kept = found.cuts().stream().filter(c -> c.stands()).count();
        assertEquals(
                kept, err.toString().lines().filter(l -> l.startsWith("step ")).count());
        assertTrue(kept > 0);
    }
}
