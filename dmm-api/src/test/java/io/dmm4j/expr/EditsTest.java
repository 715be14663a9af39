package io.dmm4j.expr;

import static io.dmm4j.value.Trees.tree;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.dmm4j.value.DmmException;
import io.dmm4j.value.VValue;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the editing types add to a small matrix, worked out by hand. */
class EditsTest {
    /** A subnetwork t of two neurons, and a reader r outside it. */
    private static final String W = "{'t/a':{'in':{'t/a':{'out':1},'x':{'out':2}}},'t/b':{'in':{'t/a':{'out':3}}},"
            + "'r':{'in':{'t/a':{'out':4},'t/b':{'out':5}}}}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "edit/scale(3, /r/in/t~1a/out, /t~1b) | {'r':{'in':{'t/a':{'out':8}}},'t/b':{'in':{'t/a':{'out':6}}}}",
                "edit/delete(/r/in/t~1b/out) | {'r':{'in':{'t/b':{'out':-5}}}}",
                "edit/delete(/t~1a, /t~1b/in) |"
                        + " {'t/a':{'in':{'t/a':{'out':-1},'x':{'out':-2}}},'t/b':{'in':{'t/a':{'out':-3}}}}",
                "edit/delete(/none) | {}",
                "edit/connect(/p/in, /q/in) | {'p':{'in':{'s':{'out':7}}},'q':{'in':{'s':{'out':7}}}}",
                "edit/copy(u, t, a.in, b.in) |"
                        + " {'u/a':{'in':{'u/a':{'out':1},'x':{'out':2}}},'u/b':{'in':{'u/a':{'out':3}}}}",
                "edit/copy(u, t, b.in) | {'u/b':{'in':{'t/a':{'out':3}}}}",
                "edit/split(t/c, t/a, t/a.in, t/b.in, r.in) |"
                        + " {'t/c':{'in':{'t/a':{'out':1},'x':{'out':2}}},'t/b':{'in':{'t/a':{'out':-1.5},'t/c':{'out':1.5}}},"
                        + "'r':{'in':{'t/a':{'out':-2},'t/c':{'out':2}}}}",
                "edit/merge(t/b, t/a, t/a.in, r.in) |"
                        + " {'t/a':{'in':{'t/a':{'out':-1},'x':{'out':-2}}},'r':{'in':{'t/a':{'out':-4},'t/b':{'out':4}}}}",
            })
    void addsWhatItsNameSays(String name, String expected) {
        NeuronType type = Catalogue.type(name);
        assertEquals(name, type.name());
        Map<String, VValue> inputs = new java.util.HashMap<>(
                Map.of("matrix", tree(W), "row", tree("{'s':{'out':7}}"), "when", VValue.of(2)));
        assertEquals(Map.of("edit", tree(expected)), CatalogueTest.run(type, inputs));
        inputs.put("when", VValue.EMPTY);
        assertEquals(Map.of("edit", VValue.EMPTY), CatalogueTest.run(type, inputs));
    }

    @Test
    void addEmitsItsValueAsOftenAsItIsAsked() {
        VValue value = tree("{'a':{'in':{'b':{'out':0.5}}}}");
        TreeEval eval = new TreeEval(Map.of("when", VValue.of(2)), Map.of("value", value));
        assertEquals(
                value.times(2), eval.eval(Catalogue.type("edit/add").outputs().get("edit")));
    }

    /** Of the names a, b and c only b is new; 3 events of it make one copy. */
    @Test
    void namesThatAreNewAreCopiedOnce() {
        VValue w = tree("{'t/a':{'in':{'t/a':{'out':1},'x':{'out':{'*':2}}}},'t/b':{'in':{'t/a':{'out':3}}}}");
        VValue names = tree("{'a':1,'b':3,'c':-1,'d':{'e':1}}");
        Map<String, VValue> inputs = Map.of("matrix", w, "names", names, "known", tree("{'a':5,'c':1}"));
        assertEquals(
                Map.of(
                        "edit",
                        tree("{'b/a':{'in':{'b/a':{'out':1},'x':{'out':{'b':2}}}},'b/b':{'in':{'b/a':{'out':3}}}}")),
                CatalogueTest.run(Catalogue.type("edit/copy-each(t, a.in, b.in)"), inputs));
        VValue value = tree("{'r':{'in':{'*/a':{'out':0.5}}}}");
        assertEquals(
                tree("{'r':{'in':{'b/a':{'out':0.5}}}}"),
                new TreeEval(inputs, Map.of("value", value))
                        .eval(Catalogue.type("edit/add-each").outputs().get("edit")));
    }

    @Test
    void mergingAgainUndoesASplit() {
        VValue w = tree(W);
        VValue both = w.plus(edit("edit/split(t/c, t/a, t/a.in, t/b.in, r.in)", w));
        assertEquals(w, both.plus(edit("edit/merge(t/a, t/c, t/c.in, t/b.in, r.in)", both)));
    }

    private static VValue edit(String type, VValue w) {
        return CatalogueTest.run(Catalogue.type(type), Map.of("matrix", w, "when", VValue.of(1)))
                .get("edit");
    }

    @Test
    void wrongArgumentsAreOneSentence() {
        assertEquals(9, new TreeSet<>(Edits.names()).size());
        says("neuron type edit/add: expected no arguments, found [1]", "edit/add(1)");
        says("neuron type edit/scale: expected a finite factor and paths, found [x]", "edit/scale(x)");
        says("neuron type edit/delete: expected at least one path or row, found none", "edit/delete");
        says("neuron type edit/copy: expected two names and rows NEURON.INPUT, found [a, b]", "edit/copy(a, b)");
        says("neuron type edit/copy-each: expected a name and rows NEURON.INPUT, found [a]", "edit/copy-each(a)");
        says("neuron type edit/add-each: expected no arguments, found [a]", "edit/add-each(a)");
        says("neuron type edit/split: found the row 'c', expected NEURON.INPUT", "edit/split(a, b, c)");
    }

    private static void says(String sentence, String type) {
        assertEquals(
                sentence,
                assertThrows(DmmException.class, () -> Catalogue.type(type)).getMessage());
    }
}
