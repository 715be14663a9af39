package io.dmm4j.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.report.MatrixPicture.Entry;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class MatrixPictureTest {
    private static double attribute(Element e, String name) {
        return Double.parseDouble(e.getAttribute(name));
    }

    private static List<String> names(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
    }

    @Test
    void squaresStandWhereTheirLinksAre() {
        List<Entry> entries = List.of(new Entry(0, 0, 1), new Entry(1, 2, -4), new Entry(1, 0, 0));
        Page page = Page.parse(new MatrixPicture("m", names("in", 2), names("out", 3), entries).draw());
        Element ground = page.all("rect", "ground").get(0);
        double cell = attribute(ground, "width") / 3;
        assertEquals(cell, attribute(ground, "height") / 2);
        Element positive = page.all("rect", "positive").get(0);
        Element negative = page.all("rect", "negative").get(0);
        assertEquals(attribute(ground, "x") + 0.5, attribute(positive, "x"));
        assertEquals(attribute(ground, "y") + 0.5, attribute(positive, "y"));
        assertEquals(attribute(ground, "x") + 2 * cell + 0.5, attribute(negative, "x"));
        assertEquals(attribute(ground, "y") + cell + 0.5, attribute(negative, "y"));
        assertEquals(1, attribute(negative, "fill-opacity"));
        assertEquals(0.56, attribute(positive, "fill-opacity"));
        assertEquals("in1 \u2190 out2: -4", negative.getTextContent());
        assertEquals(4, page.all("rect").size());
        assertTrue(page.texts("text").stream().anyMatch(t -> t.endsWith("out2")));
    }

    @Test
    void severalLinksInOnePlace() {
        List<Entry> entries = List.of(new Entry(0, 0, 1), new Entry(0, 0, -2), new Entry(0, 0, 0.5));
        Page page = Page.parse(new MatrixPicture("m", names("in", 1), names("out", 1), entries).draw());
        assertEquals(
                "3 links, the largest: in0 \u2190 out0: -2",
                page.all("rect", "negative").get(0).getTextContent());
    }

    @Test
    void largeMatricesAreDrawnInBlocks() {
        List<Entry> entries = IntStream.range(0, 1001)
                .boxed()
                .flatMap(i -> IntStream.range(0, 300).mapToObj(j -> new Entry(i, j, i == 700 && j == 299 ? -9 : 0.1)))
                .toList();
        Page page = Page.parse(new MatrixPicture("m", names("in", 1001), names("out", 300), entries).draw());
        assertEquals(1 + 167 * 150, page.all("rect").size());
        assertEquals(
                "12 links, the largest: in700 \u2190 out299: -9",
                page.all("rect", "negative").get(0).getTextContent());
    }

    @Test
    void numbersThatAreNotFiniteStandOut() {
        List<Entry> entries = List.of(new Entry(0, 0, Double.NaN), new Entry(0, 1, 2));
        Page page = Page.parse(new MatrixPicture("m", names("in", 1), names("out", 2), entries).draw());
        assertEquals("in0 \u2190 out0: NaN", page.all("rect", "odd").get(0).getTextContent());
        assertEquals(1, attribute(page.all("rect", "positive").get(0), "fill-opacity"));
    }

    @Test
    void nothingAtAll() {
        Page page = Page.parse(new MatrixPicture("m", List.of(), List.of(), List.of()).draw());
        assertEquals(1, page.all("rect").size());
    }

    @Test
    void longNamesAreShortenedOnlyToTheEye() {
        String name = "😀".repeat(40);
        MatrixPicture picture = MatrixPicture.of("m", List.of(new LinkRow(name, name, 1, "")));
        assertEquals(List.of(name), picture.inputs());
        Page page = Page.parse(picture.draw());
        assertEquals(name + "😀".repeat(29) + "\u2026", page.texts("text").get(0));
    }
}
