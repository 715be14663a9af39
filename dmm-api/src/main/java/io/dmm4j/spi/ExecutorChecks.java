package io.dmm4j.spi;

import io.dmm4j.flat.FlatProgram;
import io.dmm4j.flat.Ranges;
import io.dmm4j.value.DmmException;
import java.util.BitSet;

/**
 * What every executor refuses, in the same sentence on every backend: windows, events and arrays that do not fit its program
 * and its options. Nothing is allocated unless something is refused. Other row runs or guards ({@link Executor#rewire}) make
 * no difference here.
 */
public final class ExecutorChecks {
    private final ExecutorOptions options;
    private final int parameters;
    private final BitSet external = new BitSet();

    /** For executors of a program. */
    public ExecutorChecks(FlatProgram program, ExecutorOptions options) {
        this.options = options;
        parameters = program.parameters().length;
        Ranges e = program.externals();
        for (int i = 0; i < e.count(); i++) {
            external.set(e.start()[i], e.start()[i] + e.length()[i]);
        }
    }

    // ---- windows -----------------------------------------------------------------------------------

    /** Fails unless a window may have so many cycles. */
    public void cycles(int cycles) {
        if (cycles < 1 || cycles > options.window()) {
            throw new DmmException("cycles: found " + cycles + ", expected 1 to " + options.window());
        }
    }

    /** Fails unless every event is one of a window of so many cycles. */
    public void events(Events events, int cycles) {
        for (int e = 0; e < events.count(); e++) {
            boolean fits = events.cycle(e) >= 0
                    && events.cycle(e) < cycles
                    && events.lane(e) >= 0
                    && events.lane(e) < options.lanes()
                    && events.row(e) >= 0
                    && external.get(events.row(e));
            if (!fits) {
                throw new DmmException("event " + e + ": found cycle " + events.cycle(e) + ", row " + events.row(e)
                        + ", lane " + events.lane(e) + ", expected a cycle below " + cycles
                        + ", a row of an external input and a lane below " + options.lanes());
            }
        }
    }

    /**
     * Fails unless a cycle is one of the latest window.
     *
     * @param cycle whose probes are asked for
     * @param window cycles of the latest window; 0 if none was run from the present state
     */
    public static void probed(int cycle, int window) {
        if (cycle < 0 || cycle >= window) {
            throw new DmmException(
                    "probes of cycle " + cycle + ": expected a cycle of the latest window, 0 to " + (window - 1));
        }
    }

    /**
     * Fails unless there is a window to go back over: one that was run from the present state with the present parameters.
     *
     * @param window as for {@link #probed}
     * @param replaced whether parameters were set after it
     */
    public static void backward(int window, boolean replaced) {
        if (window == 0) {
            throw new DmmException("backward: no window has been run");
        } else if (replaced) {
            throw new DmmException(
                    "backward: parameters were set after the latest window, expected those it was run with;"
                            + " run it again");
        }
    }

    // ---- arrays ------------------------------------------------------------------------------------

    /** Fails unless there are as many parameters as the program has. */
    public void parameters(int found) {
        if (found != parameters) {
            throw new DmmException("parameters: found " + found + ", expected " + parameters);
        }
    }

    /** Fails if an array has no room for a number per parameter. */
    public void gradient(int found) {
        if (found < parameters) {
            throw new DmmException("gradient: an array of " + found + " numbers, expected " + parameters);
        }
    }

    /** Fails if an array has no room for [rows × lanes]. */
    public void rows(String what, long found, long rows) {
        rows(what, found, rows, options.lanes());
    }

    static void rows(String what, long found, long rows, int lanes) {
        if (found < Math.multiplyExact(rows, (long) lanes)) {
            throw new DmmException(
                    what + ": an array of " + found + " numbers, expected " + rows + " rows × " + lanes + " lanes");
        }
    }
}
