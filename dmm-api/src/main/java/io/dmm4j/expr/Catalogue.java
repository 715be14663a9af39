package io.dmm4j.expr;

import static io.dmm4j.expr.Expr.constant;
import static io.dmm4j.expr.Expr.in;
import static io.dmm4j.expr.Expr.param;

import io.dmm4j.value.DmmException;
import io.dmm4j.value.Names;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * The neuron types that ship, by name.
 *
 * <p>The types that edit matrices are in {@link Edits}, those of machines with a matrix on every wire in {@link Matrices}. Every
 * other type exists in three families that differ only in port names: {@code lite} (DMM Lite, the
 * Julia journal of 2022), {@code clj} (the Clojure reference implementation) and {@code superfluid}
 * (the JAX sketches of 2023). A name may carry arguments in brackets, for example {@code
 * lite/dot-clamped(4)} or {@code superfluid/neuron(accum_add_args, max_norm_dict)}.
 *
 * <table>
 * <caption>Ports of the families</caption>
 * <tr><th>family</th><th>one tree</th><th>two trees</th><th>result</th><th>accumulator</th></tr>
 * <tr><td>lite</td><td>dict</td><td>dict-1, dict-2</td><td>dict</td><td>dict-1, dict-2 → dict</td></tr>
 * <tr><td>clj</td><td>single</td><td>left, right</td><td>single</td><td>accum, delta → single</td></tr>
 * <tr><td>superfluid</td><td>dict</td><td>x, y</td><td>result</td><td>accum, delta → result</td></tr>
 * </table>
 */
public final class Catalogue {
    /** The limit of a clamped dot product unless an argument says otherwise: the published governor. */
    public static final double DOT_LIMIT = 4;

    private static final Map<String, Function<List<String>, NeuronType.Builder>> TYPES = new LinkedHashMap<>();
    private static final Map<String, Map<String, Expr>> ACTIVATIONS = activations();

    static {
        new Family("lite", "dict", "dict-1", "dict-2", "dict", "dict-1", "dict-2").register();
        new Family("clj", "single", "left", "right", "single", "accum", "delta").register();
        new Family("superfluid", "dict", "x", "y", "result", "accum", "delta").register();
        published();
    }

    private Catalogue() {}

    /** The names of the types of the three families, without arguments; {@link Edits} and {@link Matrices} have more. */
    public static Collection<String> names() {
        return Collections.unmodifiableSet(TYPES.keySet());
    }

    /**
     * The type of a name, with arguments in brackets where the type takes some.
     *
     * @throws DmmException if there is no such type (with the nearest name) or its arguments do not fit
     */
    public static NeuronType type(String name) {
        int open = name.indexOf('(');
        String base = open < 0 ? name : name.substring(0, open).strip();
        Function<List<String>, NeuronType.Builder> maker = Edits.has(base)
                ? args -> Edits.type(base, args)
                : Matrices.has(base) ? args -> Matrices.type(base, args) : TYPES.get(base);
        if (maker == null) {
            throw new DmmException("unknown neuron type '" + base + "'" + Names.didYouMean(base, TYPES.keySet()));
        }
        List<String> args = open < 0 ? List.of() : arguments(name, open);
        NeuronType type = maker.apply(args).build();
        return type.name().equals(name) ? type : renamed(type, name);
    }

    /** Whether there is a type of that name, arguments aside. */
    public static boolean has(String name) {
        int open = name.indexOf('(');
        String base = open < 0 ? name : name.substring(0, open).strip();
        return TYPES.containsKey(base) || Edits.has(base) || Matrices.has(base);
    }

    /** The names that a superfluid neuron may carry under {@code :function}. */
    public static Set<String> activationNames() {
        return Collections.unmodifiableSet(ACTIVATIONS.keySet());
    }

    /**
     * A superfluid neuron: its input carries, under the port {@code :function}, a coefficient per
     * activation; its outputs are Σ_k coefficient_k · f_k(the other inputs), and {@code :function} is
     * passed on. The initial output {@code :function} gives the starting coefficients.
     *
     * @param names the activations f_k, from {@link #activationNames()}
     */
    public static NeuronType.Builder superfluid(String typeName, List<String> names) {
        Map<String, Expr> outputs = new LinkedHashMap<>();
        Expr coefficients = in(":function");
        for (String k : names) {
            Map<String, Expr> f = ACTIVATIONS.get(k);
            if (f == null) {
                throw new DmmException("neuron type " + typeName + ": unknown activation '" + k + "'"
                        + Names.didYouMean(k, ACTIVATIONS.keySet()));
            }
            f.forEach((port, e) -> outputs.merge(port, e.scaledBy(coefficients.subtree(k)), Expr::plus));
        }
        NeuronType.Builder b = NeuronType.named(typeName);
        outputs.forEach(b::output);
        return b.output(":function", coefficients).restrictLabels(":function", names);
    }

    private static List<String> arguments(String name, int open) {
        if (!name.endsWith(")")) {
            throw new DmmException("neuron type '" + name + "': expected ')' at the end");
        }
        String inside = name.substring(open + 1, name.length() - 1).strip();
        List<String> args = new ArrayList<>();
        for (String a : inside.split(",", -1)) {
            args.add(a.strip());
        }
        return inside.isEmpty() ? List.of() : args;
    }

    private static NeuronType renamed(NeuronType t, String name) {
        NeuronType.Builder b = NeuronType.named(name);
        t.outputs().forEach(b::output);
        t.parameters().forEach((p, v) -> b.parameter(p, v.value(), v.trainable()));
        t.restrictedLabels().forEach(b::restrictLabels);
        t.inputs().forEach(b::idleInput);
        return b.build();
    }

    private static void plain(String name, UnaryOperator<NeuronType.Builder> body) {
        TYPES.put(name, args -> {
            if (!args.isEmpty()) {
                throw new DmmException("neuron type " + name + " takes no arguments, found " + args);
            }
            return body.apply(NeuronType.named(name));
        });
    }

    private static void oneNumber(String name, double unless, Function<Double, NeuronType.Builder> body) {
        TYPES.put(name, args -> body.apply(args.isEmpty() ? unless : number(name, args)));
    }

    private static double number(String name, List<String> args) {
        try {
            double x = Double.parseDouble(args.get(0));
            if (args.size() == 1 && Double.isFinite(x)) {
                return x;
            }
        } catch (NumberFormatException e) {
            // falls through to the one message for all of these
        }
        throw new DmmException("neuron type " + name + " takes one finite number as its argument, found " + args);
    }

    private static Expr scalar(String port) {
        return in(port).number();
    }

    /** The types of the published programs whose ports have names of their own. */
    private static void published() {
        for (String f : List.of("lite", "superfluid")) {
            plain(f + "/const_1", t -> t.output("const_1", constant(1)));
            plain(f + "/eos", t -> t.output("char", constant(VValue.of(Path.of("."), 1))));
        }
        plain("lite/output", t -> t.idleInput("dict-1").idleInput("dict-2"));
        plain("superfluid/output", t -> t.output("dict-1", in("dict-1")).output("dict-2", in("dict-2")));
        TYPES.put(
                "superfluid/neuron",
                args -> superfluid("superfluid/neuron", args.isEmpty() ? List.copyOf(ACTIVATIONS.keySet()) : args));
    }

    /** The activations of the published superfluid programs: name → output port → expression. */
    private static Map<String, Map<String, Expr>> activations() {
        Map<String, Map<String, Expr>> m = new LinkedHashMap<>();
        Expr x = scalar("x");
        Expr y = scalar("y");
        m.put("accum_add_args", Map.of("result", in("accum").plus(in("delta"))));
        m.put("max_norm_dict", Map.of("norm", in("dict").reduce(Op.MAX_NORM)));
        m.put("dot_product", Map.of("dot", in("x").dot(in("y"))));
        m.put(
                "compare_scalars",
                Map.of("true", x.minus(y).relu(), "false", y.minus(x).relu()));
        m.put("const_1", Map.of("const_1", constant(1)));
        m.put("const_end", Map.of("char", constant(VValue.of(Path.of("."), 1))));
        m.put("timer_add_one", Map.of("timer", scalar("timer").plus(constant(1))));
        m.put("output_dummy", Map.of("dict-1", in("dict-1"), "dict-2", in("dict-2")));
        m.put("identity", Map.of("result", in("dict")));
        return m;
    }

    /** Names the ports of one family and registers every general type under them. */
    private record Family(String name, String one, String a, String b, String out, String kept, String added) {
        void register() {
            accumulators();
            combinations();
            reductions();
            maps();
            masksAndLists();
        }

        private void add(String type, UnaryOperator<NeuronType.Builder> body) {
            plain(name + "/" + type, body);
        }

        private void result(String type, Expr e) {
            add(type, t -> t.output(out, e));
        }

        private void accumulators() {
            result("accum", in(kept).plus(in(added)));
            result("accum-stop", in(kept).stopGradient().plus(in(added)));
            result("identity", in(one));
            plain(name + "/timer", t -> t.output("timer", scalar("timer").plus(constant(1))));
            add("const", t -> t.output(out, param("value")).parameter("value", 1));
        }

        private void combinations() {
            result("sum", in(a).plus(in(b)));
            result("difference", in(a).minus(in(b)));
            result("product", in(a).product(in(b)));
            result("quotient", in(a).dividedBy(in(b)));
            result("gate", in(one).scaledBy(in("scalar")));
            result("select", in("scalar").select(in(a), in(b)));
            result("pairwise-max", in(a).max(in(b)));
            result("pairwise-min", in(a).min(in(b)));
            add("dot", t -> t.output("dot", in(a).dot(in(b))));
            oneNumber(name + "/dot-clamped", DOT_LIMIT, limit -> NeuronType.named(name + "/dot-clamped")
                    .output("dot", in(a).dot(in(b)).clamp(-Math.abs(limit), Math.abs(limit))));
            add("compare", t -> t.output("true", scalar(a).minus(scalar(b)).relu())
                    .output("false", scalar(b).minus(scalar(a)).relu()));
            Expr less = in(a).lessOrEqual(in(b));
            String prefix = name.equals("clj") ? "-channel" : "";
            add("less-or-equal", t -> t.output("true" + prefix, less)
                    .output("false" + prefix, constant(1).minus(less)));
        }

        private void reductions() {
            add("max-norm", t -> t.output("norm", in(one).reduce(Op.MAX_NORM)));
            add("l1-norm", t -> t.output("norm", in(one).reduce(Op.L1)));
            add("l2-norm", t -> t.output("norm", in(one).reduce(Op.L2)));
            for (Op op : List.of(Op.MAX, Op.MIN, Op.MEAN, Op.COUNT, Op.SUM)) {
                String type = op == Op.SUM ? "total" : op.name().toLowerCase(java.util.Locale.ROOT);
                result(type, in(one).reduce(op));
            }
            result("softmax", in(one).softmax());
        }

        private void maps() {
            for (Op op : List.of(Op.RELU, Op.TANH, Op.SIN, Op.ABS, Op.SQUARE, Op.SQRT, Op.SIGN, Op.NEG)) {
                result(op.name().toLowerCase(java.util.Locale.ROOT), in(one).map(op));
            }
            oneNumber(name + "/leaky-relu", 0.01, slope -> NeuronType.named(name + "/leaky-relu")
                    .output(out, in(one).leakyRelu(slope)));
            oneNumber(name + "/clamp", 1, limit -> NeuronType.named(name + "/clamp")
                    .output(out, in(one).clamp(-Math.abs(limit), Math.abs(limit))));
            oneNumber(name + "/times", 1, factor -> NeuronType.named(name + "/times")
                    .output(out, in(one).times(factor)));
            for (Op op : List.of(Op.SIGMOID, Op.SOFTPLUS, Op.EXP, Op.COS, Op.LOG)) {
                String type = op.name().toLowerCase(java.util.Locale.ROOT);
                result(type, in(one).map(op));
                result(type + "-on", in(one).mapOn(op, in("support")));
            }
        }

        private void masksAndLists() {
            result("mask", in("main").maskedBy(in("mask")));
            result("lin-comb", in("main").maskedSum(in("mask")));
            Expr signal = in("signal");
            Expr longer = signal.prefix("this").plus(in("self").prefix("rest"));
            add("cons", t -> t.output("self", signal.subtree("flag").select(longer, in("self"))));
            result("first", in("list").subtree("this"));
            result("rest", in("list").subtree("rest"));
        }
    }
}
