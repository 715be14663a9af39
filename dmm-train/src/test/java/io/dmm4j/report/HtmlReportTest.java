package io.dmm4j.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.report.History.Row;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

class HtmlReportTest {
    private static HtmlReport full(String name) {
        History history = new History();
        history.add(new Row(1, 10, 1, 20, 5, ""));
        history.add(new Row(2, 5, 1, 19, 5, name));
        List<LinkRow> links = List.of(new LinkRow(name, name, 0.5, name), new LinkRow(name, "b", -1, ""));
        return new HtmlReport(name)
                .summary(name, name)
                .history(history)
                .drawing(name, "<svg xmlns='http://www.w3.org/2000/svg'><text>" + name + "</text></svg>")
                .matrix(MatrixPicture.of(name, links))
                .links(links)
                .setting(name, name)
                .seed(name, 42)
                .machine(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "\"><img src=x onerror=alert(1)>",
                "' onload='alert(1)",
                "</title></style></svg></table>",
                "]]><!-- --!> <![CDATA[",
                "&amp;&#0;&lt;%s%n%d",
                "é漢😀 plain"
            })
    void hostileNames(String name) {
        String text = Page.text(full(name));
        Page page = Page.parse(text);
        assertEquals(List.of(name), page.texts("h1"));
        assertEquals(7, page.texts("td").stream().filter(name::equals).count());
        assertTrue(page.texts("title").stream().anyMatch(t -> t.equals(name + " \u2190 " + name + ": 0.5")));
        assertTrue(page.texts("title").contains("step 2: " + name));
        assertTrue(page.all("script").isEmpty());
        assertEquals(1, page.all("img").size());
        for (Element e : page.all("*")) {
            for (int i = 0; i < e.getAttributes().getLength(); i++) {
                assertFalse(e.getAttributes().item(i).getNodeName().startsWith("on"));
            }
        }
    }

    @Test
    void charactersThatNoPageMayHold() {
        Page page = Page.of(full("a\0b\u0007c\uD800d\u202Ee\uFFFEf\u0085\n\tg"));
        assertEquals(List.of("aU+0000bU+0007cU+D800dU+202EeU+FFFEfU+0085\n\tg"), page.texts("h1"));
    }

    @Test
    void sectionsInOrderAndOnlyWhereTheyHaveContent() {
        assertEquals(
                List.of("Loss and links", "Pruning log", "Network", "Matrix", "Links", "Settings", "Seeds", "Machine"),
                Page.of(full("a")).texts("h2"));
        Page empty = Page.of(new HtmlReport("nothing yet"));
        assertEquals(List.of(), empty.texts("h2"));
        assertEquals(List.of("nothing yet"), empty.texts("h1"));
    }

    @Test
    void nothingIsFetched() {
        String text = Page.text(full("a"));
        String addresses = text.replace("http://www.w3.org/2000/svg", "").replace("http://www.w3.org/1999/xhtml", "");
        assertFalse(addresses.contains("http:") || addresses.contains("https:") || addresses.contains("url("));
        assertTrue(text.contains("content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'\""));
        for (Element image : Page.parse(text).all("img")) {
            assertTrue(image.getAttribute("src").startsWith("data:image/svg+xml;base64,"));
        }
    }

    @Test
    void drawingsAreKeptToTheByteAndApart() {
        String svg = "<svg><style>body { display: none }</style> é & not even closed";
        Page page = Page.of(new HtmlReport("a").drawing("before", svg).drawing("after", "<svg/>"));
        assertEquals(List.of("before", "after"), page.texts("h3"));
        String data = page.all("img").get(0).getAttribute("src").substring("data:image/svg+xml;base64,".length());
        assertEquals(svg, new String(Base64.getDecoder().decode(data), StandardCharsets.UTF_8));
    }

    @Test
    void longTablesAreCutAndCounted() {
        List<LinkRow> links = Collections.nCopies(HtmlReport.MOST_ROWS + 7, new LinkRow("a", "b", 1, ""));
        Page page = Page.of(new HtmlReport("a").links(links));
        assertEquals(HtmlReport.MOST_ROWS + 1, page.all("tr").size());
        assertEquals(List.of("and 7 more"), page.texts("p"));
    }

    @Test
    void longHistoriesStaySmall() {
        History history = new History();
        for (int step = 1; step <= 100_000; step++) {
            history.add(new Row(step, 1 + step * 7919L % 1000, 0, 100_001 - step, 1, step % 10 == 0 ? "cut" : ""));
        }
        String text = Page.text(new HtmlReport("a").history(history));
        Page page = Page.parse(text);
        for (Element curve : page.all("polyline")) {
            int points = curve.getAttribute("points").split(" ").length;
            assertTrue(points > Chart.WIDTH && points < 8 * Chart.WIDTH, points + " points");
        }
        assertTrue(page.all("g", "event").size() < 2 * Chart.WIDTH / 3);
        assertTrue(text.length() < 2_000_000, text.length() + " characters");
    }

    @Test
    void sameContentSamePage() {
        HtmlReport report = full("a");
        assertEquals(Page.text(report), Page.text(report));
        assertEquals(Page.text(report), Page.text(full("a")));
    }
}
