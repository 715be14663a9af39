package io.dmm4j.flatten;

import io.dmm4j.expr.Expr;
import io.dmm4j.expr.Op;
import io.dmm4j.net.Neuron;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Lowers the expressions of a neuron type, for given shapes of its ports, to ops over rows.
 *
 * <p>Views cost nothing: a subtree is a contiguous part of the rows, a prefix is the same rows under
 * longer paths. Operands whose shapes differ are brought together fragment by fragment where the op
 * allows (a sum copies what only one side has), else by a copy into a temporary with zeros between.
 */
final class TypeLowering {
    private final ShapePool pool;
    private final Alignment alignment;
    private final Neuron neuron;
    private final ShapeRules shapes;
    private final Map<String, VValue> inputs;
    private final Template template = new Template();
    private final Map<Expr, Operand> done = new HashMap<>();

    private TypeLowering(ShapePool pool, Alignment alignment, Neuron neuron, Map<String, VValue> inputs) {
        this.pool = pool;
        this.alignment = alignment;
        this.neuron = neuron;
        this.inputs = inputs;
        shapes = new ShapeRules(pool, inputs::get, p -> pool.of(neuron.parameter(p)));
    }

    /**
     * The template of a neuron.
     *
     * @param inputs the shape of each input port
     * @param outputs the shape of each output port, at most what the shape rules allow
     */
    static Template lower(
            ShapePool pool, Alignment alignment, Neuron neuron, Map<String, VValue> inputs, List<VValue> outputs) {
        TypeLowering t = new TypeLowering(pool, alignment, neuron, inputs);
        int port = 0;
        for (Expr e : neuron.type().outputs().values()) {
            VValue live = outputs.get(port);
            if (!live.isEmpty()) {
                t.output(e, new Operand(Operand.Kind.OUTPUT, port, 0, live));
            }
            port++;
        }
        return t.template;
    }

    /** Computes straight into the output's rows where the whole value is wanted, else copies what is. */
    private void output(Expr e, Operand target) {
        boolean whole = shapes.of(e) == target.shape();
        Operand value = whole && !done.containsKey(e) ? emit(e, target) : operand(e);
        if (value != target) {
            copyInto(value, target);
        }
    }

    /** The rows that hold the value of {@code e}, computed once. */
    private Operand operand(Expr e) {
        Operand o = done.get(e);
        return o != null ? o : emit(e, null);
    }

    /** Computes {@code e}, into {@code target} unless that is null; the result may be elsewhere if it is a view. */
    private Operand emit(Expr e, Operand target) {
        VValue shape = shapes.of(e);
        Operand result = shape.isEmpty()
                ? template.constant(VValue.EMPTY, VValue.EMPTY)
                : switch (e.op().group()) {
                    case LEAF -> leaf(e, shape);
                    case VIEW -> view(e, shape);
                    default -> compute(e, target != null ? target : template.temp(shape));
                };
        done.put(e, result);
        return result;
    }

    private Operand leaf(Expr e, VValue shape) {
        return switch (e.op()) {
            case IN -> new Operand(Operand.Kind.INPUT, neuron.inputs().indexOf(e.name()), 0, shape);
            case PARAM -> new Operand(Operand.Kind.PARAMETER, parameterIndex(e.name()), 0, shape);
            default -> template.constant(e.value(), shape);
        };
    }

    private int parameterIndex(String name) {
        return new ArrayList<>(neuron.type().parameters().keySet()).indexOf(name);
    }

    private Operand view(Expr e, VValue shape) {
        Operand a = operand(e.arg(0));
        if (e.op() == Op.STOP_GRADIENT) {
            Operand copy = template.temp(shape);
            step(Op.DETACH, copy.rows(), copy, a, null);
            return copy;
        }
        return e.op() == Op.SUBTREE ? a.at(Alignment.offset(a.shape(), e.path()), shape) : a.at(0, shape);
    }

    private Operand compute(Expr e, Operand d) {
        switch (e.op().group()) {
            case MAP, SEGMENT -> step(e, d, operand(e.arg(0)));
            case SCALAR_MAP -> scalarMap(e, d);
            case ZIP -> zip(e.op(), d, operand(e.arg(0)), operand(e.arg(1)));
            case BROADCAST -> broadcast(e, d);
            case REDUCE -> reduce(e.op(), d, operand(e.arg(0)), null);
            case REDUCE2 -> reduce2(e.op(), d, operand(e.arg(0)), operand(e.arg(1)));
            case MASKING -> {
                if (e.op() == Op.NAMED) {
                    named(d, operand(e.arg(0)), operand(e.arg(1)));
                } else {
                    mask(e.op(), d, operand(e.arg(0)), operand(e.arg(1)));
                }
            }
            default -> throw new IllegalArgumentException(e.op() + " computes nothing");
        }
        return d;
    }

    private void step(Expr e, Operand d, Operand a) {
        template.add(e.op(), d.rows(), d, a, null, null, e.i0(), e.i1());
    }

    private void step(Op op, int n, Operand d, Operand a, Operand b) {
        template.add(op, n, d, a, b, null, 0, 0);
    }

    // ---- maps of scalars -------------------------------------------------------------------------

    private void scalarMap(Expr e, Operand d) {
        Operand x = operand(e.arg(0));
        if (e.args().size() == 1) {
            step(e, d, x.shape().isEmpty() ? zero() : x);
            return;
        }
        Operand support = operand(e.arg(1));
        Operand mapped = template.temp(d.shape());
        step(e, mapped, aligned(x, d.shape()));
        step(Op.WHERE, d.rows(), d, support, mapped);
    }

    private Operand zero() {
        return template.constant(VValue.EMPTY, ShapePool.SCALAR);
    }

    // ---- two trees ---------------------------------------------------------------------------------

    private void zip(Op op, Operand d, Operand a, Operand b) {
        switch (op) {
            case ADD, SUB -> sum(op, d, a, b);
            case MUL, DIV, WHERE -> common(op, d, a, b);
            default -> step(op, d.rows(), d, aligned(a, d.shape()), aligned(b, d.shape()));
        }
    }

    /** d is the union: where only one side is there it is copied, or negated on the right of a difference. */
    private void sum(Op op, Operand d, Operand a, Operand b) {
        int[] inA = inverse(a, d);
        int[] inB = inverse(b, d);
        for (int i = 0, n; i < inA.length; i += n) {
            n = fragment(inA, inB, i);
            Operand to = d.at(i, d.shape());
            if (inB[i] < 0) {
                step(Op.COPY, n, to, a.at(inA[i], a.shape()), null);
            } else if (inA[i] < 0) {
                step(op == Op.ADD ? Op.COPY : Op.NEG, n, to, b.at(inB[i], b.shape()), null);
            } else {
                step(op, n, to, a.at(inA[i], a.shape()), b.at(inB[i], b.shape()));
            }
        }
    }

    /** d is the meet: both sides are there everywhere. */
    private void common(Op op, Operand d, Operand a, Operand b) {
        int[] inA = alignment.positions(d.shape(), a.shape());
        int[] inB = alignment.positions(d.shape(), b.shape());
        for (int i = 0, n; i < inA.length; i += n) {
            n = fragment(inA, inB, i);
            step(op, n, d.at(i, d.shape()), a.at(inA[i], a.shape()), b.at(inB[i], b.shape()));
        }
    }

    /** For each row of d, the row of the part that lands there, or −1. */
    private int[] inverse(Operand part, Operand d) {
        return alignment.positions(d.shape(), part.shape());
    }

    /** How many rows from i on both sides go up in step, or one side stays absent. */
    private static int fragment(int[] a, int[] b, int i) {
        int n = 1;
        while (i + n < a.length && follows(a, i + n) && follows(b, i + n)) {
            n++;
        }
        return n;
    }

    private static boolean follows(int[] p, int i) {
        return p[i - 1] < 0 ? p[i] < 0 : p[i] == p[i - 1] + 1;
    }

    // ---- a scalar and trees ------------------------------------------------------------------------

    private void broadcast(Expr e, Operand d) {
        Operand scalar = operand(e.arg(0));
        if (e.op() == Op.SCALE) {
            step(Op.SCALE, d.rows(), d, scalar, aligned(operand(e.arg(1)), d.shape()));
        } else if (scalar.shape().isEmpty()) {
            copyInto(operand(e.arg(2)), d);
        } else {
            template.add(
                    Op.SELECT,
                    d.rows(),
                    d,
                    scalar,
                    aligned(operand(e.arg(1)), d.shape()),
                    aligned(operand(e.arg(2)), d.shape()),
                    0,
                    0);
        }
    }

    // ---- reductions --------------------------------------------------------------------------------

    private void reduce(Op op, Operand d, Operand a, Operand b) {
        step(op, a.rows(), d, a, b);
    }

    private void reduce2(Op op, Operand d, Operand a, Operand b) {
        VValue over = op == Op.DOT ? pool.meet(a.shape(), b.shape()) : pool.union(a.shape(), b.shape());
        if (over.isEmpty()) {
            over = ShapePool.SCALAR;
        }
        reduce(op, d, aligned(a, over), aligned(b, over));
    }

    // ---- masks -------------------------------------------------------------------------------------

    /**
     * A mask at p scales the subtree below p. The pairs of numbers at equal paths are one product (or one
     * dot product) for all; what remains is the tree strictly below each p.
     */
    private void mask(Op op, Operand d, Operand mask, Operand tree) {
        step(Op.ZERO, d.rows(), d, null, null);
        VValue both = pool.meet(mask.shape(), tree.shape());
        if (!both.isEmpty()) {
            equalPaths(op, d, mask, tree, both);
        }
        int[] m = {0};
        mask.shape().forEach((p, one) -> {
            Operand number = mask.at(m[0]++, ShapePool.SCALAR);
            VValue below = pool.subtree(tree.shape(), p);
            VValue strictly = pool.intern(below.withNumber(0));
            if (!strictly.isEmpty()) {
                int at = Alignment.offset(tree.shape(), p) + (below.number() != 0 ? 1 : 0);
                scaleAdd(d, number, tree.at(at, strictly), op == Op.MASK ? pool.prefix(strictly, p) : strictly);
            }
        });
    }

    private void equalPaths(Op op, Operand d, Operand mask, Operand tree, VValue both) {
        if (op == Op.MASKED_SUM) {
            Operand dot = template.temp(ShapePool.SCALAR);
            reduce(Op.DOT, dot, aligned(mask, both), aligned(tree, both));
            step(Op.ACCUMULATE, 1, d, dot, null);
            return;
        }
        int[] inD = alignment.positions(both, d.shape());
        int[] inMask = alignment.positions(both, mask.shape());
        int[] inTree = alignment.positions(both, tree.shape());
        for (int i = 0, n; i < inD.length; i += n) {
            n = Math.min(fragment(inD, inMask, i), fragment(inD, inTree, i));
            step(
                    Op.MUL_ADD,
                    n,
                    d.at(inD[i], d.shape()),
                    mask.at(inMask[i], mask.shape()),
                    tree.at(inTree[i], tree.shape()));
        }
    }

    /** Adds number · part to the rows of d where the part lands; paths that d lacks are not wanted. */
    private void scaleAdd(Operand d, Operand number, Operand part, VValue landing) {
        scaleAdd(d, number, part, alignment.positions(landing, d.shape()));
    }

    /** Adds number · part to the rows {@code to} of d. */
    private void scaleAdd(Operand d, Operand number, Operand part, int[] to) {
        for (int i = 0, n; i < to.length; i += n) {
            n = fragment(to, to, i);
            if (to[i] >= 0) {
                step(Op.SCALE_ADD, n, d.at(to[i], d.shape()), number, part.at(i, part.shape()));
            }
        }
    }

    // ---- names -------------------------------------------------------------------------------------

    /** Adds number · tree for each name; names may change the order of the rows, so runs are cut where they do. */
    private void named(Operand d, Operand names, Operand tree) {
        step(Op.ZERO, d.rows(), d, null, null);
        Map<Path, Integer> rowOf = new HashMap<>();
        d.shape().forEach((path, one) -> rowOf.put(path, rowOf.size()));
        for (int c = 0; c < names.shape().childCount(); c++) {
            String name = names.shape().label(c);
            if (names.shape().child(c).number() != 0) {
                Operand number = names.at(Alignment.offset(names.shape(), Path.of(name)), ShapePool.SCALAR);
                List<Integer> to = new ArrayList<>();
                tree.shape().forEach((path, one) -> to.add(rowOf.get(path.named(name))));
                scaleAdd(d, number, tree, to.stream().mapToInt(i -> i).toArray());
            }
        }
    }

    // ---- alignment ---------------------------------------------------------------------------------

    /** Rows that hold {@code x} under {@code shape}: its own where they do already, else a copy. */
    private Operand aligned(Operand x, VValue shape) {
        if (x.shape() == shape) {
            return x;
        }
        int[] at = alignment.positions(shape, x.shape());
        if (fragment(at, at, 0) == at.length && at[0] >= 0) {
            return x.at(at[0], shape);
        }
        Operand copy = template.temp(shape);
        copyInto(x, copy);
        return copy;
    }

    /** Copies what {@code d} has of {@code x}, and zeros elsewhere. */
    private void copyInto(Operand x, Operand d) {
        int[] at = alignment.positions(d.shape(), x.shape());
        for (int i = 0, n; i < at.length; i += n) {
            n = fragment(at, at, i);
            Operand to = d.at(i, d.shape());
            if (at[i] < 0) {
                step(Op.ZERO, n, to, null, null);
            } else {
                step(Op.COPY, n, to, x.at(at[i], x.shape()), null);
            }
        }
    }
}
