package io.dmm4j.testing;

import io.dmm4j.expr.Catalogue;
import io.dmm4j.expr.Expr;
import io.dmm4j.expr.NeuronType;
import io.dmm4j.expr.Op;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/** Random neuron types: those of the catalogue, and random expressions over all ops that a group allows. */
final class RandomTypes {
    /** Ops that almost never stay exact: rarely drawn for the exact group. */
    private static final Set<Op> SELDOM_EXACT = EnumSet.of(Op.DIV, Op.SQRT, Op.L2, Op.MEAN);

    /** Ops whose results are not dyadic numbers: never drawn for the exact group. */
    private static final Set<Op> NEVER_EXACT =
            EnumSet.of(Op.TANH, Op.SIN, Op.COS, Op.EXP, Op.LOG, Op.SIGMOID, Op.SOFTPLUS, Op.SOFTMAX);

    private static final List<String> PORTS = List.of("p", "q", "r");

    private final SplittableRandom random;
    private final RandomTrees trees;
    private final Group group;
    private final List<Op> ops;
    private final List<Expr> made = new ArrayList<>();

    RandomTypes(SplittableRandom random, RandomTrees trees, Group group) {
        this.random = random;
        this.trees = trees;
        this.group = group;
        ops = allowed(group);
    }

    /** The ops that random expressions of a group are made of. */
    static List<Op> allowed(Group group) {
        return java.util.Arrays.stream(Op.values())
                .filter(op -> op.group() != Op.Group.MOVE && !op.group().isAdjoint())
                .filter(op -> group != Group.EXACT || !NEVER_EXACT.contains(op))
                .filter(op -> group != Group.CONTRACTIVE || Lipschitz.knows(op))
                .toList();
    }

    /** A type whose expressions the group allows. */
    NeuronType type(String name) {
        while (true) {
            NeuronType t = random.nextInt(3) == 0 ? user(name) : catalogue();
            if (fits(t)) {
                return random.nextInt(6) == 0 ? t.withIdlePorts(List.of("idle in"), List.of("idle out")) : t;
            }
        }
    }

    private boolean fits(NeuronType t) {
        return switch (group) {
            case EXACT -> ops(t).stream().noneMatch(NEVER_EXACT::contains);
            case ONE_CYCLE -> true;
            case CONTRACTIVE -> Lipschitz.of(t) < 50;
        };
    }

    static Set<Op> ops(NeuronType t) {
        Set<Op> found = EnumSet.noneOf(Op.class);
        t.outputs().values().forEach(e -> collect(e, found));
        return found;
    }

    private static void collect(Expr e, Set<Op> found) {
        found.add(e.op());
        e.args().forEach(a -> collect(a, found));
    }

    private NeuronType catalogue() {
        List<String> names = List.copyOf(Catalogue.names());
        String name = names.get(random.nextInt(names.size()));
        if (name.equals("superfluid/neuron") && random.nextBoolean()) {
            List<String> known = new ArrayList<>(Catalogue.activationNames());
            int first = random.nextInt(known.size() - 2);
            return Catalogue.type(
                    name + known.subList(first, first + 3).stream().collect(Collectors.joining(", ", "(", ")")));
        }
        boolean numbered = name.endsWith("clamped") || name.endsWith("leaky-relu") || name.endsWith("/times");
        return Catalogue.type(numbered ? name + "(" + (group == Group.EXACT ? 0.5 : 0.7) + ")" : name);
    }

    private NeuronType user(String name) {
        made.clear();
        NeuronType.Builder b = NeuronType.named(name);
        b.parameter("number", VValue.of(trees.number()), random.nextBoolean());
        b.parameter("tree", trees.tree(), random.nextBoolean());
        b.output("out", expr(random.nextInt(1, 5)));
        if (random.nextInt(3) == 0) {
            b.output("out 2", expr(random.nextInt(1, 4)));
        }
        return b.build();
    }

    private Expr expr(int depth) {
        if (!made.isEmpty() && random.nextInt(8) == 0) {
            return made.get(random.nextInt(made.size()));
        }
        Op op = depth == 0 ? Op.IN : ops.get(random.nextInt(ops.size()));
        if (group == Group.EXACT && SELDOM_EXACT.contains(op) && random.nextInt(8) > 0) {
            op = Op.ADD;
        }
        Expr e = of(op, depth - 1);
        made.add(e);
        return e;
    }

    private Expr of(Op op, int depth) {
        switch (op) {
            case IN:
                return random.nextInt(12) == 0
                        ? of(random.nextBoolean() ? Op.PARAM : Op.CONST, depth)
                        : Expr.in(PORTS.get(random.nextInt(PORTS.size())));
            case PARAM:
                return Expr.param(random.nextBoolean() ? "number" : "tree");
            case CONST:
                return Expr.constant(trees.tree());
            case SUBTREE, PREFIX:
                Path path = trees.path(2);
                return Exprs.view(op, path, expr(depth));
            default:
                List<Expr> args = new ArrayList<>();
                boolean onSupport =
                        op.group() == Op.Group.SCALAR_MAP && random.nextBoolean() && group != Group.CONTRACTIVE;
                for (int i = op.arity() + (onSupport ? 1 : 0); i > 0; i--) {
                    args.add(expr(depth));
                }
                return Exprs.of(op, args, immediate(op), Math.abs(trees.number()));
        }
    }

    private double immediate(Op op) {
        return op == Op.CLAMP ? -Math.abs(trees.number()) : trees.number();
    }
}
