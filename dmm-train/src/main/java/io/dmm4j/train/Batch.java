package io.dmm4j.train;

import io.dmm4j.spi.Events;
import io.dmm4j.spi.TrainingBatch;
import java.util.Arrays;

/**
 * A window of some sequences, a lane each, as a backend takes them. Lanes whose sequence has ended, and lanes without a
 * sequence, are fed nothing and count nothing. The arrays are made once and filled again, by trainers; others can but see what
 * they take.
 */
public final class Batch {
    private final int lanes;
    private final int rows;
    private final int terms;
    private final Events events = new Events();
    private final double[] wanted;
    private final double[] weight;
    private int cycles;
    private double absent;

    Batch(Model model, int lanes, int window) {
        this.lanes = lanes;
        rows = model.probeRows();
        terms = model.objective().terms().size();
        wanted = new double[ArraySize.of("window (cycles × sequences × probed rows)", window, lanes, rows)];
        weight = new double[ArraySize.of("window (cycles × sequences × probes)", window, lanes, terms)];
    }

    /** Fills in cycles {@code from} to {@code to} of some sequences; as many as lanes at most. */
    void fill(CompiledSequence[] sequences, int from, int to) {
        cycles = to - from;
        absent = 0;
        events.clear();
        Arrays.fill(weight, 0, cycles * terms * lanes, 0);
        for (int c = from; c < to; c++) {
            for (int l = 0; l < sequences.length; l++) {
                if (c < sequences[l].cycles) {
                    cycle(sequences[l], c, c - from, l);
                }
            }
        }
    }

    private void cycle(CompiledSequence s, int cycle, int at, int lane) {
        for (int e = s.firstEvent[cycle]; e < s.firstEvent[cycle + 1]; e++) {
            events.add(at, s.eventRow[e], lane, s.eventValue[e]);
        }
        for (int r = 0; r < rows; r++) {
            wanted[(at * rows + r) * lanes + lane] = s.wanted[cycle * rows + r];
        }
        for (int t = 0; t < terms; t++) {
            weight[(at * terms + t) * lanes + lane] = s.weight[cycle * terms + t];
        }
        absent += s.absent[cycle];
    }

    /** Cycles of the window. */
    int cycles() {
        return cycles;
    }

    /** The window as a backend takes it; the arrays are shared. */
    TrainingBatch window() {
        return new TrainingBatch(cycles, events, wanted, weight);
    }

    /** Cycles {@code from} to {@code to} of the window, as a window by themselves. */
    TrainingBatch window(int from, int to) {
        Events some = new Events();
        for (int e = 0; e < events.count(); e++) {
            if (events.cycle(e) >= from && events.cycle(e) < to) {
                some.add(events.cycle(e) - from, events.row(e), events.lane(e), events.value(e));
            }
        }
        return new TrainingBatch(
                to - from,
                some,
                Arrays.copyOfRange(wanted, from * rows * lanes, to * rows * lanes),
                Arrays.copyOfRange(weight, from * terms * lanes, to * terms * lanes));
    }

    /** The loss of what is wanted where the machine has no row. */
    double absent() {
        return absent;
    }
}
