package io.dmm4j.train;

import io.dmm4j.expr.Op;
import io.dmm4j.flat.UpdateProgram;
import io.dmm4j.spi.Precision;
import io.dmm4j.train.program.Range;
import io.dmm4j.train.program.RowOps;
import io.dmm4j.train.regular.Combination;
import io.dmm4j.train.regular.PenaltyTerm;
import io.dmm4j.train.regular.Regulariser;
import io.dmm4j.train.update.Clipping;
import io.dmm4j.train.update.StepTerm;
import io.dmm4j.train.update.Updater;
import io.dmm4j.value.DmmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Writes what follows the gradient as an update program: the penalties, each from the parameters before the step; then
 * clipping; then the updater; then the check, by which the step is adopted or not.
 *
 * <p>Penalties on sums of parameters need a second stage: runs gather the sums in the first and spread their derivatives in the
 * second.
 */
final class UpdateLowering implements PenaltyTerm, StepTerm {
    /** Makes numbers infinite that 32-bit floats cannot hold: those above 2¹²⁸ − 1.5 · 2¹⁰³, between the largest one and infinity. */
    private static final double WIDER = 0x1.000000cp896;

    private final Parameters parameters;
    private final RowOps ops = new RowOps();
    private final int n;
    private final Range w;
    private final Range g;
    private final List<Range> slots = new ArrayList<>();
    private final Range next;
    private final Range scalars;
    private final Range loss;
    private final Range results;
    private final int[] position;
    private final SortedMap<Integer, Range> lookedAt = new TreeMap<>();
    private final List<Slope> slopes = new ArrayList<>();
    private final Range[] nextSlots;
    private final int[] saidSlot;
    private int saidW;
    private Range penalty;

    /** Derivatives by sums, in output rows, that still have to reach the parameters. */
    private record Slope(List<Combination> of, Range rows) {}

    private UpdateLowering(Parameters p, Updater updater) {
        parameters = p;
        n = p.which().length;
        w = ops.output(n);
        g = ops.output(n);
        next = ops.output(n);
        updater.slots().forEach(name -> slots.add(ops.output(n)));
        nextSlots = new Range[slots.size()];
        saidSlot = new int[slots.size()];
        scalars = ops.output(updater.scalars().size());
        loss = ops.output(1);
        results = ops.output(UpdateProgram.RESULTS);
        position = new int[p.count()];
        Arrays.fill(position, -1);
        for (int i = 0; i < n; i++) {
            position[p.which()[i]] = i;
        }
        penalty = ops.constant(0, 1);
    }

    /**
     * The program for the parameters of a network.
     *
     * @param precision in which the next parameters must be finite
     * @throws DmmException if the updater does not say once what the parameters and each slot are next, or a penalty does not fit
     */
    static UpdateProgram of(
            Parameters p, List<Regulariser> regularisers, Clipping clipping, Updater updater, Precision precision) {
        UpdateLowering l = new UpdateLowering(p, updater);
        Range badGradient = l.ops.times(0, l.g);
        regularisers.forEach(r -> r.lower(l));
        l.spread();
        clipping.lower(l.ops, l.g);
        l.step(updater);
        l.adopt(l.check(badGradient, precision, !regularisers.isEmpty()));
        return l.program(updater);
    }

    /** An updater alone, of which every step is adopted, whatever comes of it. */
    static UpdateProgram unchecked(Parameters p, Updater updater) {
        UpdateLowering l = new UpdateLowering(p, updater);
        l.step(updater);
        l.adopt(l.ops.constant(0, 1));
        return l.program(updater);
    }

    private void step(Updater updater) {
        updater.lower(this);
        once(updater, saidW, "the parameters are");
        for (int i = 0; i < nextSlots.length; i++) {
            once(updater, saidSlot[i], "slot '" + updater.slots().get(i) + "' is");
        }
    }

    /** 0 if all is finite that goes into a step and comes of it, else NaN; writes the results. */
    private Range check(Range badGradient, Precision precision, boolean penalties) {
        place(UpdateProgram.PENALTY, penalty);
        place(UpdateProgram.GRADIENT_NORM, ops.reduce(Op.L2, g));
        Range seen = precision == Precision.FLOAT32 ? ops.times(WIDER, next) : next;
        Range bad = ops.plus(badGradient, ops.times(0, seen));
        for (Range slot : nextSlots) {
            bad = ops.plus(bad, ops.times(0, slot));
        }
        Range check = ops.plus(ops.reduce(Op.SUM, bad), ops.times(0, loss));
        if (penalties) {
            check = ops.plus(check, ops.times(0, penalty));
        }
        place(UpdateProgram.CHECK, check);
        return check;
    }

    private void adopt(Range check) {
        ops.select(w, check, w, next);
        for (int i = 0; i < nextSlots.length; i++) {
            ops.select(slots.get(i), check, slots.get(i), nextSlots[i]);
        }
    }

    /** What is not said would be 0 from the first step on. */
    private static void once(Updater updater, int times, String what) {
        if (times != 1) {
            throw new DmmException("updater " + updater.name() + ": it says " + times + " times what " + what
                    + " after a step, expected once");
        }
    }

    private void place(int result, Range one) {
        ops.place(results.part(result, 1), one);
    }

    /** Carries derivatives by sums to the parameters, in a stage of their own. */
    private void spread() {
        if (slopes.isEmpty()) {
            return;
        }
        ops.nextStage();
        Range pulled = ops.input(n);
        for (Slope s : slopes) {
            for (int k = 0; k < s.of.size(); k++) {
                Combination c = s.of.get(k);
                for (int i = 0; i < c.numbers().length; i++) {
                    int at = position[c.numbers()[i]];
                    if (at >= 0) {
                        ops.run(pulled, at, s.rows.part(k, 1), c.factors()[i]);
                    }
                }
            }
        }
        ops.accumulate(g, pulled);
    }

    private UpdateProgram program(Updater updater) {
        List<Range> layout = new ArrayList<>(List.of(w));
        layout.addAll(lookedAt.values());
        layout.addAll(slots);
        layout.addAll(List.of(g, next, scalars, loss, results));
        slopes.forEach(s -> layout.add(s.rows));
        int[] index = Arrays.copyOf(parameters.which(), n + lookedAt.size());
        int at = n;
        for (int i : lookedAt.keySet()) {
            index[at++] = i;
        }
        return new UpdateProgram(ops.build(layout), index, n, updater.slots(), updater.scalars());
    }

    // ---- penalties ---------------------------------------------------------------------------------------------

    @Override
    public RowOps ops() {
        return ops;
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    @Override
    public Range trainedLinks() {
        return w.part(parameters.firstWeight(), parameters.weights());
    }

    @Override
    public Range sums(List<Combination> of) {
        Range sums = ops.input(of.size());
        for (int k = 0; k < of.size(); k++) {
            Combination c = of.get(k);
            for (int i = 0; i < c.numbers().length; i++) {
                ops.run(sums, k, row(c.numbers()[i]), c.factors()[i]);
            }
        }
        return sums;
    }

    /** The row of a parameter; one that is not trained gets a row when it is looked at. */
    private Range row(int number) {
        int at = position[number];
        return at >= 0 ? w.part(at, 1) : lookedAt.computeIfAbsent(number, i -> ops.output(1));
    }

    @Override
    public void add(Range one) {
        penalty = ops.plus(penalty, one);
    }

    @Override
    public void addToLinks(Range slope) {
        ops.accumulate(g.part(parameters.firstWeight(), slope.count()), slope);
    }

    @Override
    public void addToSums(List<Combination> of, Range slope) {
        Range rows = ops.output(slope.count());
        ops.place(rows, slope);
        slopes.add(new Slope(of, rows));
    }

    // ---- the step ----------------------------------------------------------------------------------------------

    @Override
    public Range w() {
        return w;
    }

    @Override
    public Range g() {
        return g;
    }

    @Override
    public Range slot(int i) {
        return slots.get(i);
    }

    @Override
    public Range scalar(int i) {
        return scalars.part(i, 1);
    }

    @Override
    public void setSlot(int i, Range to) {
        saidSlot[i]++;
        nextSlots[i] = to;
    }

    @Override
    public void setW(Range to) {
        saidW++;
        ops.place(next, to);
    }
}
