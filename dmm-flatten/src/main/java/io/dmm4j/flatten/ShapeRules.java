package io.dmm4j.flatten;

import io.dmm4j.expr.Expr;
import io.dmm4j.expr.Op;
import io.dmm4j.value.VValue;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Which paths the value of an expression can have, given those of its inputs. One rule per op; a rule
 * may allow a path that never comes, but never forgets one that can.
 */
final class ShapeRules {
    private final ShapePool pool;
    private final Function<String, VValue> inputs;
    private final Function<String, VValue> parameters;
    private final Map<Expr, VValue> done = new IdentityHashMap<>();

    /**
     * Rules for one neuron.
     *
     * @param inputs the shape at each input port
     * @param parameters the shape of each parameter
     */
    ShapeRules(ShapePool pool, Function<String, VValue> inputs, Function<String, VValue> parameters) {
        this.pool = pool;
        this.inputs = inputs;
        this.parameters = parameters;
    }

    VValue of(Expr e) {
        VValue s = done.get(e);
        if (s == null) {
            s = pool.intern(compute(e));
            done.put(e, s);
        }
        return s;
    }

    private VValue compute(Expr e) {
        return switch (e.op().group()) {
            case LEAF -> leaf(e);
            case VIEW -> view(e, of(e.arg(0)));
            case MAP, SEGMENT -> of(e.arg(0));
            case SCALAR_MAP -> e.args().size() == 1 ? ShapePool.SCALAR : of(e.arg(1));
            case ZIP -> zip(e.op(), of(e.arg(0)), of(e.arg(1)));
            case BROADCAST -> broadcast(e);
            case REDUCE -> of(e.arg(0)).isEmpty() ? VValue.EMPTY : ShapePool.SCALAR;
            case REDUCE2 -> reduce2(e.op(), of(e.arg(0)), of(e.arg(1)));
            case MASKING -> mask(e.op(), of(e.arg(0)), of(e.arg(1)));
            case MOVE, ADJOINT_MAP, ADJOINT_ZIP, ADJOINT_SPREAD, ADJOINT_SUM, ADJOINT_SEGMENT ->
                throw new IllegalArgumentException(e.op() + " exists in flat programs only");
        };
    }

    private VValue leaf(Expr e) {
        return switch (e.op()) {
            case IN -> inputs.apply(e.name());
            case PARAM -> parameters.apply(e.name());
            default -> pool.of(e.value());
        };
    }

    private VValue view(Expr e, VValue a) {
        return switch (e.op()) {
            case NUMBER -> ShapePool.number(a);
            case SUBTREE -> pool.subtree(a, e.path());
            case PREFIX -> pool.prefix(a, e.path());
            default -> a;
        };
    }

    private VValue zip(Op op, VValue a, VValue b) {
        return switch (op) {
            case MUL, DIV, WHERE -> pool.meet(a, b);
            default -> pool.union(a, b);
        };
    }

    private VValue broadcast(Expr e) {
        boolean scalar = !of(e.arg(0)).isEmpty();
        if (e.op() == Op.SCALE) {
            return scalar ? of(e.arg(1)) : VValue.EMPTY;
        }
        return scalar ? pool.union(of(e.arg(1)), of(e.arg(2))) : of(e.arg(2));
    }

    private VValue reduce2(Op op, VValue a, VValue b) {
        return op == Op.LESS_OR_EQUAL ? ShapePool.SCALAR : pool.meet(a, b).isEmpty() ? VValue.EMPTY : ShapePool.SCALAR;
    }

    /** Ones make the sums of masks positive, so the values themselves say which paths there are. */
    private VValue mask(Op op, VValue mask, VValue a) {
        return pool.of(
                switch (op) {
                    case MASK -> a.mask(mask);
                    case MASKED_SUM -> a.maskedSum(mask);
                    default -> a.named(mask);
                });
    }
}
