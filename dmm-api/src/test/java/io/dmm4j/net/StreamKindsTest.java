package io.dmm4j.net;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.spi.MachineOptions;
import io.dmm4j.tree.TreeEngine;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Links join equal kinds only. */
class StreamKindsTest {
    private static final Port IN = Port.of("b", "dict");
    private static final Port OUT = Port.of("a", "dict");

    private static Network.Builder two() {
        return Network.builder().add("a", "lite/identity").add("b", "lite/identity");
    }

    @Test
    void aLinkBetweenTwoKindsIsNamedWithBoth() {
        Network n = two().link("b", "dict", "a", "dict", 2).build();
        assertDoesNotThrow(() -> new StreamKinds(Map.of(IN, "image"), Map.of(OUT, "image")).check(n));
        assertDoesNotThrow(() -> new StreamKinds(Map.of(IN, "image"), Map.of()).check(n));
        StreamKinds wrong = new StreamKinds(Map.of(IN, "image"), Map.of(OUT, "number"));
        assertEquals(
                "link " + n.links().get(0)
                        + ": its source is of the kind 'number' and its target of the kind 'image', expected equal kinds",
                assertThrows(DmmException.class, () -> wrong.check(n)).getMessage());
    }

    @Test
    void aPartOfAStreamHasItsOwnKind() {
        Network n = two().add(new Link(IN, OUT, Path.of("x"), 1, false)).build();
        assertDoesNotThrow(() -> new StreamKinds(Map.of(IN, "image/x"), Map.of(OUT, "image")).check(n));
        assertThrows(DmmException.class, () -> new StreamKinds(Map.of(IN, "image"), Map.of(OUT, "image")).check(n));
    }

    private static final String FILE =
            "{\"format\": \"dmm4j-network/1\", \"neurons\": [{\"name\": \"a\", \"type\": \"lite/identity\"},"
                    + " {\"name\": \"b\", \"type\": \"lite/identity\"}], \"matrix\": {\"rank\": 4, \"trainable\": {\"b\": {\"dict\": {\"a\": {\"dict\": 2}}}}},"
                    + " \"kinds\": %s}";

    @Test
    void filesSayKindsAndSayThemAgain() {
        Network n = NetworkJson.read(FILE.formatted("{\"in:b.dict\": \"image\", \"out:a.dict\": \"image\"}"), "text");
        assertEquals(new StreamKinds(Map.of(IN, "image"), Map.of(OUT, "image")), n.kinds());
        StringBuilder once = new StringBuilder();
        NetworkJson.write(n, MatrixFormat.RANK4, once);
        Network again = NetworkJson.read(once.toString(), "text");
        assertEquals(n.kinds(), again.kinds());
        assertEquals(n.kinds(), n.toBuilder().build().kinds());
        Network typed = Networks.load("example:typed/largest-count");
        assertEquals(11, typed.kinds().inputs().size() + typed.kinds().outputs().size());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'in:b.dict': 'image', 'out:a.dict': 'number'} | its source is of the kind 'number' and its target of the kind"
                        + " 'image', expected equal kinds",
                "{'in:c.dict': 'image'} | at /kinds/in:c.dict: kind of 'in:c.dict': no neuron 'c'",
                "{'in:b.dicd': 'image'} | neuron b (lite/identity) has no input 'dicd' (did you mean 'dict'?)",
                "{'b.dict': 'image'} | kind of 'b.dict' is ambiguous: b.dict is an input and an output; write in:b.dict or"
                        + " out:b.dict",
                "{'in:b.dict': ''} | expected the name of a kind, found the empty text",
                "{'in:b.dict': 'image', 'in:/b/dict': 'image'} | the kind of in:b.dict is given twice, expected it once",
                "{'in:b.dict': 3} | text:1:",
                "['image'] | text:1:",
            })
    void mistakesInFilesAreOneSentenceWithTheirPlace(String kinds, String sentence) {
        String text = FILE.formatted(kinds.replace('\'', '"'));
        DmmException e = assertThrows(DmmException.class, () -> NetworkJson.read(text, "text"));
        assertTrue(e.getMessage().startsWith("text:1:"), e.getMessage());
        assertTrue(e.getMessage().contains(sentence), e.getMessage());
        assertEquals(1, e.getMessage().lines().count());
    }

    @Test
    void networksAreCheckedWhenTheyAreBuilt() {
        StreamKinds kinds = new StreamKinds(Map.of(IN, "image"), Map.of(OUT, "number"));
        Network.Builder b = two().kinds(kinds).link("b", "dict", "a", "dict", 2);
        assertThrows(DmmException.class, b::build);
        assertThrows(
                DmmException.class, () -> two().kinds(new StreamKinds(Map.of(Port.of("x", "dict"), "image"), Map.of()))
                        .build());
        assertThrows(DmmException.class, () -> new StreamKinds(Map.of(IN, ""), Map.of()));
    }

    /** The entry is there before cycle 3, and the machine stops. */
    @Test
    void anEntryThatJoinsTwoKindsStopsTheMachine() {
        Network n = Network.builder()
                .add("self", "clj/accum")
                .add("a", "lite/identity")
                .add("b", "lite/identity")
                .add(Neuron.external("edit", Map.of("delta", ExternalPort.OPEN)))
                .self("self", "single", MatrixFormat.RANK4)
                .link("self", "accum", "self", "single", 1)
                .link("self", "delta", "edit", "delta", 1)
                .kinds(new StreamKinds(Map.of(IN, "image"), Map.of(OUT, "number")))
                .build();
        TreeEngine m = new TreeEngine(n, MachineOptions.DEFAULT);
        m.feed(1, 0, Port.of("edit", "delta"), VValue.of(Path.of("b", "dict", "a", "dict"), 1));
        m.run(2);
        DmmException e = assertThrows(DmmException.class, () -> m.run(1));
        assertEquals(
                "cycle 3, lane 0: the matrix in self.single at \"/b/dict/a/dict\": link b.dict <- a.dict * 1.0: its source is of the"
                        + " kind 'number' and its target of the kind 'image', expected equal kinds",
                e.getMessage());
    }

    @Test
    void linksOfAHeldMatrixAreCheckedToo() {
        Network n = Examples.network("journal/reader");
        StreamKinds kinds = new StreamKinds(
                Map.of(Port.of("accum", "delta"), "number"), Map.of(Port.of("reader", "signal"), "image"));
        assertThrows(DmmException.class, () -> kinds.check(n));
    }
}
