package io.dmm4j.train.regular;

import io.dmm4j.net.Port;
import io.dmm4j.train.ParameterId;
import io.dmm4j.train.ParameterId.Kind;
import io.dmm4j.train.Parameters;
import io.dmm4j.value.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** See {@link Regulariser#accumulators}; ports are named as in the superfluid family of the catalogue. */
record Accumulators(double lambda, boolean squared) implements Regulariser {
    private static final Path ACCUMULATION = Path.of("accum_add_args");

    @Override
    public Penalty bind(Parameters p) {
        Map<ParameterId, Integer> index = new HashMap<>();
        for (int i = 0; i < p.count(); i++) {
            index.put(p.id(i), i);
        }
        List<int[]> pairs = new ArrayList<>();
        for (int i = p.inProgram(); i < p.count(); i++) {
            ParameterId id = p.id(i);
            if (id.at().port().equals(":function") && id.path().equals(ACCUMULATION)) {
                String n = id.at().neuron();
                Integer loop =
                        index.get(new ParameterId(Kind.LINK, Port.of(n, "accum"), Port.of(n, "result"), Path.ROOT));
                if (loop != null && (p.isTrainable(i) || p.isTrainable(loop))) {
                    pairs.add(new int[] {i, loop});
                }
            }
        }
        return (w, g) -> pairs.stream().mapToDouble(pair -> add(p, pair, w, g)).sum();
    }

    private double add(Parameters p, int[] pair, double[] w, double[] g) {
        double gap = w[pair[0]] - w[pair[1]];
        double slope = lambda * (squared ? 2 * gap : Math.signum(gap));
        g[pair[0]] += p.isTrainable(pair[0]) ? slope : 0;
        g[pair[1]] -= p.isTrainable(pair[1]) ? slope : 0;
        return lambda * (squared ? gap * gap : Math.abs(gap));
    }
}
