package io.dmm4j.expr;

import io.dmm4j.value.VValue;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * Evaluates expressions on V-values, in double precision: the definition of every op. Parts shared
 * by several outputs are evaluated once.
 */
public final class TreeEval {
    private final Map<String, VValue> inputs;
    private final Map<String, VValue> params;
    private final Map<Expr, VValue> done = new IdentityHashMap<>();

    /**
     * An evaluation at one moment.
     *
     * @param inputs the tree at each input port; a missing port is empty
     * @param params the value of each parameter
     */
    public TreeEval(Map<String, VValue> inputs, Map<String, VValue> params) {
        this.inputs = inputs;
        this.params = params;
    }

    /** The value of an expression. */
    public VValue eval(Expr e) {
        VValue v = done.get(e);
        if (v == null) {
            v = compute(e);
            done.put(e, v);
        }
        return v;
    }

    private VValue compute(Expr e) {
        Op op = e.op();
        return switch (op.group()) {
            case LEAF -> leaf(e);
            case VIEW -> view(e, eval(e.arg(0)));
            case MAP -> eval(e.arg(0)).map(Scalars.map(op, e.i0(), e.i1()));
            case SCALAR_MAP -> scalarMap(e);
            case ZIP -> zip(op, eval(e.arg(0)), eval(e.arg(1)));
            case BROADCAST -> broadcast(e, eval(e.arg(0)).number());
            case REDUCE -> VValue.of(reduce(op, eval(e.arg(0))));
            case REDUCE2 -> VValue.of(reduce2(op, eval(e.arg(0)), eval(e.arg(1))));
            case SEGMENT -> softmax(eval(e.arg(0)));
            case MASKING -> mask(op, eval(e.arg(0)), eval(e.arg(1)));
            case MOVE, ADJOINT_MAP, ADJOINT_ZIP, ADJOINT_SPREAD, ADJOINT_SUM, ADJOINT_SEGMENT ->
                throw new IllegalArgumentException(op + " exists in flat programs only");
        };
    }

    private VValue leaf(Expr e) {
        return switch (e.op()) {
            case IN -> inputs.getOrDefault(e.name(), VValue.EMPTY);
            case PARAM -> params.getOrDefault(e.name(), VValue.EMPTY);
            default -> e.value();
        };
    }

    private static VValue view(Expr e, VValue a) {
        return switch (e.op()) {
            case NUMBER -> VValue.of(a.number());
            case SUBTREE -> a.subtree(e.path());
            case PREFIX -> a.prefix(e.path());
            default -> a;
        };
    }

    /** Without a support: of the number at the root. With one: at each path of the support. */
    private VValue scalarMap(Expr e) {
        VValue x = eval(e.arg(0));
        if (e.args().size() == 1) {
            return VValue.of(Scalars.map(e.op(), x.number(), 0, 0));
        }
        return eval(e.arg(1)).zip(x, (s, v) -> s != 0 ? Scalars.map(e.op(), v, 0, 0) : 0);
    }

    private static VValue zip(Op op, VValue a, VValue b) {
        return switch (op) {
            case ADD -> a.plus(b);
            case SUB -> a.minus(b);
            default -> a.zip(b, Scalars.zip(op));
        };
    }

    private VValue broadcast(Expr e, double scalar) {
        if (e.op() == Op.SCALE) {
            return eval(e.arg(1)).times(scalar);
        }
        return scalar != 0 ? eval(e.arg(1)) : eval(e.arg(2));
    }

    private static double reduce(Op op, VValue a) {
        return switch (op) {
            case SUM -> a.sum();
            case L1 -> a.l1();
            case L2 -> a.l2();
            case MAX_NORM -> a.maxNorm();
            case MAX -> a.isEmpty() ? 0 : a.fold(Double.NEGATIVE_INFINITY, Math::max);
            case MIN -> a.isEmpty() ? 0 : a.fold(Double.POSITIVE_INFINITY, Math::min);
            case MEAN -> a.isEmpty() ? 0 : a.sum() / a.size();
            case COUNT -> a.size();
            default -> throw new IllegalArgumentException(op + " is not a reduction");
        };
    }

    private static double reduce2(Op op, VValue a, VValue b) {
        return op == Op.DOT ? a.dot(b) : a.lessOrEqual(b) ? 1 : 0;
    }

    private static VValue softmax(VValue a) {
        double top = reduce(Op.MAX, a);
        double total = a.fold(0, (s, x) -> s + Math.exp(x - top));
        return a.map(x -> Math.exp(x - top) / total);
    }

    private static VValue mask(Op op, VValue mask, VValue a) {
        return switch (op) {
            case MASK -> a.mask(mask);
            case MASKED_SUM -> a.maskedSum(mask);
            default -> a.named(mask);
        };
    }
}
