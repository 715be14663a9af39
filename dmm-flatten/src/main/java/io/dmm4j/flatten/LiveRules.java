package io.dmm4j.flatten;

import io.dmm4j.expr.Expr;
import io.dmm4j.expr.Op;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import io.dmm4j.value.VValueBuilder;
import java.util.HashMap;
import java.util.Map;

/** Which paths of a neuron's inputs are needed to compute given paths of its outputs: one rule per op. */
final class LiveRules {
    private final ShapePool pool;
    private final ShapeRules shapes;
    private final Map<String, VValue> needed = new HashMap<>();

    LiveRules(ShapePool pool, ShapeRules shapes) {
        this.pool = pool;
        this.shapes = shapes;
    }

    /** What is needed of each input port by all that {@link #need} was told. */
    Map<String, VValue> needed() {
        return needed;
    }

    /** Says that the paths {@code live} of the value of {@code e} are needed. */
    void need(Expr e, VValue live) {
        VValue wanted = pool.meet(live, shapes.of(e));
        if (wanted.isEmpty()) {
            return;
        }
        switch (e.op().group()) {
            case LEAF -> leaf(e, wanted);
            case VIEW -> view(e, wanted);
            case MAP -> need(e.arg(0), wanted);
            case SCALAR_MAP -> e.args().forEach(a -> need(a, wanted));
            case ZIP -> e.args().forEach(a -> need(a, wanted));
            case BROADCAST -> {
                need(e.arg(0), ShapePool.SCALAR);
                e.args().stream().skip(1).forEach(a -> need(a, wanted));
            }
            case REDUCE, SEGMENT -> needAll(e.arg(0));
            case REDUCE2 -> reduce2(e);
            case MASKING -> {
                if (e.op() == Op.NAMED) {
                    e.args().forEach(this::needAll);
                } else {
                    mask(e, wanted);
                }
            }
            case MOVE, ADJOINT_MAP, ADJOINT_ZIP, ADJOINT_SPREAD, ADJOINT_SUM, ADJOINT_SEGMENT ->
                throw new IllegalArgumentException(e.op() + " exists in flat programs only");
        }
    }

    private void needAll(Expr e) {
        need(e, shapes.of(e));
    }

    private void leaf(Expr e, VValue wanted) {
        if (e.op() == Op.IN) {
            needed.merge(e.name(), wanted, pool::union);
        }
    }

    private void view(Expr e, VValue wanted) {
        switch (e.op()) {
            case SUBTREE -> need(e.arg(0), pool.prefix(wanted, e.path()));
            case PREFIX -> need(e.arg(0), pool.subtree(wanted, e.path()));
            default -> need(e.arg(0), wanted);
        }
    }

    private void reduce2(Expr e) {
        if (e.op() == Op.LESS_OR_EQUAL) {
            e.args().forEach(this::needAll);
        } else {
            VValue both = pool.meet(shapes.of(e.arg(0)), shapes.of(e.arg(1)));
            e.args().forEach(a -> need(a, both));
        }
    }

    private void mask(Expr e, VValue wanted) {
        VValueBuilder entries = VValue.builder();
        VValueBuilder numbers = VValue.builder();
        VValue tree = shapes.of(e.arg(1));
        shapes.of(e.arg(0)).forEach((p, one) -> {
            VValue below = e.op() == Op.MASK ? wanted.at(p) : wanted;
            VValue used = pool.meet(pool.intern(below), pool.subtree(tree, p));
            if (!used.isEmpty()) {
                entries.put(p, 1);
                addAll(numbers, p, used);
            }
        });
        need(e.arg(0), pool.intern(entries.build()));
        need(e.arg(1), pool.intern(numbers.build()));
    }

    private static void addAll(VValueBuilder into, Path prefix, VValue shape) {
        shape.forEach((q, one) -> into.put(prefix.concat(q), 1));
    }
}
