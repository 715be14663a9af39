package io.dmm4j.cli;

import io.dmm4j.train.StepReport;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.Supplier;

/** How far a run has come: a bar that changes on a terminal, now and then a new line elsewhere. */
final class Progress {
    /** Set by the launcher where standard error is a terminal. */
    static final String TERMINAL = "dmm.terminal";

    private static final int WIDTH = 20;
    private static final long QUICK = 200_000_000L; // ns from one line to the next on a terminal
    private static final long SLOW = 10_000_000_000L; // and elsewhere

    private final PrintWriter err;
    private final boolean terminal = Boolean.getBoolean(TERMINAL);
    private Supplier<Course.Outlook> outlook;
    private long shown; // when; 0 for never
    private long shownSteps;
    private long steps;
    private StepReport last; // null once it is shown
    private boolean open; // a line on the terminal has no end yet

    Progress(PrintWriter err) {
        this.err = err;
    }

    /** Begins to look ahead. */
    void watch(Supplier<Course.Outlook> ahead) {
        outlook = ahead;
    }

    /** Shows a step, unless the last one shown was just now. */
    void stepped(long made, StepReport r) {
        long now = System.nanoTime();
        if (shown == 0) {
            shown = now - Math.max(1, r.nanos());
            shownSteps = made - 1;
            last = r;
            steps = made;
            show(now);
        }
        last = r;
        steps = made;
        if (now - shown > (terminal ? QUICK : SLOW)) {
            show(now);
        }
    }

    private void show(long now) {
        double rate = (steps - shownSteps) * 1e9 / Math.max(1, now - shown);
        Course.Outlook ahead = outlook.get();
        String text = String.format(
                Locale.ROOT,
                "step %d  loss %.6g  links %d  %.0f steps/s  %s",
                steps,
                last.loss(),
                last.links(),
                rate,
                String.format(Locale.ROOT, ahead.words(), time(ahead.steps() / rate)));
        if (terminal) {
            int done = (int) (WIDTH * steps / Math.max(1, steps + ahead.steps()));
            err.print("\r[" + "#".repeat(done) + ".".repeat(WIDTH - done) + "] " + text + "\u001b[K");
            open = true;
        } else {
            err.println(text);
        }
        err.flush();
        shown = now;
        shownSteps = steps;
        last = null;
    }

    private static String time(double seconds) {
        long s = Math.round(seconds);
        return s < 60
                ? s + " s"
                : s < 3600 ? s / 60 + " min" : String.format(Locale.ROOT, "%d h %d min", s / 3600, s % 3600 / 60);
    }

    /** A line of its own, above the bar. */
    void say(String line) {
        err.println((open ? "\r\u001b[K" : "") + line);
        err.flush();
        open = false;
    }

    /** Shows the last step, if it has not been, and ends the line. */
    void end() {
        if (last != null) {
            show(System.nanoTime());
        }
        if (open) {
            err.println();
            open = false;
        }
    }
}
