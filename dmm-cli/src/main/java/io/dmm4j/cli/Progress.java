package io.dmm4j.cli;

import io.dmm4j.train.StepReport;
import java.io.PrintWriter;
import java.util.Locale;

/** How far a run has come: a line that changes on a terminal, now and then a new line elsewhere. */
final class Progress {
    /** Set by the launcher where standard error is a terminal. */
    static final String TERMINAL = "dmm.terminal";

    private static final int WIDTH = 20;
    private static final long QUICK = 200_000_000L; // ns from one line to the next on a terminal
    private static final long SLOW = 10_000_000_000L; // and elsewhere

    private final long steps;
    private final PrintWriter err;
    private final boolean terminal = Boolean.getBoolean(TERMINAL);
    private final long start = System.nanoTime();
    private long first = -1; // steps done before this process
    private long shown; // when
    private StepReport last;
    private boolean open; // a line on the terminal has no end yet

    /** Of that many steps at most. */
    Progress(long steps, PrintWriter err) {
        this.steps = steps;
        this.err = err;
    }

    /** Shows a step, unless the last one shown was just now. */
    void show(StepReport r) {
        long now = System.nanoTime();
        boolean begins = first < 0;
        first = begins ? r.step() - 1 : first;
        last = r;
        if (begins || now - shown > (terminal ? QUICK : SLOW)) {
            shown = now;
            print(now);
        }
    }

    private void print(long now) {
        double rate = (last.step() - first) * 1e9 / Math.max(1, now - start);
        String text = String.format(
                Locale.ROOT,
                "step %d of at most %d  loss %.6g  links %d  %.0f steps/s  at most %s left",
                last.step(),
                steps,
                last.loss(),
                last.links(),
                rate,
                time((steps - last.step()) / rate));
        if (terminal) {
            int done = (int) (WIDTH * last.step() / steps);
            err.print("\r[" + "#".repeat(done) + ".".repeat(WIDTH - done) + "] " + text + "\u001b[K");
            err.flush();
            open = true;
        } else {
            err.println(text);
            err.flush();
        }
        last = null;
    }

    private static String time(double seconds) {
        long s = Math.round(seconds);
        return s < 60
                ? s + " s"
                : s < 3600 ? s / 60 + " min" : String.format(Locale.ROOT, "%d h %d min", s / 3600, s % 3600 / 60);
    }

    /** Shows the last step, if it has not been, and ends the line. */
    void end() {
        if (last != null) {
            print(System.nanoTime());
        }
        if (open) {
            err.println();
            open = false;
        }
    }
}
