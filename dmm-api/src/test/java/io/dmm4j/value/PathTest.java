package io.dmm4j.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class PathTest {
    @Provide
    Arbitrary<List<String>> labels() {
        return Arbitraries.of(Trees.NASTY).list().ofMaxSize(4);
    }

    @Test
    void printsAsJsonPointer() {
        assertEquals("", Path.ROOT.toString());
        assertEquals("/", Path.of("").toString());
        assertEquals("/a~1b/m~0n/~01", Path.of("a/b", "m~n", "~1").toString());
    }

    @Test
    void parts() {
        Path p = Path.of("a", "b", "c");
        assertEquals(3, p.length());
        assertEquals("a", p.label(0));
        assertEquals("c", p.label(2));
        assertEquals("c", p.last());
        assertEquals(Path.of("a", "b"), p.parent());
        assertEquals(Path.of("a"), p.head(1));
        assertEquals(Path.of("b", "c"), p.suffix(1));
        assertSame(p, p.suffix(0));
        assertEquals(Path.ROOT, p.suffix(3));
        assertNull(Path.ROOT.parent());
        assertTrue(Path.ROOT.isRoot());
        assertFalse(p.isRoot());
        assertThrows(IndexOutOfBoundsException.class, () -> p.label(3));
        assertThrows(IndexOutOfBoundsException.class, () -> p.suffix(4));
        assertThrows(NullPointerException.class, () -> p.child(null));
    }

    @Law
    void parseIsTheInverseOfPrinting(@ForAll("labels") List<String> labels) {
        Path p = Path.of(labels);
        assertEquals(p, Path.parse(p.toString()));
        assertEquals(labels, p.labels());
    }

    @Law
    void listsOfLabels(@ForAll("labels") List<String> a, @ForAll("labels") List<String> b) {
        Path p = Path.of(a);
        Path q = Path.of(b);
        assertEquals(a.equals(b), p.equals(q));
        assertEquals(Integer.signum(compare(a, b)), Integer.signum(p.compareTo(q)));
        assertEquals(a.size() >= b.size() && a.subList(0, b.size()).equals(b), p.startsWith(q));
        Path both = p.concat(q);
        assertEquals(q, both.suffix(a.size()));
        assertEquals(p, both.head(a.size()));
        assertEquals(Path.parse(p.toString() + q).hashCode(), both.hashCode());
    }

    private static int compare(List<String> a, List<String> b) {
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
            if (!a.get(i).equals(b.get(i))) {
                return a.get(i).compareTo(b.get(i));
            }
        }
        return a.size() - b.size();
    }

    @Test
    void differentLabelsWithTheSameHashAreDifferentPaths() {
        assertEquals(Path.of("Aa", "x").hashCode(), Path.of("BB", "x").hashCode());
        assertNotEquals(Path.of("Aa", "x"), Path.of("BB", "x"));
    }

    @Test
    void malformedPointers() {
        assertEquals("expected a path that starts with '/', found 'a/b'", message("a/b"));
        assertEquals("expected '~0' or '~1' for each '~' in the path '/a~2'", message("/a~2"));
        assertEquals("expected '~0' or '~1' for each '~' in the path '/a/~'", message("/a/~"));
        assertEquals("':number' names the number of a node and cannot be a label", message("/a/:number"));
    }

    private static String message(String pointer) {
        return assertThrows(DmmException.class, () -> Path.parse(pointer)).getMessage();
    }
}
