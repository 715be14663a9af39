package io.dmm4j.show;

import io.dmm4j.net.Network;
import io.dmm4j.value.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Draws a network as one SVG file that needs nothing else. Boxes are neurons, inputs at the left, outputs at the right;
 * lines are links, the wider the larger the weight, blue where it is positive and red where it is negative, dashed where
 * it is fixed; lines back run below, loops above their box.
 */
public final class Svg {
    private static final double MARGIN = 24;
    private static final double TITLE = 42;
    private static final double LEGEND = 34;
    private static final double TRACK = 12; // between lines back
    private static final double MOST_TRACKS = 220; // all lines back together
    private static final int MOST_WEIGHTS = 60; // with more lines, weights are not written beside them
    private static final String STYLE =
            """
            <style>
            text { font-family: Helvetica, Arial, 'DejaVu Sans', sans-serif; fill: #1a202c; }
            .name { font-size: 12px; font-weight: bold; text-anchor: middle; }
            .type { font-size: 10px; fill: #718096; text-anchor: middle; }
            .port { font-size: 10.5px; }
            .out { text-anchor: end; }
            .probed { font-weight: bold; fill: #975a16; }
            .weight { font-size: 10px; text-anchor: middle; paint-order: stroke; stroke: #ffffff; stroke-width: 3px; }
            .box { fill: #ffffff; stroke: #4a5568; stroke-width: 1.2px; }
            .fed { fill: #e6fffa; }
            .watched { fill: #fffbeb; }
            .link { fill: none; stroke-linecap: round; }
            .fixed { stroke-dasharray: 5 4; stroke-linecap: butt; }
            .title { font-size: 15px; font-weight: bold; }
            .note { font-size: 11px; fill: #4a5568; }
            </style>
            """;

    private final Network network;
    private final Graph graph;
    private final Layers layers;
    private final Places places;
    private final StringBuilder out = new StringBuilder();
    private final double largest;
    private final List<Label> labels = new ArrayList<>(); // written last, so that no line crosses them
    private int tracks; // lines back so far
    private final double track;
    private final double tracksHeight;

    private Svg(Network network, boolean all) {
        this.network = network;
        graph = new Graph(network, all);
        layers = new Layers(graph);
        places = new Places(graph, layers);
        largest = graph.lines().stream().mapToDouble(Graph.Line::size).max().orElse(1);
        long back = graph.lines().stream().filter(this::isBack).count();
        track = back == 0 ? 0 : Math.min(TRACK, MOST_TRACKS / back);
        tracksHeight = back * track + (back == 0 ? 0 : TRACK);
    }

    /** A weight beside its line; (x, y) is its middle. */
    private record Label(double x, double y, String text) {
        private static final double HEIGHT = 12;

        boolean overlaps(Label that) {
            return Math.abs(x - that.x) < (width() + that.width()) / 2 && Math.abs(y - that.y) < HEIGHT;
        }

        double width() {
            return 6 * text.length() + 4.0;
        }
    }

    /**
     * The text of the file.
     *
     * @param all whether neurons without links to others are drawn too
     */
    public static String draw(Network network, boolean all) {
        return new Svg(network, all).draw();
    }

    private String draw() {
        double width = Math.max(420, places.totalWidth() + 2 * MARGIN);
        double height = places.totalHeight() + tracksHeight + TITLE + LEGEND + 2 * MARGIN;
        print(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%.0f\" height=\"%.0f\" viewBox=\"0 0 %.0f %.0f\">%n",
                width, height, width, height);
        out.append(STYLE);
        print("<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>%n");
        title();
        print("<g transform=\"translate(%.1f %.1f)\">%n", MARGIN, MARGIN + TITLE);
        for (int i = 0; i < graph.lines().size(); i++) {
            line(i);
        }
        for (int b = 0; b < graph.boxes().size(); b++) {
            box(b);
        }
        labels.forEach(l -> print("<text class=\"weight\" x=\"%.1f\" y=\"%.1f\">%s</text>%n", l.x, l.y + 3.5, l.text));
        print("</g>%n");
        legend(height - MARGIN);
        return print("</svg>%n").toString();
    }

    private void title() {
        String name = network.name().isEmpty() ? "network" : network.name();
        print("<text class=\"title\" x=\"%.0f\" y=\"%.0f\">%s</text>%n", MARGIN, MARGIN + 12, text(name));
        String note = network.names().size() + " neurons, " + network.links().size() + " links, "
                + network.schedule().name().toLowerCase(Locale.ROOT)
                + (graph.isDetailed() ? "" : "; each line stands for all links between two neurons")
                + (graph.omitted() == 0 ? "" : "; left out: " + graph.omitted() + " without links to others");
        print("<text class=\"note\" x=\"%.0f\" y=\"%.0f\">%s</text>%n", MARGIN, MARGIN + 29, Xml.escape(note));
    }

    private void legend(double y) {
        double x = MARGIN;
        for (String[] entry :
                new String[][] {{"#2b6cb0", "", "positive"}, {"#c53030", "", "negative"}, {"#4a5568", " fixed", "fixed"}
                }) {
            print(
                    "<path class=\"link%s\" d=\"M%.0f %.0fh26\" stroke=\"%s\" stroke-width=\"2.5\"/>%n",
                    entry[1], x, y - 4, entry[0]);
            print("<text class=\"note\" x=\"%.0f\" y=\"%.0f\">%s</text>%n", x + 32, y, entry[2]);
            x += 96;
        }
        print("<text class=\"note\" x=\"%.0f\" y=\"%.0f\">width: |weight|</text>%n", x, y);
    }

    // ---- boxes -------------------------------------------------------------------------------------

    private void box(int b) {
        Graph.Box box = graph.boxes().get(b);
        String kind = box.external() ? " fed" : box.probed().isEmpty() ? "" : " watched";
        double middle = places.left(b) + places.width(b) / 2;
        print("<g><title>%s</title>%n", Xml.escape(box.name() + " (" + box.type() + ")"));
        print(
                "<rect class=\"box%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"5\"/>%n",
                kind, places.left(b), places.top(b), places.width(b), places.bottom(b) - places.top(b));
        print("<text class=\"name\" x=\"%.1f\" y=\"%.1f\">%s</text>%n", middle, places.top(b) + 15, text(box.name()));
        print("<text class=\"type\" x=\"%.1f\" y=\"%.1f\">%s</text>%n", middle, places.top(b) + 28, text(box.type()));
        for (int i = 0; i < box.inputs().size(); i++) {
            port(box, "in:", box.inputs().get(i), "", places.left(b) + 7, places.portY(b, i));
        }
        for (int i = 0; i < box.outputs().size(); i++) {
            port(box, "out:", box.outputs().get(i), " out", places.right(b) - 7, places.portY(b, i));
        }
        print("</g>%n");
    }

    private void port(Graph.Box box, String side, String port, String kind, double x, double y) {
        String probe = side + io.dmm4j.net.Port.of(box.name(), port).text();
        String probed = box.probed().contains(probe) ? " probed" : "";
        print("<text class=\"port%s%s\" x=\"%.1f\" y=\"%.1f\">%s</text>%n", kind, probed, x, y + 4, text(port));
    }

    // ---- lines -------------------------------------------------------------------------------------

    private boolean isBack(Graph.Line l) {
        return !l.isLoop() && layers.of(l.from()) > layers.of(l.to());
    }

    private void line(int i) {
        Graph.Line l = graph.lines().get(i);
        double x1 = places.right(l.from());
        double y1 = places.portY(l.from(), l.output());
        double x2 = places.left(l.to());
        double y2 = places.portY(l.to(), l.input());
        List<double[]> spots = new ArrayList<>();
        String d;
        if (l.isLoop()) {
            d = loop(l, x1, y1, x2, y2, spots);
        } else if (isBack(l)) {
            d = back(x1, y1, x2, y2, spots);
        } else if (layers.isForward(l)) {
            d = forward(i, x1, y1, x2, y2, spots);
        } else {
            d = beside(x1, y1, places.right(l.to()), y2, spots);
        }
        draw(l, d);
        if (graph.isDetailed() && graph.lines().size() <= MOST_WEIGHTS && l.weight() != 1) {
            label(Numbers.format(Math.rint(l.weight() * 1000) / 1000), spots);
        }
    }

    private void draw(Graph.Line l, String d) {
        double share = largest == 0 ? 0 : Math.sqrt(l.size() / largest);
        double crowd =
                graph.isDetailed() ? 1 : Math.min(1, 8 / Math.sqrt(graph.lines().size()));
        print(
                "<path class=\"link%s\" d=\"%s\" stroke=\"%s\" stroke-width=\"%.2f\" stroke-opacity=\"%.2f\">"
                        + "<title>%s</title></path>%n",
                l.fixed() ? " fixed" : "",
                d,
                l.weight() < 0 ? "#c53030" : "#2b6cb0",
                0.6 + (graph.isDetailed() ? 3.9 : 2) * share,
                graph.isDetailed() ? 0.85 : (0.2 + 0.8 * share) * crowd,
                Xml.escape(l.title()));
    }

    /** Puts a weight at the first of some spots where it hides no other, else at the first. */
    private void label(String weight, List<double[]> spots) {
        Label best = null;
        for (double[] spot : spots) {
            Label here = new Label(spot[0], spot[1], weight);
            boolean free = labels.stream().noneMatch(here::overlaps);
            best = best == null || free ? here : best;
            if (free) {
                break;
            }
        }
        labels.add(best);
    }

    /** A smooth line through the points between; its label stands in one of the gaps. */
    private String forward(int i, double x1, double y1, double x2, double y2, List<double[]> spots) {
        StringBuilder d = new StringBuilder(at("M", x1, y1));
        double x = x1;
        double y = y1;
        List<double[]> points = new ArrayList<>(places.between(i));
        points.add(new double[] {x2, x2, y2});
        for (double[] p : points) {
            double bend = (p[0] - x) / 2;
            d.append(curve(x + bend, y, p[0] - bend, p[2], p[0], p[2]));
            for (double t : new double[] {0.5, 0.66, 0.34, 0.8, 0.2}) {
                double rise = t * t * (3 - 2 * t); // where the curve is, because its ends are level
                spots.add(new double[] {x + (p[0] - x) * (1.5 * t - 1.5 * t * t + t * t * t), y + (p[2] - y) * rise});
            }
            if (p[1] > p[0]) {
                d.append(at("L", p[1], p[2]));
            }
            x = p[1];
            y = p[2];
        }
        return d.toString();
    }

    /** Over the top of the box. */
    private String loop(Graph.Line l, double x1, double y1, double x2, double y2, List<double[]> spots) {
        double top = places.top(l.from()) - 9;
        spots.add(new double[] {(x1 + x2) / 2, top});
        return at("M", x1, y1)
                + curve(x1 + 16, y1, x1 + 16, top, x1 - 4, top)
                + at("L", x2 + 4, top)
                + curve(x2 - 16, top, x2 - 16, y2, x2, y2);
    }

    /** Below all boxes, each on a track of its own. */
    private String back(double x1, double y1, double x2, double y2, List<double[]> spots) {
        int k = tracks++;
        double y = places.totalHeight() + TRACK + k * track;
        double out1 = x1 + 12 + k * 3 % 30;
        double out2 = x2 - 12 - k * 3 % 30;
        spots.add(new double[] {(x1 + x2) / 2, y});
        spots.add(new double[] {(x1 + x2) / 2 + 40, y});
        return at("M", x1, y1)
                + curve(out1 + 6, y1, out1, y1 + 6, out1, y1 + 16)
                + at("L", out1, y - 10)
                + curve(out1, y, out1, y, out1 - 10, y)
                + at("L", out2 + 10, y)
                + curve(out2, y, out2, y, out2, y - 10)
                + at("L", out2, y2 + 16)
                + curve(out2, y2 + 6, out2 - 6, y2, x2, y2);
    }

    /** Between boxes of one column. */
    private String beside(double x1, double y1, double x2, double y2, List<double[]> spots) {
        double out1 = 26 + Math.abs(y2 - y1) / 12;
        spots.add(new double[] {x1 + 0.75 * out1, (y1 + y2) / 2});
        return at("M", x1, y1) + curve(x1 + out1, y1, x2 + out1, y2, x2, y2);
    }

    private static String at(String command, double x, double y) {
        return String.format(Locale.ROOT, "%s%.1f %.1f", command, x, y);
    }

    private static String curve(double x1, double y1, double x2, double y2, double x, double y) {
        return String.format(Locale.ROOT, "C%.1f %.1f %.1f %.1f %.1f %.1f", x1, y1, x2, y2, x, y);
    }

    private static String text(String name) {
        return Xml.escape(Xml.shorten(name));
    }

    private StringBuilder print(String format, Object... values) {
        return out.append(String.format(Locale.ROOT, format, values));
    }
}
