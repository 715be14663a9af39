package io.dmm4j.flatten;

import io.dmm4j.expr.Expr;
import io.dmm4j.expr.Op;
import io.dmm4j.net.Neuron;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Explains why the paths of a network never stop growing: goes back from a path that is too long, from
 * output to expression to input to link, until it meets the same port with a shorter path. What lies
 * between is the loop, and what the path lost is what one turn adds.
 */
final class Growth {
    private final Wiring wiring;
    private final ShapePool pool;
    private final VValue[] in;
    private final VValue[] out;

    /** A path at an output port. */
    private record At(int output, Path path) {}

    private Growth(Wiring wiring, ShapePool pool, VValue[] in, VValue[] out) {
        this.wiring = wiring;
        this.pool = pool;
        this.in = in;
        this.out = out;
    }

    static DmmException error(Wiring wiring, ShapePool pool, VValue[] in, VValue[] out, long longest) {
        return new Growth(wiring, pool, in, out).explain(longest);
    }

    private DmmException explain(long longest) {
        At end = tooLong(longest);
        String what = "the trees of output " + wiring.outs.get(end.output) + " never stop growing (path \"" + end.path
                + "\" is longer than " + longest + " labels, all that can come about without a loop)";
        List<At> loop = loop(end);
        if (loop.isEmpty()) {
            return new DmmException(what + "; run it open to growth");
        }
        int added = loop.get(0).path.length() - loop.get(loop.size() - 1).path.length();
        StringBuilder ports = new StringBuilder();
        for (int i = loop.size() - 1; i >= 0; i--) {
            ports.append(ports.length() == 0 ? "" : " -> ").append(wiring.outs.get(loop.get(i).output));
        }
        return new DmmException(what + "; each turn of the loop " + ports + " adds \""
                + loop.get(0).path.head(added) + "\"; run it open to growth");
    }

    private At tooLong(long longest) {
        for (int o = 0; o < out.length; o++) {
            if (out[o].depth() > longest) {
                int output = o;
                Path[] found = new Path[1];
                out[o].forEach((p, x) -> found[0] = found[0] == null || p.length() > found[0].length() ? p : found[0]);
                return new At(output, found[0]);
            }
        }
        throw new IllegalStateException("no path is too long");
    }

    /** From {@code end} back to a shorter path at the same port; empty if there is no such way. */
    private List<At> loop(At end) {
        Map<At, At> cameFrom = new HashMap<>();
        ArrayDeque<At> queue = new ArrayDeque<>(List.of(end));
        cameFrom.put(end, null);
        while (!queue.isEmpty()) {
            At at = queue.remove();
            for (At before : before(at)) {
                if (!before.equals(end) && cameFrom.putIfAbsent(before, at) == null) {
                    if (before.output == end.output && before.path.length() < end.path.length()) {
                        return way(before, cameFrom);
                    }
                    queue.add(before);
                }
            }
        }
        return List.of();
    }

    private static List<At> way(At last, Map<At, At> cameFrom) {
        List<At> way = new ArrayList<>();
        for (At a = last; a != null; a = cameFrom.get(a)) {
            way.add(a);
        }
        Collections.reverse(way);
        return way;
    }

    /** The outputs, with their paths, that a path of an output can come from within one cycle. */
    private List<At> before(At at) {
        List<At> found = new ArrayList<>();
        int n = wiring.neuronOfOut[at.output];
        Neuron neuron = wiring.neurons.get(n);
        if (!neuron.isExternal()) {
            ShapeRules rules = ShapeInference.rules(wiring, pool, in, n);
            Expr e = neuron.type().outputs().get(wiring.outs.get(at.output).port());
            trace(e, at.path, rules, n, neuron, found);
        }
        return found;
    }

    private void trace(Expr e, Path path, ShapeRules rules, int n, Neuron neuron, List<At> found) {
        if (rules.of(e).number(path) == 0) {
            return;
        }
        switch (e.op()) {
            case IN -> links(wiring.firstIn[n] + neuron.inputs().indexOf(e.name()), path, found);
            case SUBTREE -> trace(e.arg(0), e.path().concat(path), rules, n, neuron, found);
            case PREFIX -> {
                if (path.startsWith(e.path())) {
                    trace(e.arg(0), path.suffix(e.path().length()), rules, n, neuron, found);
                }
            }
            case MASKED_SUM ->
                rules.of(e.arg(0)).forEach((p, one) -> trace(e.arg(1), p.concat(path), rules, n, neuron, found));
            default -> {
                int first = e.op().group() == Op.Group.BROADCAST || e.op() == Op.MASK ? 1 : 0;
                for (int j = first; j < e.args().size(); j++) {
                    trace(e.arg(j), path, rules, n, neuron, found);
                }
            }
        }
    }

    private void links(int input, Path path, List<At> found) {
        for (int e = wiring.inStart[input]; e < wiring.inStart[input + 1]; e++) {
            int k = wiring.incoming[e];
            Path source = wiring.links.get(k).path().concat(path);
            if (out[wiring.from[k]].number(source) != 0) {
                found.add(new At(wiring.from[k], source));
            }
        }
    }
}
