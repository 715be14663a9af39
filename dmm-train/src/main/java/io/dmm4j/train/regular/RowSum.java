package io.dmm4j.train.regular;

import io.dmm4j.net.Port;
import io.dmm4j.train.Parameters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** See {@link Regulariser#rowSum}. */
record RowSum(double lambda) implements Regulariser {
    @Override
    public Penalty bind(Parameters p) {
        Map<Port, List<Integer>> byTarget = new LinkedHashMap<>();
        for (int i = 0; i < p.links(); i++) {
            byTarget.computeIfAbsent(p.id(i).at(), t -> new ArrayList<>()).add(i);
        }
        List<int[]> rows = byTarget.values().stream()
                .filter(row -> row.stream().anyMatch(p::isTrainable))
                .map(row -> row.stream().mapToInt(Integer::intValue).toArray())
                .toList();
        return (w, g) -> {
            double penalty = 0;
            for (int[] row : rows) {
                penalty += add(p, row, w, g);
            }
            return penalty;
        };
    }

    private double add(Parameters p, int[] row, double[] w, double[] g) {
        double excess = -1;
        for (int i : row) {
            excess += w[i];
        }
        for (int i : row) {
            g[i] += p.isTrainable(i) ? 2 * lambda * excess : 0;
        }
        return lambda * excess * excess;
    }
}
