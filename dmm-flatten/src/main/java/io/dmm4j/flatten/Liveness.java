package io.dmm4j.flatten;

import io.dmm4j.net.Neuron;
import io.dmm4j.net.Probe;
import io.dmm4j.value.VValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * What the probes depend on, found backwards: a comparison reads only the number at the root, a link
 * that reaches no probe does nothing. The fixpoint of {@link LiveRules} from the probed ports.
 */
final class Liveness {
    private final Wiring wiring;
    private final ShapePool pool;
    private final Shapes shapes;
    private final VValue[] in;
    private final VValue[] out;
    private final BitSet changed = new BitSet();
    private final Map<List<Object>, Map<String, VValue>> known = new HashMap<>();

    private Liveness(Wiring wiring, ShapePool pool, Shapes shapes) {
        this.wiring = wiring;
        this.pool = pool;
        this.shapes = shapes;
        in = new VValue[shapes.in().length];
        out = new VValue[shapes.out().length];
        Arrays.fill(in, VValue.EMPTY);
        Arrays.fill(out, VValue.EMPTY);
    }

    /** The shapes that are left when all that no probe depends on is gone. */
    static Shapes prune(Wiring wiring, ShapePool pool, Shapes shapes) {
        Liveness l = new Liveness(wiring, pool, shapes);
        for (Probe p : wiring.network.probes()) {
            if (p.side() == Probe.Side.IN) {
                int i = wiring.in(p.port());
                l.needInput(i, shapes.in()[i]);
            } else {
                int o = wiring.out(p.port());
                l.needOutput(o, shapes.out()[o]);
            }
        }
        l.settle();
        return new Shapes(l.in, l.out, shapes.cycles());
    }

    private void settle() {
        while (!changed.isEmpty()) {
            int n = changed.length() - 1;
            changed.clear(n);
            if (!wiring.neurons.get(n).isExternal()) {
                neededBy(n)
                        .forEach((port, live) -> needInput(
                                wiring.firstIn[n]
                                        + wiring.neurons.get(n).inputs().indexOf(port),
                                live));
            }
        }
    }

    private Map<String, VValue> neededBy(int n) {
        Neuron neuron = wiring.neurons.get(n);
        List<Object> key = new ArrayList<>();
        key.add(neuron.type());
        key.addAll(Arrays.asList(shapes.in()).subList(wiring.firstIn[n], wiring.firstIn[n + 1]));
        neuron.type().parameters().keySet().forEach(p -> key.add(pool.of(neuron.parameter(p))));
        key.addAll(Arrays.asList(out).subList(wiring.firstOut[n], wiring.firstOut[n + 1]));
        return known.computeIfAbsent(key, k -> {
            LiveRules rules = new LiveRules(pool, ShapeInference.rules(wiring, pool, shapes.in(), n));
            Iterator<io.dmm4j.expr.Expr> outputs =
                    neuron.type().outputs().values().iterator();
            for (int o = wiring.firstOut[n]; o < wiring.firstOut[n + 1]; o++) {
                rules.need(outputs.next(), out[o]);
            }
            return rules.needed();
        });
    }

    private void needInput(int i, VValue live) {
        VValue wider = pool.union(in[i], pool.meet(live, shapes.in()[i]));
        if (wider == in[i]) {
            return;
        }
        in[i] = wider;
        for (int e = wiring.inStart[i]; e < wiring.inStart[i + 1]; e++) {
            int k = wiring.incoming[e];
            needOutput(wiring.from[k], pool.prefix(wider, wiring.links.get(k).path()));
        }
    }

    private void needOutput(int o, VValue live) {
        VValue wider = pool.union(out[o], pool.meet(live, shapes.out()[o]));
        if (wider != out[o]) {
            out[o] = wider;
            changed.set(wiring.neuronOfOut[o]);
        }
    }
}
