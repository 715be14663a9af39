package io.dmm4j.net;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.dmm4j.value.DmmException;
import io.dmm4j.value.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

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

    @Test
    void linksOfAHeldMatrixAreCheckedToo() {
        Network n = Examples.network("journal/reader");
        StreamKinds kinds = new StreamKinds(
                Map.of(Port.of("accum", "delta"), "number"), Map.of(Port.of("reader", "signal"), "image"));
        assertThrows(DmmException.class, () -> kinds.check(n));
    }
}
