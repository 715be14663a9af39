package io.dmm4j.expr;

import static io.dmm4j.value.Trees.tree;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.value.DmmException;
import io.dmm4j.value.VValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What every type of the catalogue does, and under which port names. */
class CatalogueTest {
    private static final String A = "{':number':3,'a':2,'b':{':number':-1,'c':4}}";
    private static final String B = "{':number':1,'a':-2,'d':5}";

    /** type, its inputs, its outputs: of the family lite where families differ in names only. */
    static Stream<Arguments> types() {
        double e2 = Math.exp(2);
        return Stream.of(
                of("lite/accum", in("dict-1", A, "dict-2", B), "dict", "{':number':4,'b':{':number':-1,'c':4},'d':5}"),
                of("clj/accum", in("accum", "{'a':1,'b':2}", "delta", "{'a':-1}"), "single", "{'b':2}"),
                of("superfluid/accum", in("accum", "1"), "result", "1"),
                of("lite/accum-stop", in("dict-1", "{'a':1}", "dict-2", "{'a':2}"), "dict", "{'a':3}"),
                of("lite/identity", in("dict", A), "dict", A),
                of("lite/timer", in("timer", "{':number':4,'x':1}"), "timer", "5"),
                of("lite/const", in(), "dict", "1"),
                of("lite/const_1", in(), "const_1", "1"),
                of("superfluid/const_1", in(), "const_1", "1"),
                of("lite/eos", in(), "char", "{'.':1}"),
                of("superfluid/eos", in(), "char", "{'.':1}"),
                of("lite/output", in("dict-1", "1", "dict-2", "2")),
                of("superfluid/output", in("dict-1", "1", "dict-2", "2"), "dict-1", "1", "dict-2", "2"),
                of("lite/sum", in("dict-1", "{'a':1}", "dict-2", "{'b':2}"), "dict", "{'a':1,'b':2}"),
                of("lite/difference", in("dict-1", A, "dict-2", A), "dict", "{}"),
                of("lite/product", in("dict-1", A, "dict-2", B), "dict", "{':number':3,'a':-4}"),
                of("lite/quotient", in("dict-1", A, "dict-2", B), "dict", "{':number':3,'a':-1}"),
                of(
                        "lite/gate",
                        in("dict", A, "scalar", "{':number':2,'a':9}"),
                        "dict",
                        "{':number':6,'a':4,'b':{':number':-2,'c':8}}"),
                of("lite/select", in("scalar", "0.1", "dict-1", A, "dict-2", B), "dict", A),
                of("clj/select", in("scalar", "{'x':1}", "left", A, "right", B), "single", B),
                of("lite/pairwise-max", in("dict-1", A, "dict-2", B), "dict", "{':number':3,'a':2,'b':{'c':4},'d':5}"),
                of("lite/pairwise-min", in("dict-1", A, "dict-2", B), "dict", "{':number':1,'a':-2,'b':-1}"),
                of("lite/dot", in("dict-1", A, "dict-2", B), "dot", "-1"),
                of("lite/dot-clamped", in("dict-1", "3", "dict-2", "-3"), "dot", "-4"),
                of("lite/dot-clamped(4)", in("dict-1", "2", "dict-2", "2"), "dot", "4"),
                of("lite/dot-clamped(100)", in("dict-1", "30", "dict-2", "3"), "dot", "90"),
                of("lite/compare", in("dict-1", "{':number':5,'a':9}", "dict-2", "2"), "true", "3", "false", "{}"),
                of("superfluid/compare", in("x", "2", "y", "5"), "true", "{}", "false", "3"),
                of(
                        "lite/less-or-equal",
                        in("dict-1", "{'a':1}", "dict-2", "{'a':1,'b':2}"),
                        "true",
                        "1",
                        "false",
                        "{}"),
                of("clj/less-or-equal", in("left", "2", "right", "1"), "true-channel", "{}", "false-channel", "1"),
                of("clj/less-or-equal", in(), "true-channel", "1", "false-channel", "{}"),
                of("lite/max-norm", in("dict", "{'a':-5,'b':{'c':4}}"), "norm", "5"),
                of("lite/max-norm", in(), "norm", "{}"),
                of("lite/l1-norm", in("dict", A), "norm", "10"),
                of("lite/l2-norm", in("dict", "{'a':3,'b':{'c':-4}}"), "norm", "5"),
                of("lite/max", in("dict", "{'a':-3,'b':-4}"), "dict", "-3"),
                of("lite/min", in("dict", "{'a':3,'b':4}"), "dict", "3"),
                of("lite/mean", in("dict", "{'a':3,'b':5}"), "dict", "4"),
                of("lite/mean", in(), "dict", "{}"),
                of("lite/count", in("dict", A), "dict", "4"),
                of("lite/total", in("dict", A), "dict", "8"),
                of("lite/softmax", in("dict", "{'a':2,'b':{'c':2}}"), "dict", "{'a':0.5,'b':{'c':0.5}}"),
                of("lite/relu", in("dict", A), "dict", "{':number':3,'a':2,'b':{'c':4}}"),
                of("lite/leaky-relu", in("dict", "{'a':-2,'b':1}"), "dict", "{'a':-0.02,'b':1}"),
                of("lite/leaky-relu(0.5)", in("dict", "{'a':-2,'b':1}"), "dict", "{'a':-1,'b':1}"),
                of("lite/tanh", in("dict", "{'a':2}"), "dict", "{'a':" + Math.tanh(2) + "}"),
                of("lite/sin", in("dict", "{'a':2}"), "dict", "{'a':" + Math.sin(2) + "}"),
                of("lite/abs", in("dict", "{'a':-2}"), "dict", "{'a':2}"),
                of("lite/square", in("dict", "{'a':-2}"), "dict", "{'a':4}"),
                of("lite/sqrt", in("dict", "{'a':4}"), "dict", "{'a':2}"),
                of("lite/sign", in("dict", "{'a':-4,'b':9}"), "dict", "{'a':-1,'b':1}"),
                of("lite/neg", in("dict", "{'a':4}"), "dict", "{'a':-4}"),
                of("lite/clamp", in("dict", "{'a':4,'b':-4,'c':0.5}"), "dict", "{'a':1,'b':-1,'c':0.5}"),
                of("lite/clamp(2)", in("dict", "{'a':4}"), "dict", "{'a':2}"),
                of("lite/times(2.5)", in("dict", "{'a':4}"), "dict", "{'a':10}"),
                of("lite/sigmoid", in("dict", "{'a':4}"), "dict", "0.5"),
                of("lite/softplus", in(), "dict", "" + Math.log(2)),
                of("lite/exp", in("dict", "{':number':2,'a':4}"), "dict", "" + e2),
                of("lite/cos", in(), "dict", "1"),
                of("lite/log", in("dict", "" + Math.E), "dict", "1"),
                of("lite/sigmoid-on", in("dict", "{'b':7}", "support", "{'a':-3}"), "dict", "{'a':0.5}"),
                of("lite/softplus-on", in("support", "{'a':1}"), "dict", "{'a':" + Math.log(2) + "}"),
                of(
                        "lite/exp-on",
                        in("dict", "{'a':2}", "support", "{'a':1,'b':{'c':1}}"),
                        "dict",
                        "{'a':" + e2 + ",'b':{'c':1}}"),
                of("lite/cos-on", in("support", "{'a':1}"), "dict", "{'a':1}"),
                of("lite/log-on", in("dict", "{'a':" + Math.E + "}", "support", "{'a':1}"), "dict", "{'a':1}"),
                of("clj/mask", in("mask", "{'c':7}", "main", "{'c':{'x':1},'d':2}"), "single", "{'c':{'x':7}}"),
                of(
                        "clj/lin-comb",
                        in("mask", "{'a':2,'b':{'c':3}}", "main", "{'a':{'x':1},'b':{'c':{'x':10}}}"),
                        "single",
                        "{'x':32}"),
                of(
                        "clj/cons",
                        in("signal", "{'flag':1,'x':2}", "self", "{'end-list':1}"),
                        "self",
                        "{'this':{'flag':1,'x':2},'rest':{'end-list':1}}"),
                of("clj/cons", in("signal", "{'x':2}", "self", "{'end-list':1}"), "self", "{'end-list':1}"),
                of("clj/first", in("list", "{'this':{'x':2},'rest':1}"), "single", "{'x':2}"),
                of("clj/rest", in("list", "{'this':{'x':2},'rest':1}"), "single", "1"),
                of(
                        "superfluid/neuron(accum_add_args, max_norm_dict)",
                        in(
                                "accum",
                                "{'a':1}",
                                "delta",
                                "{'a':2}",
                                "dict",
                                "{'b':-5}",
                                ":function",
                                "{'accum_add_args':2,'max_norm_dict':-1}"),
                        "result",
                        "{'a':6}",
                        "norm",
                        "-5",
                        ":function",
                        "{'accum_add_args':2,'max_norm_dict':-1}"));
    }

    private static Map<String, VValue> in(String... portsAndTrees) {
        Map<String, VValue> trees = new HashMap<>();
        for (int i = 0; i < portsAndTrees.length; i += 2) {
            trees.put(portsAndTrees[i], tree(portsAndTrees[i + 1]));
        }
        return trees;
    }

    private static Arguments of(String type, Map<String, VValue> inputs, String... outputs) {
        return Arguments.of(type, inputs, in(outputs));
    }

    @ParameterizedTest
    @MethodSource("types")
    void doesWhatItsNameSays(String name, Map<String, VValue> inputs, Map<String, VValue> outputs) {
        NeuronType type = Catalogue.type(name);
        assertEquals(name, type.name());
        assertTrue(type.inputs().containsAll(inputs.keySet()), () -> type.inputs() + " lacks some of " + inputs);
        assertEquals(outputs, run(type, inputs));
    }

    static Map<String, VValue> run(NeuronType type, Map<String, VValue> inputs) {
        Map<String, VValue> parameters = new HashMap<>();
        type.parameters().forEach((p, v) -> parameters.put(p, v.value()));
        TreeEval eval = new TreeEval(inputs, parameters);
        Map<String, VValue> outputs = new HashMap<>();
        type.outputs().forEach((port, e) -> outputs.put(port, eval.eval(e)));
        return outputs;
    }

    @Test
    void everyTypeHasACase() {
        Set<String> tried = types().map(a -> base((String) a.get()[0])).collect(Collectors.toCollection(TreeSet::new));
        Set<String> all =
                Catalogue.names().stream().map(CatalogueTest::base).collect(Collectors.toCollection(TreeSet::new));
        assertEquals(all, tried);
    }

    /** The name without family and arguments. */
    private static String base(String name) {
        return name.replaceAll("^\\w+/|\\(.*", "");
    }

    @Test
    void familiesHoldTheSameTypes() {
        Map<String, Set<String>> families = Catalogue.names().stream()
                .collect(Collectors.groupingBy(
                        n -> n.replaceAll("/.*", ""), Collectors.mapping(CatalogueTest::base, Collectors.toSet())));
        assertEquals(Set.of("lite", "clj", "superfluid"), families.keySet());
        families.get("superfluid").remove("neuron");
        assertEquals(families.get("lite"), families.get("superfluid"));
        families.get("lite").removeAll(Set.of("const_1", "eos", "output"));
        assertEquals(families.get("lite"), families.get("clj"));
    }

    @Test
    void wrongNamesAndArgumentsAreOneSentence() {
        says("unknown neuron type 'lite/acum' (did you mean 'lite/accum'?)", "lite/acum");
        says("neuron type lite/accum takes no arguments, found [1]", "lite/accum(1)");
        says("neuron type lite/dot-clamped takes one finite number as its argument, found [x]", "lite/dot-clamped(x)");
        says("neuron type lite/clamp takes one finite number as its argument, found [1, 2]", "lite/clamp(1, 2)");
        says("neuron type lite/clamp takes one finite number as its argument, found [NaN]", "lite/clamp(NaN)");
        says("neuron type 'lite/clamp(1': expected ')' at the end", "lite/clamp(1");
        says(
                "neuron type superfluid/neuron: unknown activation 'max_norm' (known: accum_add_args, compare_scalars, "
                        + "const_1, const_end, dot_product, identity, max_norm_dict, output_dummy, timer_add_one)",
                "superfluid/neuron(max_norm)");
    }

    private static void says(String sentence, String type) {
        assertEquals(
                sentence,
                assertThrows(DmmException.class, () -> Catalogue.type(type)).getMessage());
    }

    @Test
    void aSuperfluidNeuronIsTheSumOfItsActivations() {
        NeuronType all = Catalogue.type("superfluid/neuron");
        Map<String, VValue> inputs = in(
                "accum",
                "{'a':1}",
                "delta",
                "{'b':2}",
                "x",
                "5",
                "y",
                "{':number':2}",
                "timer",
                "7",
                "dict",
                "{'c':-3}");
        VValue coefficients = tree("{'accum_add_args':2,'identity':-1,'const_1':3,'const_end':0.5,'compare_scalars':4,"
                + "'timer_add_one':0.25,'dot_product':0.5,'max_norm_dict':2}");
        inputs.put(":function", coefficients);
        Map<String, VValue> seen = run(all, inputs);
        assertEquals(tree("{'a':2,'b':4,'c':3}"), seen.get("result"));
        assertEquals(tree("3"), seen.get("const_1"));
        assertEquals(tree("{'.':0.5}"), seen.get("char"));
        assertEquals(tree("12"), seen.get("true"));
        assertEquals(VValue.EMPTY, seen.get("false"));
        assertEquals(tree("2"), seen.get("timer"));
        assertEquals(tree("5"), seen.get("dot"));
        assertEquals(tree("6"), seen.get("norm"));
        assertEquals(coefficients, seen.get(":function"));
    }

    @Test
    void anActivationThatIsNotDeclaredCountsForNothing() {
        NeuronType some = Catalogue.type("superfluid/neuron(const_1)");
        Map<String, VValue> seen = run(some, in(":function", "{'const_1':2,'max_norm_dict':3}", "dict", "4"));
        assertEquals(tree("2"), seen.get("const_1"));
        assertEquals(List.of("const_1", ":function"), List.copyOf(some.outputs().keySet()));
    }
}
