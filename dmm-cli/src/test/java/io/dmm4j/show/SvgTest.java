package io.dmm4j.show;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.net.Examples;
import io.dmm4j.net.ExternalPort;
import io.dmm4j.net.Network;
import io.dmm4j.net.Neuron;
import io.dmm4j.net.Probe;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class SvgTest {
    private static final String NASTY = "</text><script>alert('&amp;\"')</script>\u0000\u001B\uD800\uFFFE";

    @Test
    void everyExampleIsWellFormedAndNamesItsNeurons() throws Exception {
        for (String name : Examples.names()) {
            Network n = Examples.network(name);
            Document svg = parse(Svg.draw(n, true));
            List<String> texts = texts(svg, "text");
            assertTrue(texts.contains(name), name);
            assertTrue(texts.containsAll(n.names()), name);
        }
    }

    @Test
    void namesCannotEscape() throws Exception {
        Network n = Network.builder()
                .name(NASTY)
                .add(Neuron.external(NASTY, Map.of(NASTY, ExternalPort.OPEN)))
                .add("\"\\N\n{<b>|}", "clj/identity")
                .link("\"\\N\n{<b>|}", "single", NASTY, NASTY, -0.5)
                .probe(Probe.out(NASTY, NASTY))
                .build();
        Document svg = parse(Svg.draw(n, false));
        assertEquals(0, svg.getElementsByTagName("script").getLength());
        assertTrue(texts(svg, "text").contains("-0.5"));

        StringWriter dot = new StringWriter();
        PrintWriter out = new PrintWriter(dot);
        Dot.write(n, out);
        out.flush();
        assertTrue(dot.toString().contains("\"\\\"\\\\N\\n{<b>|}\" [label="), dot.toString());
        assertFalse(dot.toString().contains("\u0000"));
        assertFalse(dot.toString().contains("\uD800"));
    }

    @Test
    void neuronsWithoutLinksToOthersAreLeftOutUnlessAskedFor() throws Exception {
        Network n = Examples.network("word-count").toBuilder()
                .add("lonely", "clj/timer")
                .link("lonely", "timer", "lonely", "timer", 1)
                .build();
        assertFalse(texts(parse(Svg.draw(n, false)), "text").contains("lonely"));
        assertTrue(texts(parse(Svg.draw(n, true)), "text").contains("lonely"));
    }

    @Test
    void anEmptyNetworkIsAPictureToo() throws Exception {
        parse(Svg.draw(Network.builder().build(), false));
    }

    @Test
    void aLoopAndALineBackAreDrawn() throws Exception {
        Network n = Network.builder()
                .add("a", "clj/accum")
                .add("b", "clj/identity")
                .link("a", "accum", "a", "single", 0.5)
                .link("b", "single", "a", "single", 1)
                .link("a", "delta", "b", "single", -1)
                .build();
        Document svg = parse(Svg.draw(n, false));
        List<String> titles = texts(svg, "title");
        assertTrue(titles.contains("a.accum <- a.single * 0.5"), () -> titles + "");
        assertTrue(titles.contains("a.delta <- b.single * -1.0"), () -> titles + "");
    }

    @Test
    void layersAreLongestPathsWithoutLinesBack() {
        Network.Builder b = Network.builder();
        for (String name : List.of("c", "a", "d", "b")) {
            b.add(name, "clj/sum");
        }
        b.link("b", "left", "a", "single", 1)
                .link("c", "left", "b", "single", 1)
                .link("d", "left", "a", "single", 1)
                .link("d", "right", "c", "single", 1)
                .link("d", "right", "d", "single", 1)
                .link("b", "right", "d", "single", 1);
        Layers layers = new Layers(new Graph(b.build(), false));
        assertEquals(3, layers.count());
        assertEquals("c@0 a@0 d@1 b@2", layers.toString()); // b -> c leads back
    }

    @Test
    void aDenseKnotStandsInOneColumn() {
        Graph recurrent = new Graph(Examples.network("duplicate-detector/recurrent"), false);
        assertFalse(recurrent.isDetailed());
        Layers layers = new Layers(recurrent);
        assertEquals(3, layers.count());
        Graph feedForward = new Graph(Examples.network("duplicate-detector/trainable"), false);
        assertEquals(7, new Layers(feedForward).count());
    }

    @Test
    void boxesOfAColumnDoNotOverlap() {
        Graph g = new Graph(Examples.network("duplicate-detector/compare-free"), true);
        Layers layers = new Layers(g);
        Places places = new Places(g, layers);
        for (int a = 0; a < g.boxes().size(); a++) {
            for (int b = 0; b < a; b++) {
                boolean apart = layers.of(a) != layers.of(b)
                        || places.bottom(a) < places.top(b)
                        || places.bottom(b) < places.top(a);
                assertTrue(apart, g.boxes().get(a) + " and " + g.boxes().get(b));
            }
        }
    }

    @Test
    void poolingGivesTheNearestNondecreasingNumbers() {
        assertArrayEquals(new double[] {1, 2.5, 2.5, 4}, Places.nondecreasing(new double[] {1, 3, 2, 4}));
        assertArrayEquals(new double[] {2, 2, 2}, Places.nondecreasing(new double[] {3, 2, 1}));
        assertArrayEquals(new double[] {}, Places.nondecreasing(new double[] {}));
    }

    private static Document parse(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }

    private static List<String> texts(Document svg, String element) {
        NodeList found = svg.getElementsByTagName(element);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            texts.add(found.item(i).getTextContent());
        }
        return texts;
    }
}
