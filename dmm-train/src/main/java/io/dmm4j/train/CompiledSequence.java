package io.dmm4j.train;

import io.dmm4j.flatten.Flattened;
import io.dmm4j.flatten.PortRows;
import io.dmm4j.net.Port;
import io.dmm4j.net.Probe;
import io.dmm4j.train.data.Sequence;
import io.dmm4j.train.loss.Objective;
import io.dmm4j.train.loss.Objective.Term;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** A sequence as rows of a model. */
final class CompiledSequence {
    final int cycles;

    /** First event of each cycle; length cycles + 1. */
    final int[] firstEvent;

    /** Row and number of each event. */
    int[] eventRow = new int[16];

    double[] eventValue = new double[16];

    /** What probed rows should be, [cycles × rows of all probes]. */
    final double[] wanted;

    /** How much terms of the objective count, [cycles × terms]. */
    final double[] weight;

    /** The loss in each cycle of what is wanted where the machine has no row. */
    final double[] absent;

    private int events;

    CompiledSequence(Sequence s, Model m) {
        if (s.targets().isEmpty()) {
            throw new DmmException("sequence: it has no targets; give them with the data, or a teacher that tells");
        }
        cycles = s.cycles();
        firstEvent = new int[cycles + 1];
        wanted = new double[cycles * m.probeRows()];
        weight = new double[cycles * m.objective().terms().size()];
        absent = new double[cycles];
        for (int c = 0; c < cycles; c++) {
            feed(s.inputs().get(c), m.flattened());
            firstEvent[c + 1] = events;
            if (c >= m.objective().skipped() && s.mask(c) > 0) {
                targets(s.targets().get(c), c, s.mask(c), m);
            }
        }
    }

    private void feed(Map<Port, VValue> inputs, Flattened f) {
        inputs.forEach((port, tree) -> tree.forEach((path, x) -> {
            int row = f.row(port, path);
            if (row >= 0) { // else nothing that is probed depends on it
                if (events == eventRow.length) {
                    eventRow = Arrays.copyOf(eventRow, 2 * events);
                    eventValue = Arrays.copyOf(eventValue, 2 * events);
                }
                eventRow[events] = row;
                eventValue[events++] = x;
            }
        }));
    }

    private void targets(Map<Probe, VValue> targets, int cycle, double mask, Model m) {
        int row = cycle * m.probeRows();
        for (int t = 0; t < m.objective().terms().size(); t++) {
            Term term = m.objective().terms().get(t);
            PortRows rows = m.probe(t);
            VValue target = targets.getOrDefault(term.probe(), VValue.EMPTY);
            boolean numberOnly = term.paths() == Objective.Paths.NUMBER;
            weight[cycle * m.objective().terms().size() + t] = term.weight() * mask;
            place(rows, numberOnly ? VValue.of(target.number()) : target, cycle, row, term, mask);
            row += rows.count();
        }
    }

    private void place(PortRows rows, VValue target, int cycle, int first, Term term, double mask) {
        Map<Path, Integer> index = new HashMap<>();
        rows.shape().forEach((path, one) -> index.put(path, first + index.size()));
        target.forEach((path, x) -> {
            Integer i = index.get(path);
            if (i != null) {
                wanted[i] = x;
            } else {
                absent[cycle] += term.weight() * mask * term.loss().absent(x);
            }
        });
    }
}
