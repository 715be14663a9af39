package io.dmm4j.cli;

import io.dmm4j.report.History;
import io.dmm4j.train.Listener;
import io.dmm4j.train.StepReport;
import io.dmm4j.train.prune.Cut;

/**
 * Writes down every step that a run makes, those that are taken back with a cut included, and what else happens: to its
 * history, to the file, and to who watches.
 */
final class Recorder implements Listener {
    private final TrainFolder folder; // null if nothing is written
    private final Progress progress;
    private History history = new History();
    private long steps;

    Recorder(TrainFolder folder, Progress progress) {
        this.folder = folder;
        this.progress = progress;
    }

    /** Goes on after the rows that a run had written so far. */
    void restore(History rows, long stepsMade) {
        history = rows;
        steps = stepsMade;
    }

    @Override
    public void stepped(StepReport r) {
        steps++;
        add(new History.Row(steps, r.loss(), r.penalty(), r.links(), 1e9 / Math.max(1, r.nanos()), ""));
        progress.stepped(steps, r);
    }

    /** An attempt to do without links. */
    void cut(Cut c) {
        add(new History.Row(steps, c.loss(), 0, c.stands() ? c.after() : c.before(), Double.NaN, c.toString()));
        if (c.stands()) {
            progress.say(c.toString());
        }
    }

    /** Links that came and went. */
    void rewired(String event, double loss, int links) {
        add(new History.Row(steps, loss, 0, links, Double.NaN, event));
        progress.say("step " + steps + ": " + event);
    }

    private void add(History.Row row) {
        history.add(row);
        if (folder != null) {
            folder.append(row);
        }
    }

    /** Steps made. */
    long steps() {
        return steps;
    }

    History history() {
        return history;
    }
}
