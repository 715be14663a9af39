package io.dmm4j.train.loss;

import io.dmm4j.flat.FlatProgram;
import io.dmm4j.flat.LossProgram;
import io.dmm4j.train.loss.Objective.Paths;
import io.dmm4j.train.loss.Objective.Term;
import io.dmm4j.train.program.Range;
import io.dmm4j.train.program.RowOps;
import java.util.List;

/** Writes an objective as a loss program. */
public final class LossLowering {
    private LossLowering() {}

    /**
     * What a probe shows.
     *
     * @param rows how many rows
     * @param root whether the first of them is the number at the root
     */
    public record Shown(int rows, boolean root) {}

    /**
     * The program of an objective, whose probes show this, one for each term.
     *
     * @throws io.dmm4j.value.DmmException if a loss compares numbers with each other and its probe has only one
     */
    public static LossProgram of(Objective objective, List<Shown> probes) {
        int rows = probes.stream().mapToInt(Shown::rows).sum();
        int terms = probes.size();
        RowOps ops = new RowOps();
        Range predictions = ops.output(rows);
        Range targets = ops.output(rows);
        Range weights = ops.output(terms);
        Range seeds = ops.output(rows);
        Range losses = ops.output(terms);
        int at = 0;
        for (int t = 0; t < terms; t++) {
            Term term = objective.terms().get(t);
            Shown shown = probes.get(t);
            int counts = term.paths() == Paths.ALL ? shown.rows : shown.root ? 1 : 0;
            if (counts == 1 && term.loss().isRelative()) {
                throw Term.single(term.probe(), term.loss());
            } else if (counts == 0) {
                ops.zero(losses.part(t, 1));
            } else {
                Range weight = weights.part(t, 1);
                Range wanted = targets.part(at, counts);
                Range seen = ops.select(weight, predictions.part(at, counts), wanted);
                term.loss().lower(new LossTerm(ops, seen, wanted, weight, losses.part(t, 1), seeds.part(at, counts)));
            }
            ops.zero(seeds.part(at + counts, shown.rows - counts));
            at += shown.rows;
        }
        FlatProgram program = ops.build(List.of(predictions, targets, weights, seeds, losses));
        return new LossProgram(program, rows, terms);
    }
}
