package io.dmm4j.cli;

import io.dmm4j.net.Network;
import io.dmm4j.report.History;
import io.dmm4j.train.Settings;
import io.dmm4j.train.StepReport;
import io.dmm4j.train.prune.Cut;
import io.dmm4j.train.synth.DuplicateDetectorSynthesis;
import io.dmm4j.train.synth.DuplicateDetectorSynthesis.Plan;
import io.dmm4j.train.synth.Synthesis;
import java.io.PrintWriter;

/** A synthesis that is told about as it goes. */
final class SynthRun {
    private final PrintWriter err;
    private final History history = new History();
    private long steps; // done, those that a cut taken back has undone included

    SynthRun(PrintWriter err) {
        this.err = err;
    }

    Synthesis run(Network start, Plan plan, Settings settings) {
        Log.release(err);
        return DuplicateDetectorSynthesis.run(start, plan, settings, this::stepped, this::cut);
    }

    private void stepped(StepReport r) {
        history.add(new History.Row(++steps, r.loss(), r.penalty(), r.links(), 1e9 / Math.max(1, r.nanos()), ""));
    }

    private void cut(Cut c) {
        history.add(new History.Row(steps, c.loss(), 0, c.stands() ? c.after() : c.before(), Double.NaN, c.toString()));
        if (c.stands()) {
            err.println(c);
            err.flush();
        }
    }

    /** Every step that was made, and every cut. */
    History history() {
        return history;
    }
}
