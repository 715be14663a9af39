package io.dmm4j.train;

import io.dmm4j.spi.Events;
import java.util.Arrays;

/**
 * A window of some sequences, a lane each, as a backend takes them. Lanes whose sequence has ended, and lanes without a
 * sequence, are fed nothing and count nothing. The arrays are made once and filled again.
 */
public final class Batch {
    private final int lanes;
    private final int rows;
    private final Events events = new Events();
    private final double[] wanted;
    private final double[] weight;
    private int cycles;
    private double absent;

    Batch(Model model, int lanes, int window) {
        this.lanes = lanes;
        rows = model.probeRows();
        wanted = new double[Math.multiplyExact(Math.multiplyExact(window, rows), lanes)];
        weight = new double[wanted.length];
    }

    /** Fills in cycles {@code from} to {@code to} of some sequences; as many as lanes at most. */
    void fill(CompiledSequence[] sequences, int from, int to) {
        cycles = to - from;
        absent = 0;
        events.clear();
        Arrays.fill(weight, 0, cycles * rows * lanes, 0);
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
            weight[(at * rows + r) * lanes + lane] = s.weight[cycle * rows + r];
        }
        absent += s.absent[cycle];
    }

    /** Cycles of the window. */
    public int cycles() {
        return cycles;
    }

    /** What is fed. */
    public Events events() {
        return events;
    }

    /** What probed rows should be: [cycles × rows of all probes × lanes]; the array itself. */
    public double[] wanted() {
        return wanted;
    }

    /** How much they count, likewise. */
    public double[] weight() {
        return weight;
    }

    /** The loss of what is wanted where the machine has no row. */
    public double absent() {
        return absent;
    }
}
