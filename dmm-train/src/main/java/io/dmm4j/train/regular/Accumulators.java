package io.dmm4j.train.regular;

import io.dmm4j.expr.Op;
import io.dmm4j.net.Port;
import io.dmm4j.train.ParameterId;
import io.dmm4j.train.ParameterId.Kind;
import io.dmm4j.train.Parameters;
import io.dmm4j.train.program.Range;
import io.dmm4j.train.program.RowOps;
import io.dmm4j.value.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** See {@link Regulariser#accumulators}; ports are named as in the superfluid family of the catalogue. */
record Accumulators(double lambda, boolean squared) implements Regulariser {
    Accumulators {
        Factor.check(lambda);
    }

    private static final Path ACCUMULATION = Path.of("accum_add_args");

    @Override
    public void lower(PenaltyTerm t) {
        RowOps ops = t.ops();
        List<Combination> pairs = pairs(t.parameters());
        Range gap = t.sums(pairs);
        t.add(ops.times(lambda, squared ? ops.dot(gap, gap) : ops.reduce(Op.L1, gap)));
        t.addToSums(pairs, squared ? ops.times(2 * lambda, gap) : ops.times(lambda, ops.map(Op.SIGN, gap)));
    }

    private static List<Combination> pairs(Parameters p) {
        Map<ParameterId, Integer> index = new HashMap<>();
        for (int i = 0; i < p.count(); i++) {
            index.put(p.id(i), i);
        }
        List<Combination> pairs = new ArrayList<>();
        for (int i = p.inProgram(); i < p.count(); i++) {
            ParameterId id = p.id(i);
            if (id.at().port().equals(":function") && id.path().equals(ACCUMULATION)) {
                String n = id.at().neuron();
                Integer loop =
                        index.get(new ParameterId(Kind.LINK, Port.of(n, "accum"), Port.of(n, "result"), Path.ROOT));
                if (loop != null) {
                    pairs.add(new Combination(new int[] {i, loop}, new double[] {1, -1}));
                }
            }
        }
        pairs.removeIf(c -> !c.has(p::isTrainable));
        return pairs;
    }
}
