package io.dmm4j.testing;

import static io.dmm4j.expr.Expr.constant;
import static io.dmm4j.expr.Expr.in;
import static io.dmm4j.expr.Expr.param;

import io.dmm4j.expr.Expr;
import io.dmm4j.expr.Op;
import io.dmm4j.json.VJson;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The cases of {@link OpCases#expressions()}. */
final class ExprCases {
    private static final Expr A = in("a");
    private static final Expr B = in("b");
    private static final Expr C = in("c");

    private final List<ExprCase> cases = new ArrayList<>();

    private ExprCases() {}

    static List<ExprCase> all() {
        ExprCases c = new ExprCases();
        c.leavesAndViews();
        c.maps();
        c.scalarMaps();
        c.twoTrees();
        c.scalarsAndTrees();
        c.reductions();
        c.softmax();
        c.masks();
        c.names();
        c.everyKindOfTree();
        return List.copyOf(c.cases);
    }

    // ---- by hand: trees with single quotes for double ones ----------------------------------------------

    private void hand(Expr e, String expected, String... inputs) {
        Map<String, VValue> trees = new LinkedHashMap<>();
        for (int i = 0; i < inputs.length; i++) {
            trees.put("abc".substring(i, i + 1), tree(inputs[i]));
        }
        cases.add(new ExprCase("by hand", e, trees, Map.of(), tree(expected)));
    }

    private static VValue tree(String json) {
        return VJson.read(json.replace('\'', '"'), "case");
    }

    private void leavesAndViews() {
        String t = "{':number':3,'x':{':number':-1,'y':2},'z':5}";
        hand(A, t, t);
        hand(A, "{}", "{}");
        hand(constant(tree(t)), t);
        hand(Expr.empty().plus(constant(0)), "{}");
        cases.add(new ExprCase("by hand", param("p"), Map.of(), Map.of("p", tree(t)), tree(t)));
        cases.add(new ExprCase(
                "by hand",
                A.product(param("p")),
                Map.of("a", tree(t)),
                Map.of("p", tree("{'z':3}")),
                tree("{'z':15}")));
        hand(A.number(), "3", t);
        hand(A.number(), "{}", "{'x':1}");
        hand(A.subtree("x"), "{':number':-1,'y':2}", t);
        hand(A.subtree("x", "y"), "2", t);
        hand(A.subtree("absent", "y"), "{}", t);
        hand(A.prefix("p", "q"), "{'p':{'q':{':number':3,'x':{':number':-1,'y':2},'z':5}}}", t);
        hand(A.prefix("x").plus(A), "{':number':3,'x':{':number':2,'y':2,'x':{':number':-1,'y':2},'z':5},'z':5}", t);
        hand(A.stopGradient(), t, t);
        hand(A.subtree("x").prefix("x").number(), "{}", t);
    }

    private void maps() {
        String t = "{':number':-3,'x':{':number':4,'y':-0.25},'z':0.5}";
        hand(A.negate(), "{':number':3,'x':{':number':-4,'y':0.25},'z':-0.5}", t);
        hand(A.relu(), "{'x':4,'z':0.5}", t);
        hand(A.leakyRelu(0.5), "{':number':-1.5,'x':{':number':4,'y':-0.125},'z':0.5}", t);
        hand(A.leakyRelu(-1), "{':number':3,'x':{':number':4,'y':0.25},'z':0.5}", t);
        hand(A.leakyRelu(0), "{'x':4,'z':0.5}", t);
        hand(A.map(Op.ABS), "{':number':3,'x':{':number':4,'y':0.25},'z':0.5}", t);
        hand(A.map(Op.SQUARE), "{':number':9,'x':{':number':16,'y':0.0625},'z':0.25}", t);
        hand(A.map(Op.SQRT), "{':number':2,'x':0.5}", "{':number':4,'x':0.25}");
        hand(A.map(Op.SIGN), "{':number':-1,'x':{':number':1,'y':-1},'z':1}", t);
        hand(A.clamp(-1, 0.25), "{':number':-1,'x':{':number':0.25,'y':-0.25},'z':0.25}", t);
        hand(A.clamp(0, 2), "{'x':2,'z':0.5}", t);
        hand(A.clamp(-1, 0), "{':number':-1,'x':{'y':-0.25}}", t);
        hand(A.clamp(0, 0), "{}", t);
        hand(A.times(-2), "{':number':6,'x':{':number':-8,'y':0.5},'z':-1}", t);
        hand(A.times(0), "{}", t);
        hand(A.map(Op.TANH), "{'a':1,'b':-1}", "{'a':40,'b':-40}");
        hand(A.map(Op.SIN), "{}", "{}");
        for (Op op : Op.values()) {
            if (op.group() == Op.Group.MAP && op.immediates() == 0) {
                hand(A.map(op), "{}", "{}");
            }
        }
    }

    private void scalarMaps() {
        hand(A.map(Op.SIGMOID), "0.5", "{'x':7}");
        hand(A.map(Op.EXP), "1", "{}");
        hand(A.map(Op.COS), "1", "{'x':7}");
        hand(A.map(Op.LOG), "{}", "1");
        hand(A.map(Op.SOFTPLUS), "50", "{':number':50,'x':1}");
        hand(A.map(Op.SIGMOID), "1", "50");
        hand(A.mapOn(Op.EXP, B), "{':number':1,'x':1}", "{'z':3}", "{':number':-2,'x':5}");
        hand(A.mapOn(Op.SIGMOID, B), "{'x':0.5}", "{':number':3}", "{'x':5}");
        hand(A.mapOn(Op.COS, B), "{}", "{':number':3}", "{}");
        hand(A.mapOn(Op.LOG, A), "{}", "{':number':1,'x':1}");
        hand(A.mapOn(Op.SOFTPLUS, A), "{'x':{'y':64}}", "{'x':{'y':64}}");
        hand(A.mapOn(Op.RELU, B), "{'x':2}", "{'x':2,'y':3}", "{'x':-1}");
        cases.add(new ExprCase(
                "by hand", A.map(Op.LOG), Map.of("a", VValue.EMPTY), Map.of(), VValue.of(Double.NEGATIVE_INFINITY)));
        cases.add(new ExprCase("by hand", A.map(Op.SQRT), Map.of("a", VValue.of(-1)), Map.of(), VValue.of(Double.NaN)));
        cases.add(
                new ExprCase("by hand", A.relu(), Map.of("a", VValue.of(Double.NaN)), Map.of(), VValue.of(Double.NaN)));
    }

    private void twoTrees() {
        String a = "{':number':1,'x':{':number':2,'y':-4},'z':6}";
        String b = "{'x':{':number':-2,'y':8},'w':0.5}";
        hand(A.plus(B), "{':number':1,'x':{'y':4},'z':6,'w':0.5}", a, b);
        hand(A.minus(B), "{':number':1,'x':{':number':4,'y':-12},'z':6,'w':-0.5}", a, b);
        hand(A.minus(A), "{}", a);
        hand(A.product(B), "{'x':{':number':-4,'y':-32}}", a, b);
        hand(A.dividedBy(B), "{'x':{':number':-1,'y':-0.5}}", a, b);
        hand(A.max(B), "{':number':1,'x':{':number':2,'y':8},'z':6,'w':0.5}", a, b);
        hand(A.min(B), "{'x':{':number':-2,'y':-4}}", a, b);
        hand(A.where(B), "{'x':{':number':2,'y':-4}}", a, b);
        hand(A.where(B), "{}", a, "{}");
    }

    private void scalarsAndTrees() {
        String t = "{':number':4,'x':-2}";
        hand(A.scaledBy(B), "{':number':2,'x':-1}", t, "{':number':0.5,'x':100}");
        hand(A.scaledBy(B), "{}", t, "{'x':100}");
        hand(A.scaledBy(A), "{':number':16,'x':-8}", t);
        hand(C.select(A, B), t, t, "{'y':1}", "{':number':-0.25}");
        hand(C.select(A, B), "{'y':1}", t, "{'y':1}", "{'z':7}");
        hand(A.select(A, B), t, t, "{'y':1}");
    }

    private void reductions() {
        String t = "{':number':-3,'x':{':number':4,'y':-1},'z':2}";
        hand(A.reduce(Op.SUM), "2", t);
        hand(A.reduce(Op.L1), "10", t);
        hand(A.reduce(Op.L2), "5", "{':number':-3,'x':4}");
        hand(A.reduce(Op.MAX_NORM), "4", t);
        hand(A.reduce(Op.MAX_NORM), "7", "{':number':-7,'x':4}");
        hand(A.reduce(Op.MAX), "4", t);
        hand(A.reduce(Op.MAX), "-2", "{':number':-3,'x':-2}");
        hand(A.reduce(Op.MIN), "-3", t);
        hand(A.reduce(Op.MIN), "2", "{':number':3,'x':2}");
        hand(A.reduce(Op.MEAN), "0.5", t);
        hand(A.reduce(Op.COUNT), "4", t);
        for (Op op : Op.values()) {
            if (op.group() == Op.Group.REDUCE) {
                hand(A.reduce(op), "{}", "{}");
            }
        }
        hand(A.dot(B), "7", t, "{'x':2,'z':-0.5,'w':9,':number':0}");
        hand(A.dot(B), "{}", t, "{'w':9}");
        hand(A.lessOrEqual(B), "1", "{'x':2,'y':-1}", "{'x':2}");
        hand(A.lessOrEqual(B), "{}", "{'x':2}", "{'x':2,'y':-1}");
        hand(A.lessOrEqual(B), "1", "{}", "{}");
        hand(A.lessOrEqual(B), "1", "{':number':-1}", "{}");
    }

    private void softmax() {
        hand(A.softmax(), "{':number':0.25,'x':{'y':0.25},'z':0.25,'w':0.25}", "{':number':3,'x':{'y':3},'z':3,'w':3}");
        hand(A.softmax(), "{'x':1}", "{'x':-5}");
        hand(A.softmax(), "{}", "{}");
        hand(A.softmax(), "{'x':1}", "{'x':900,'y':-900}");
    }

    private void masks() {
        String t = "{':number':1,'x':{':number':2,'y':4},'z':8}";
        hand(A.maskedBy(B), "{':number':3,'x':{':number':26,'y':52},'z':24}", t, "{':number':3,'x':10}");
        hand(A.maskedBy(B), "{'x':{':number':20,'y':440}}", t, "{'x':{':number':10,'y':100},'absent':5}");
        hand(A.maskedBy(B), "{}", t, "{}");
        hand(A.maskedSum(B), "{':number':103,'x':{':number':6,'y':12},'y':200,'z':24}", t, "{':number':3,'x':50}");
        hand(A.maskedSum(B), "40", t, "{'x':{'y':10},'absent':5}");
        hand(A.maskedSum(B), "{}", t, "{}");
        hand(A.maskedSum(B), "{}", "{}", t);
    }

    private void names() {
        String t = "{':number':1,'*':{'a*b*':2,'x':4},'z':8}";
        hand(
                A.named(B),
                "{':number':3,'m':{'ambm':6,'x':12},'z':24}",
                t,
                "{':number':7,'m':{':number':3,'n':5},'k':{'l':9}}");
        hand(A.named(B), "{':number':3,'m':{'ambm':4,'x':8},'n':{'anbn':2,'x':4},'z':24}", t, "{'m':2,'n':1}");
        hand(A.named(B), "{'m':3,'n':4}", "{'*':1,'m':2,'n':4}", "{'m':1}");
        hand(A.named(B), "{'z':{'x':5},'y':{'x':5}}", "{'*':{'x':5}}", "{'y':1,'z':1}");
        hand(A.named(B), "{}", t, "{}");
        hand(A.named(B), "{}", t, "7");
        hand(A.named(B), "{}", "{}", t);
    }

    // ---- every op on every kind of tree: what comes out says TrackedEval ---------------------------------

    private void everyKindOfTree() {
        Map<String, VValue> kinds = TreeKinds.all();
        kinds.forEach((name, a) -> {
            for (Expr e : ofOneTree()) {
                cases.add(new ExprCase(name, e, Map.of("a", a), Map.of(), null));
            }
            kinds.forEach((other, b) -> {
                for (Expr e : ofTwoTrees()) {
                    cases.add(new ExprCase(name + ", " + other, e, Map.of("a", a, "b", b), Map.of(), null));
                }
            });
        });
    }

    private static List<Expr> ofOneTree() {
        List<Expr> all = new ArrayList<>();
        for (Op op : Op.values()) {
            if (op.group() == Op.Group.REDUCE) {
                all.add(A.reduce(op));
            } else if ((op.group() == Op.Group.MAP || op.group() == Op.Group.SCALAR_MAP) && op.immediates() == 0) {
                all.add(A.map(op));
            }
            if (op.group() == Op.Group.SCALAR_MAP) {
                all.add(A.times(0.3).mapOn(op, A));
            }
        }
        all.addAll(List.of(
                A.leakyRelu(0.01),
                A.clamp(-0.7, 1.3),
                A.times(0.1),
                A.softmax(),
                A.map(Op.ABS).map(Op.SQRT)));
        all.addAll(List.of(A.subtree("a"), A.prefix("a").plus(A), A.maskedBy(A), A.maskedSum(A), A.scaledBy(A)));
        return all;
    }

    private static List<Expr> ofTwoTrees() {
        return List.of(
                A.plus(B),
                A.minus(B),
                A.product(B),
                A.dividedBy(B),
                A.max(B),
                A.min(B),
                A.where(B),
                A.scaledBy(B),
                B.select(A, A.prefix("a")),
                A.dot(B),
                A.lessOrEqual(B),
                A.maskedBy(B),
                A.maskedSum(B),
                A.named(B),
                A.mapOn(Op.SOFTPLUS, B));
    }

    /** The paths that some kind of tree has: what may be declared and never fed. */
    static Path[] paths() {
        return TreeKinds.all().values().stream()
                .flatMap(t -> {
                    List<Path> p = new ArrayList<>();
                    t.forEach((path, x) -> p.add(path));
                    return p.stream();
                })
                .distinct()
                .toArray(Path[]::new);
    }
}
