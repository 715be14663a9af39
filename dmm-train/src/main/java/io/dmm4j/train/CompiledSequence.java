package io.dmm4j.train;

import io.dmm4j.flatten.Flattened;
import io.dmm4j.net.Port;
import io.dmm4j.net.Probe;
import io.dmm4j.spi.Precision;
import io.dmm4j.train.data.Sequence;
import io.dmm4j.train.loss.Objective;
import io.dmm4j.train.loss.Objective.Term;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
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

    private final String name;
    private final Precision precision;
    private final List<Map<Path, Integer>> index = new ArrayList<>(); // of the rows of each term, among those of all
    private int events;

    CompiledSequence(Sequence s, Model m) {
        this("sequence", s, m, Precision.FLOAT64);
    }

    /**
     * Compiles a sequence.
     *
     * @param name how messages call it
     * @param precision of the state
     * @throws DmmException if it has no targets or wants what cannot be, a number is not finite in the precision, or there are
     *     too many numbers for an array
     */
    CompiledSequence(String name, Sequence s, Model m, Precision precision) {
        if (s.targets().isEmpty()) {
            throw new DmmException(name + ": it has no targets; give them with the data, or a teacher that tells");
        }
        this.name = name;
        this.precision = precision;
        requireFinite(s);
        cycles = s.cycles();
        firstEvent = new int[cycles + 1];
        wanted = new double[ArraySize.of(name + " (cycles × probed rows)", cycles, m.probeRows())];
        weight = new double
                [ArraySize.of(
                        name + " (cycles × probes)",
                        cycles,
                        m.objective().terms().size())];
        absent = new double[cycles];
        index(m);
        for (int c = 0; c < cycles; c++) {
            feed(s.inputs().get(c), m.flattened());
            firstEvent[c + 1] = events;
            if (c >= m.objective().skipped() && s.mask(c) > 0) {
                targets(s.targets().get(c), c, s.mask(c), m);
            }
        }
    }

    private void requireFinite(Sequence s) {
        try {
            s.requireFinite(precision);
        } catch (DmmException e) {
            throw new DmmException(name + ": " + e.getMessage(), e);
        }
    }

    private void index(Model m) {
        int first = 0;
        for (int t = 0; t < m.objective().terms().size(); t++) {
            Map<Path, Integer> rows = new HashMap<>();
            int offset = first;
            m.probe(t).shape().forEach((path, one) -> rows.put(path, offset + rows.size()));
            index.add(rows);
            first += m.probe(t).count();
        }
    }

    /** The size of what is wanted where the machine has no row. */
    double absent() {
        return Arrays.stream(absent).map(Math::abs).sum();
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
        for (int t = 0; t < m.objective().terms().size(); t++) {
            Term term = m.objective().terms().get(t);
            VValue target = targets.getOrDefault(term.probe(), VValue.EMPTY);
            boolean numberOnly = term.paths() == Objective.Paths.NUMBER;
            weight[cycle * m.objective().terms().size() + t] = weight(term, mask, cycle);
            place(
                    index.get(t),
                    numberOnly ? VValue.of(target.number()) : target,
                    cycle,
                    cycle * m.probeRows(),
                    term,
                    mask);
        }
    }

    /** What a term counts, which the derivatives that machines get are proportional to. */
    private double weight(Term term, double mask, int cycle) {
        double product = term.weight() * mask;
        if (!Double.isFinite(precision.round(product))) {
            throw new DmmException(name + ": the weight of " + term.probe() + " in cycle " + (cycle + 1) + " is "
                    + term.weight() + " times a mask of " + mask + ", which is not finite in " + precision.text()
                    + ", expected smaller ones");
        }
        return product;
    }

    private void place(Map<Path, Integer> rows, VValue target, int cycle, int first, Term term, double mask) {
        target.forEach((path, x) -> {
            Integer i = rows.get(path);
            if (i != null) {
                wanted[first + i] = x;
            } else {
                absent[cycle] += term.weight() * mask * absent(term, path, x, cycle);
            }
        });
    }

    private double absent(Term term, Path path, double x, int cycle) {
        try {
            return term.loss().absent(x);
        } catch (DmmException e) {
            throw new DmmException(name + ": target " + term.probe() + " at \"" + path + "\" in cycle " + (cycle + 1)
                    + ": " + e.getMessage());
        }
    }
}
