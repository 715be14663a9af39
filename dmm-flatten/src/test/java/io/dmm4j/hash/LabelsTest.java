package io.dmm4j.hash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.value.DmmException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class LabelsTest {
    @Test
    void idsAreDenseInTheOrderOfFirstInterning() {
        Labels labels = new Labels();
        assertEquals(0, labels.intern("b"));
        assertEquals(1, labels.intern("a"));
        assertEquals(0, labels.intern("b"));
        assertEquals(2, labels.intern(""));
        assertEquals(1, labels.id("a"));
        assertEquals(-1, labels.id("c"));
        assertEquals("b", labels.text(0));
        assertEquals(3, labels.size());
    }

    @Test
    void aNewWordTakesTheLowestSpareId() {
        Labels labels = new Labels();
        labels.intern("a");
        assertEquals(-1, labels.bind("x"));
        assertEquals(1, labels.reserve(2));
        assertEquals(3, labels.intern("b"));
        assertEquals(4, labels.reserve(1));
        assertEquals(3, labels.spares());
        assertEquals(1, labels.bind("x"));
        assertEquals(1, labels.bind("x"));
        assertEquals(0, labels.bind("a"));
        assertEquals(2, labels.bind("y"));
        assertEquals(4, labels.bind("z"));
        assertEquals(-1, labels.bind("w"));
        assertEquals("y", labels.text(2));
        assertEquals(0, labels.spares());
        assertEquals(5, labels.size());
    }

    @Test
    void textsThatCollideAsStringsStayApart() {
        Labels labels = new Labels();
        assertEquals("AaAa".hashCode(), "BBBB".hashCode());
        assertEquals(0, labels.intern("AaAa"));
        assertEquals(1, labels.intern("BBBB"));
        assertEquals(2, labels.intern("AaBB"));
    }

    @Test
    void spareAndUnknownIdsHaveNoText() {
        Labels labels = new Labels();
        labels.reserve(1);
        assertFalse(labels.isBound(0));
        assertFalse(labels.isBound(1));
        assertFalse(labels.isBound(-1));
        DmmException spare = assertThrows(DmmException.class, () -> labels.text(0));
        assertEquals("label id 0 is spare, expected an id with a text", spare.getMessage());
        DmmException unknown = assertThrows(DmmException.class, () -> labels.text(1));
        assertEquals("label id 1 is none of the 1 known, expected an id with a text", unknown.getMessage());
        assertThrows(DmmException.class, () -> labels.text(-1));
        assertThrows(IllegalArgumentException.class, () -> labels.reserve(-1));
    }

    @Test
    void anyTextSurvivesAFile() throws IOException {
        Labels labels = new Labels();
        String[] texts = {"", "a", "/~.\"\n\0", "été", "\uD83D\uDE00", "\uD800", "\uDC00", "x".repeat(100_001)};
        for (String text : texts) {
            labels.intern(text);
            labels.reserve(1);
        }
        Labels loaded = load(save(labels));
        assertEquals(labels.size(), loaded.size());
        assertEquals(texts.length, loaded.spares());
        for (int i = 0; i < texts.length; i++) {
            assertEquals(texts[i], loaded.text(2 * i));
            assertEquals(2 * i, loaded.id(texts[i]));
        }
        assertEquals(1, loaded.bind("new"));
    }

    @Test
    void noLabelsSurviveAFile() throws IOException {
        assertEquals(0, load(save(new Labels())).size());
    }

    @Test
    void damageIsFoundWhereverItIs() throws IOException {
        Labels labels = new Labels();
        labels.intern("one");
        labels.reserve(1);
        labels.intern("two");
        byte[] file = save(labels);
        for (int length = 0; length < file.length; length++) {
            byte[] cut = java.util.Arrays.copyOf(file, length);
            DmmException e = assertThrows(DmmException.class, () -> load(cut));
            assertTrue(e.getMessage().startsWith("f.labels: the label file ends early"), e.getMessage());
        }
        for (int bit = 0; bit < 8 * file.length; bit++) {
            byte[] bad = file.clone();
            bad[bit / 8] ^= (byte) (1 << bit % 8);
            DmmException e = assertThrows(DmmException.class, () -> load(bad), "bit " + bit);
            assertTrue(e.getMessage().startsWith("f.labels: "), e.getMessage());
        }
    }

    private static byte[] save(Labels labels) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        labels.save(out);
        return out.toByteArray();
    }

    private static Labels load(byte[] file) throws IOException {
        return Labels.load(new ByteArrayInputStream(file), "f.labels");
    }
}
