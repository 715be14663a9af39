package io.dmm4j.flatten;

import io.dmm4j.expr.Expr;
import io.dmm4j.net.ExternalPort;
import io.dmm4j.net.Neuron;
import io.dmm4j.net.Port;
import io.dmm4j.value.VValue;
import io.dmm4j.value.VValueBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the shape of every port: the least fixpoint of the shape rules, from the declared paths of
 * external inputs and the outputs that are there at the start.
 *
 * <p>The work goes in sweeps over the neurons whose inputs have changed; after s sweeps the shapes hold
 * whatever s cycles can reach, since a number travels at most one stale link per cycle. Only prefixes
 * inside a loop can lengthen paths for ever. Without a loop a path is at most as long as the longest
 * given path plus all prefixes of all neurons; when a path is longer, the network is <em>open</em> and
 * the sweeps stop at the number of cycles asked for, or when the shapes have outgrown their budget. So they do where names are
 * made at run time, which can become longer without paths becoming longer.
 */
final class ShapeInference {
    /** Rows that an open network may have before its horizon is cut, unless it already has a quarter of that. */
    private static final long OPEN_BUDGET = 1 << 16;

    private final Wiring wiring;
    private final ShapePool pool;
    private final VValue[] in;
    private final VValue[] out;
    private final Map<TypeKey, VValue[]> known = new HashMap<>();
    private BitSet now = new BitSet();
    private BitSet next = new BitSet();
    private long rows;

    /** Neurons of one type with equal input shapes have equal output shapes. */
    private record TypeKey(Object type, List<VValue> inputs, List<VValue> parameters) {}

    ShapeInference(Wiring wiring, ShapePool pool, Map<Port, VValue> start) {
        this.wiring = wiring;
        this.pool = pool;
        in = new VValue[wiring.ins.size()];
        out = new VValue[wiring.outs.size()];
        Arrays.fill(out, VValue.EMPTY);
        start.forEach((port, tree) -> {
            if (wiring.findOut(port) >= 0) {
                out[wiring.out(port)] = pool.of(tree);
            }
        });
        for (int i = 0; i < in.length; i++) {
            in[i] = wiring.ins.get(i).port().equals(Held.ALIVE) ? ShapePool.SCALAR : VValue.EMPTY;
        }
        for (Neuron n : wiring.neurons) {
            n.external().forEach((port, e) -> declare(wiring.out(Port.of(n.name(), port)), e));
        }
    }

    private void declare(int output, ExternalPort e) {
        VValueBuilder b = VValue.builder();
        e.paths().forEach(p -> b.put(p, 1));
        out[output] = pool.union(out[output], pool.intern(b.build()));
    }

    /**
     * Infers.
     *
     * @param horizon cycles that an open network must be inferred for, if its budget lasts
     * @param closed whether an open network is an error
     */
    Shapes infer(long horizon, boolean closed) {
        long longest = longestWithoutLoop();
        now.set(0, wiring.neurons.size());
        for (int o = 0; o < out.length; o++) {
            push(o, -1);
        }
        long budget = Math.max(OPEN_BUDGET, 4 * rows);
        long sweeps = 0;
        boolean open = !closed && Mentioned.namesAnything(wiring.neurons);
        while (!now.isEmpty()) {
            int grown = sweep();
            sweeps++;
            if (!open && grown >= 0 && deepest() > longest) {
                open = true;
                if (closed) {
                    throw Growth.error(wiring, pool, in, out, longest);
                }
            }
            if (open && (sweeps >= horizon || rows > budget)) {
                return new Shapes(in, out, sweeps);
            }
        }
        return new Shapes(in, out, Shapes.FOREVER);
    }

    /** One pass over the neurons whose inputs changed; the last output that grew, or -1. */
    private int sweep() {
        int grown = -1;
        for (int n = now.nextSetBit(0); n >= 0; n = now.nextSetBit(n + 1)) {
            Neuron neuron = wiring.neurons.get(n);
            if (neuron.isExternal()) {
                continue;
            }
            VValue[] shapes = outputShapes(n, neuron);
            for (int o = wiring.firstOut[n]; o < wiring.firstOut[n + 1]; o++) {
                VValue wider = pool.union(out[o], shapes[o - wiring.firstOut[n]]);
                if (wider != out[o]) {
                    rows += wider.size() - out[o].size();
                    out[o] = wider;
                    push(o, n);
                    grown = o;
                }
            }
        }
        BitSet done = now;
        now = next;
        next = done;
        next.clear();
        return grown;
    }

    private VValue[] outputShapes(int n, Neuron neuron) {
        List<VValue> inputs = List.of(Arrays.copyOfRange(in, wiring.firstIn[n], wiring.firstIn[n + 1]));
        List<VValue> parameters = new ArrayList<>();
        neuron.type().parameters().keySet().forEach(p -> parameters.add(pool.of(neuron.parameter(p))));
        return known.computeIfAbsent(new TypeKey(neuron.type(), inputs, parameters), key -> {
            ShapeRules rules = rules(n);
            return neuron.type().outputs().values().stream().map(rules::of).toArray(VValue[]::new);
        });
    }

    private ShapeRules rules(int n) {
        return rules(wiring, pool, in, n);
    }

    /** The shape rules of neuron {@code n} with these input shapes. */
    static ShapeRules rules(Wiring wiring, ShapePool pool, VValue[] in, int n) {
        Neuron neuron = wiring.neurons.get(n);
        return new ShapeRules(
                pool, port -> in[wiring.firstIn[n] + neuron.inputs().indexOf(port)], p -> pool.of(neuron.parameter(p)));
    }

    /** Adds an output's shape to the inputs that it is linked to; {@code n} is the neuron at work, or -1. */
    private void push(int o, int n) {
        if (out[o].isEmpty()) {
            return;
        }
        if (n < 0) {
            rows += out[o].size();
        }
        for (int e = wiring.outStart[o]; e < wiring.outStart[o + 1]; e++) {
            int k = wiring.outgoing[e];
            int i = wiring.to[k];
            VValue arriving = pool.subtree(out[o], wiring.links.get(k).path());
            VValue wider = pool.union(in[i], arriving);
            if (wider != in[i]) {
                rows += wider.size() - in[i].size();
                in[i] = wider;
                (n < 0 || wiring.fresh[k] ? now : next).set(wiring.neuronOfIn[i]);
            }
        }
    }

    private int deepest() {
        return Arrays.stream(out).mapToInt(VValue::depth).max().orElse(0);
    }

    /** The longest path that can come about without going round a loop. */
    private long longestWithoutLoop() {
        long given = 0;
        for (VValue shape : out) {
            given = Math.max(given, shape.depth());
        }
        long prefixes = 0;
        for (Neuron n : wiring.neurons) {
            if (!n.isExternal()) {
                for (String p : n.type().parameters().keySet()) {
                    given = Math.max(given, n.parameter(p).depth());
                }
                for (Expr e : n.type().outputs().values()) {
                    given = Math.max(given, constantDepth(e));
                    prefixes += prefixLength(e);
                }
            }
        }
        return given + prefixes;
    }

    private static int constantDepth(Expr e) {
        int d = e.value() == null ? 0 : e.value().depth();
        for (Expr a : e.args()) {
            d = Math.max(d, constantDepth(a));
        }
        return d;
    }

    private static long prefixLength(Expr e) {
        long n = e.op() == io.dmm4j.expr.Op.PREFIX ? e.path().length() : 0;
        for (Expr a : e.args()) {
            n += prefixLength(a);
        }
        return n;
    }
}
