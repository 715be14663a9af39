package io.dmm4j.net;

import static io.dmm4j.value.Trees.tree;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.expr.Catalogue;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.VValue;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Networks that name the output that holds their matrix: what may be said, how it is written, what entries mean. */
class SelfMatrixTest {
    private static Network.Builder rank4() {
        return Network.builder()
                .add("self", "clj/accum")
                .add("x", "lite/identity")
                .self(new SelfMatrix(
                        Port.of("self", "single"),
                        MatrixFormat.RANK4,
                        Map.of("copy-*", Catalogue.type("lite/relu"), "*-sum", Catalogue.type("lite/sum"))));
    }

    @Test
    void trainableLinksAreTheMatrixBeforeCycle1() {
        Network n = rank4().link("self", "accum", "self", "single", 1)
                .link("x", "dict", "x", "dict", 0.5)
                .fixed("x", "dict", "self", "single", 2)
                .build();
        assertEquals(1, n.links().size());
        VValue w = tree("{'self':{'accum':{'self':{'single':1}}},'x':{'dict':{'x':{'dict':0.5}}}}");
        assertEquals(w, n.initial().get(Port.of("self", "single")));
        assertEquals(n.links(), n.toBuilder().build().links());
        Network other = n.withTrainable(List.of(Link.of(Port.of("x", "dict"), Port.of("x", "dict"), 3)));
        assertEquals(tree("{'x':{'dict':{'x':{'dict':3}}}}"), other.initial().get(Port.of("self", "single")));
        assertEquals(n.links(), other.links());
    }

    @ParameterizedTest
    @CsvSource({"wave/three-updates, 5", "wave/five-columns, 5"})
    void examplesHoldTheirMatrices(String name, int entries) {
        Network n = Examples.network(name);
        assertEquals(name, n.name());
        assertTrue(n.links().isEmpty());
        assertEquals(entries, SelfMatrix.initial(n).size());
    }

    @Test
    void writtenNetworksReadBack() {
        for (Network n : List.of(
                Examples.network("wave/three-updates"),
                Examples.network("wave/five-columns"),
                rank4().link("x", "dict", "x", "dict", 0.5).build())) {
            String text = text(n);
            Network read = NetworkJson.read(text, "text");
            assertEquals(n.self(), read.self());
            assertEquals(n.initial(), read.initial());
            assertEquals(text, text(read));
        }
    }

    private static String text(Network n) {
        StringBuilder s = new StringBuilder();
        NetworkJson.write(n, MatrixFormat.RANK4, s);
        return s.toString();
    }

    @Test
    void filesSayWhetherLanesShareTheMatrix() {
        Network own = Examples.network("wave/three-updates");
        Network shared = own.toBuilder().self(own.self().withShared(true)).build();
        assertTrue(!text(own).contains("shared") && text(shared).contains("\"shared\": true"), text(shared));
        assertEquals(shared.self(), NetworkJson.read(text(shared), "text").self());
        assertEquals(
                own.self(),
                NetworkJson.read(text(shared).replace("\"shared\": true", "\"shared\": false"), "text")
                        .self());
        String wrong = text(shared).replace("\"shared\": true", "\"shared\": 1");
        DmmException e = assertThrows(DmmException.class, () -> NetworkJson.read(wrong, "text"));
        assertTrue(e.getMessage().contains("at /self/shared"), e.getMessage());
    }

    @Test
    void rowsMakeNeuronsOfTheTypeThatTheirNamesFit() {
        HeldLinks.Reading r =
                new HeldLinks(rank4().build()).read(tree("{'copy-1':{'dict':{'x':{'dict':{':number':2,'a':3}}}}}"));
        assertEquals(
                "[copy-1.dict <- x.dict * 2.0, copy-1.dict <- x.dict/a * 3.0]",
                r.links().toString());
        assertEquals("[copy-1 (lite/relu)]", r.made().toString());
        assertTrue(r.links().stream().noneMatch(Link::trainable));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'x':{'dict':{'x':1}}} | a number stands above the output level: expected to / input / from / output,"
                        + " 'output' is missing",
                "{'x':{'dicd':{'x':{'dict':1}}}} | neuron x (lite/identity) has no input 'dicd' (did you mean 'dict'?)",
                "{'x':{'dict':{'x':{'single':1}}}} | neuron x (lite/identity) has no output 'single'",
                "{'z':{'dict':{'x':{'dict':1}}}} | no neuron 'z' is declared, and its name fits no pattern",
                "{'x':{'dict':{'z':{'dict':1}}}} | no neuron 'z' is declared, and its name fits no pattern",
                "{'copy-1':{'dict-1':{'x':{'dict':1}}}} | neuron copy-1 (lite/relu) has no input 'dict-1'",
            })
    void entriesThatAreNotWellFormedAreNamed(String matrix, String message) {
        DmmException e = assertThrows(DmmException.class, () -> rank4().initial("self", "single", tree(matrix))
                .build());
        assertTrue(e.getMessage().startsWith("the matrix in self.single at \"/"), e.getMessage());
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'lite/norm':{'n':{'dict':{'lite/identity':{'x':{'dict':1}}}}}} | no neuron 'n' is declared, and 'lite/norm'"
                        + " is not a type",
                "{'lite/relu':{'x':{'dict':{'lite/identity':{'x':{'dict':1}}}}}} | neuron 'x' stands under the type"
                        + " 'lite/relu', expected 'lite/identity'",
                "{'lite/relu':{'n':{'dict':{'lite/identity':{'n':{'dict':1}}}}}} | neuron 'n' stands under the type"
                        + " 'lite/identity' here and under 'lite/relu' elsewhere",
            })
    void typesOfRank6AreTypes(String matrix, String message) {
        Network n = Network.builder()
                .add("self", "clj/accum")
                .add("x", "lite/identity")
                .self("self", "single", MatrixFormat.RANK6)
                .build();
        DmmException e = assertThrows(DmmException.class, () -> new HeldLinks(n).read(tree(matrix)));
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "\"self\": {\"output\": \"self.single\"} | at /self: expected the field \"rank\", 4 or 6, found none",
                "\"self\": {\"output\": \"self.result\", \"rank\": 4} | at /self: self: neuron self (clj/accum) has no output"
                        + " 'result'",
                "\"self\": {\"output\": \"in.v\", \"rank\": 4} | in.v is an external input",
                "\"self\": {\"output\": \"self.single\", \"rank\": 4, \"patterns\": {\"a\": \"lite/sum\"}} | found the name"
                        + " pattern 'a', expected one '*' in it",
                "\"self\": {\"output\": \"self.single\", \"rank\": 4, \"patterns\": {\"a*\": \"lite/sun\"}} | unknown neuron type"
                        + " 'lite/sun'",
                "\"self\": {\"output\": \"self.single\", \"rank\": 4}, \"initial\": {\"self\": {\"single\": {\"self\": 1}}} |"
                        + " 'input' is missing",
                "\"self\": {\"output\": \"self.single\", \"rank\": 4}, \"initial\": {\"self\": {\"single\": {}}}, \"matrix\":"
                        + " {\"rank\": 4, \"trainable\": {\"self\": {\"accum\": {\"self\": {\"single\": 1}}}}} | given twice",
            })
    void mistakesInFilesAreOneSentence(String self, String message) {
        String text = "{\"format\": \"dmm4j-network/1\", \"neurons\": [{\"name\": \"self\", \"type\": \"clj/accum\"},"
                + "{\"name\": \"in\", \"external\": {\"v\": {\"open\": true}}}], " + self + "}";
        DmmException e = assertThrows(DmmException.class, () -> NetworkJson.read(text, "text"));
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }
}
