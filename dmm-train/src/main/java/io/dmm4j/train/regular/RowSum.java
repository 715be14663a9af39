package io.dmm4j.train.regular;

import io.dmm4j.net.Port;
import io.dmm4j.train.Parameters;
import io.dmm4j.train.program.Range;
import io.dmm4j.train.program.RowOps;
import io.dmm4j.value.DmmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** See {@link Regulariser#rowSum}. */
record RowSum(double lambda) implements Regulariser {
    RowSum {
        Factor.check(lambda);
    }

    @Override
    public void lower(PenaltyTerm t) {
        RowOps ops = t.ops();
        List<Combination> rows = rows(t.parameters());
        Range excess = ops.minus(t.sums(rows), ops.constant(1, rows.size()));
        t.add(ops.times(lambda, ops.dot(excess, excess)));
        t.addToSums(rows, ops.times(2 * lambda, excess));
    }

    private static List<Combination> rows(Parameters p) {
        if (p.network().self() != null) {
            throw new DmmException(
                    "penalty on sums of rows: the network holds its own matrix, expected one with links");
        }
        Map<Port, List<Integer>> byTarget = new LinkedHashMap<>();
        for (int i = 0; i < p.links(); i++) {
            byTarget.computeIfAbsent(p.id(i).at(), t -> new ArrayList<>()).add(i);
        }
        return byTarget.values().stream()
                .map(RowSum::sum)
                .filter(c -> c.has(p::isTrainable))
                .toList();
    }

    private static Combination sum(List<Integer> links) {
        double[] ones = new double[links.size()];
        Arrays.fill(ones, 1);
        return new Combination(links.stream().mapToInt(Integer::intValue).toArray(), ones);
    }
}
