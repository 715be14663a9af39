package io.dmm4j.cli;

import io.dmm4j.train.StepReport;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.Supplier;

/** How far a run has come: a bar that changes on a terminal, now and then a new line elsewhere. */
final class Progress {
    /** Set by the launcher where standard error is a terminal. */
    static final String TERMINAL = "dmm.terminal";

    private static final int COLUMNS = 79; // of a terminal, without the last
    private static final int WIDTH = 20; // of the bar
    private static final int NARROW = 5; // no bar then
    private static final double YEARS = 2 * 365 * 86400.0; // s
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
            return;
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
                rate < 10
                        ? "step %d  loss %.6g  links %d  %.2g steps/s  %s"
                        : "step %d  loss %.6g  links %d  %.0f steps/s  %s",
                steps,
                last.loss(),
                last.links(),
                rate,
                String.format(Locale.ROOT, ahead.words(), time(ahead.steps() / rate)));
        if (terminal) {
            err.print("\r" + line(text, (double) steps / Math.max(1.0, (double) steps + ahead.steps())) + "\u001b[K");
            open = true;
        } else {
            err.println(text);
        }
        err.flush();
        shown = now;
        shownSteps = steps;
        last = null;
    }

    /** A text with a bar before it as wide as there is room for. */
    static String line(String text, double part) {
        int width = Math.min(WIDTH, COLUMNS - 3 - text.length());
        if (width < NARROW) {
            return text.substring(0, Math.min(COLUMNS, text.length()));
        }
        int done = (int) (width * part);
        return "[" + "#".repeat(done) + ".".repeat(width - done) + "] " + text;
    }

    /** A time in words. */
    static String time(double seconds) {
        if (!(seconds < YEARS)) {
            return "years";
        }
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
