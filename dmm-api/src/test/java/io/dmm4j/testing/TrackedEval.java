package io.dmm4j.testing;

import io.dmm4j.expr.Expr;
import io.dmm4j.expr.Op;
import io.dmm4j.value.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The definition of every op of expressions over maps from paths to numbers: slow, and apart from the code under test. */
public final class TrackedEval {
    private final Accuracy accuracy;
    private final TrackedMath math;
    private final Map<String, TrackedTree> inputs;
    private final Map<String, TrackedTree> params;
    private final Map<Expr, TrackedTree> done = new HashMap<>();

    /** An evaluation with these trees at the input ports and as parameters; what is missing is empty. */
    public TrackedEval(Accuracy accuracy, Map<String, TrackedTree> inputs, Map<String, TrackedTree> params) {
        this.accuracy = accuracy;
        this.math = new TrackedMath(accuracy);
        this.inputs = inputs;
        this.params = params;
    }

    /** The value of an expression. */
    public TrackedTree eval(Expr e) {
        TrackedTree known = done.get(e);
        if (known == null) {
            List<TrackedTree> args = e.args().stream().map(this::eval).toList();
            known = args.stream().anyMatch(TrackedTree::isWild) ? TrackedTree.WILD : compute(e, args);
            done.put(e, known);
        }
        return known;
    }

    private TrackedTree compute(Expr e, List<TrackedTree> args) {
        TrackedTree a = args.isEmpty() ? null : args.get(0);
        TrackedTree b = args.size() < 2 ? null : args.get(1);
        return switch (e.op().group()) {
            case LEAF -> leaf(e);
            case VIEW -> view(e, a);
            case MAP -> a.map(x -> math.map(e.op(), x, e.i0(), e.i1()));
            case SCALAR_MAP -> b == null ? scalar(math.map(e.op(), a.at(Path.ROOT), 0, 0)) : mapOn(e.op(), a, b);
            case ZIP -> a.zip(b, (x, y) -> math.zip(e.op(), x, y));
            case BROADCAST -> broadcast(e.op(), a.at(Path.ROOT), b, args);
            case REDUCE -> scalar(math.reduce(e.op(), a.list()));
            case REDUCE2 -> scalar(math.reduce2(e.op(), a.list(a.union(b)), b.list(a.union(b))));
            case SEGMENT -> softmax(a);
            case MASKING -> mask(e.op(), a, b);
            case MOVE, ADJOINT_MAP, ADJOINT_ZIP, ADJOINT_SPREAD, ADJOINT_SUM, ADJOINT_SEGMENT ->
                throw new IllegalArgumentException(e.op() + " exists in flat programs only");
        };
    }

    private TrackedTree leaf(Expr e) {
        return switch (e.op()) {
            case IN -> inputs.getOrDefault(e.name(), TrackedTree.EMPTY);
            case PARAM -> params.getOrDefault(e.name(), TrackedTree.EMPTY);
            default -> TrackedTree.of(e.value(), accuracy::constant);
        };
    }

    private static TrackedTree view(Expr e, TrackedTree a) {
        return switch (e.op()) {
            case NUMBER -> scalar(a.at(Path.ROOT));
            case SUBTREE -> a.subtree(e.path());
            case PREFIX -> a.prefix(e.path());
            default -> a;
        };
    }

    private static TrackedTree scalar(Tracked x) {
        return TrackedTree.of(x);
    }

    private TrackedTree mapOn(Op op, TrackedTree x, TrackedTree support) {
        Map<Path, Tracked> result = new TreeMap<>();
        support.numbers()
                .forEach((path, s) ->
                        result.put(path, TrackedMath.select(s, math.map(op, x.at(path), 0, 0), Tracked.ZERO)));
        return TrackedTree.of(result);
    }

    private TrackedTree broadcast(Op op, Tracked scalar, TrackedTree b, List<TrackedTree> args) {
        return op == Op.SCALE
                ? b.map(x -> math.product(scalar, x))
                : b.zip(args.get(2), (x, y) -> TrackedMath.select(scalar, x, y));
    }

    private TrackedTree softmax(TrackedTree a) {
        List<Tracked> shares = math.softmax(a.list());
        Map<Path, Tracked> result = new TreeMap<>();
        int i = 0;
        for (Path path : a.numbers().keySet()) {
            result.put(path, shares.get(i++));
        }
        return TrackedTree.of(result);
    }

    private static Path landing(Op op, Path path, Path p) {
        if (op == Op.NAMED) {
            return Path.of(path.labels().stream()
                    .map(label -> label.replace("*", p.label(0)))
                    .toArray(String[]::new));
        }
        return op == Op.MASK ? path : path.suffix(p.length());
    }

    /**
     * Every pair (p, p·q) of a path of the mask and a path of the tree gives one term, at p·q or at q; every pair of a name
     * and a path of the tree too, where the name stands for the stars of the path.
     */
    private TrackedTree mask(Op op, TrackedTree mask, TrackedTree tree) {
        Map<Path, List<Tracked>> factors = new TreeMap<>();
        Map<Path, List<Tracked>> numbers = new TreeMap<>();
        tree.numbers().forEach((path, y) -> mask.numbers().forEach((p, m) -> {
            if (op == Op.NAMED ? p.length() == 1 : path.startsWith(p)) {
                Path to = landing(op, path, p);
                factors.computeIfAbsent(to, k -> new ArrayList<>()).add(m);
                numbers.computeIfAbsent(to, k -> new ArrayList<>()).add(y);
            }
        }));
        Map<Path, Tracked> result = new TreeMap<>();
        factors.forEach((to, m) -> result.put(to, math.sumOfProducts(m, numbers.get(to))));
        return TrackedTree.of(result);
    }
}
