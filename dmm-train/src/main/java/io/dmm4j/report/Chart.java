package io.dmm4j.report;

import io.dmm4j.report.Thinning.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** Curves over steps as an SVG element, with a logarithmic axis upwards. */
final class Chart {
    static final double WIDTH = 960;
    static final double HEIGHT = 250;
    static final double LEFT = 66;
    static final double RIGHT = WIDTH - 32;
    static final double TOP = 26;
    static final double BOTTOM = HEIGHT - 26;

    /**
     * A curve.
     *
     * @param style its class in the style sheet
     * @param stepped whether the value of a point holds until the next
     */
    record Series(String name, String style, boolean stepped, List<Point> points) {}

    private final String title;
    private final List<Series> series;
    private final List<History.Row> events;
    private final Axis x;
    private final Axis y;
    private final StringBuilder out = new StringBuilder();

    private Chart(String title, List<Series> series, List<History.Row> events, Axis x, Axis y) {
        this.title = title;
        this.series = series;
        this.events = events;
        this.x = x;
        this.y = y;
    }

    /** The axis of steps: the same for all charts of a history. */
    static Axis steps(List<History.Row> rows) {
        double least = rows.isEmpty() ? 0 : rows.get(0).step();
        double most = rows.isEmpty() ? 1 : rows.get(rows.size() - 1).step();
        return Axis.linear(least, most, LEFT, RIGHT);
    }

    /** The axis that shows all positive numbers of some curves. */
    static Axis values(List<Series> series) {
        double[] shown = series.stream()
                .flatMap(s -> s.points.stream())
                .mapToDouble(Point::y)
                .filter(v -> Double.isFinite(v) && v > 0)
                .sorted()
                .toArray();
        double least = shown.length == 0 ? 1 : shown[0];
        double most = shown.length == 0 ? 10 : shown[shown.length - 1];
        return Axis.logarithmic(least, most, BOTTOM, TOP);
    }

    /**
     * Draws.
     *
     * @param events rows whose event is marked
     */
    static String draw(String title, List<Series> series, List<History.Row> events, Axis x) {
        return new Chart(title, series, events, x, values(series)).draw();
    }

    private String draw() {
        print(
                "<svg class=\"chart\" xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" viewBox=\"0 0 %.0f %.0f\">\n",
                WIDTH, HEIGHT);
        out.append(Markup.element("title", title)).append('\n');
        boolean counts = series.stream().allMatch(s -> s.style().equals("links"));
        y.ticks().stream().filter(t -> !counts || t == Math.rint(t)).forEach(this::horizontal);
        x.ticks().forEach(this::vertical);
        markEvents();
        double legend = LEFT;
        long hidden = 0;
        for (Series s : series) {
            hidden += curve(s);
            print("<path class=\"%s\" d=\"M%.0f 12h22\"/>", s.style, legend);
            print("<text x=\"%.0f\" y=\"16\">%s</text>\n", legend + 28, Markup.escape(s.name));
            legend += 60 + 7 * s.name.length();
        }
        if (hidden > 0) {
            print(
                    "<text x=\"%.0f\" y=\"16\">(not drawn: %d points that are 0, negative or not finite)</text>\n",
                    legend, hidden);
        }
        return out.append("</svg>\n").toString();
    }

    private void horizontal(double tick) {
        print("<path class=\"grid\" d=\"M%.0f %sH%.0f\"/>", LEFT, Markup.coordinate(y.at(tick)), RIGHT);
        print(
                "<text class=\"left\" x=\"%.0f\" y=\"%s\">%s</text>\n",
                LEFT - 6, Markup.coordinate(y.at(tick) + 4), Markup.number(tick));
    }

    private void vertical(double tick) {
        String at = Markup.coordinate(x.at(tick));
        print("<path class=\"grid\" d=\"M%s %.0fV%.0f\"/>", at, TOP, BOTTOM);
        print("<text class=\"below\" x=\"%s\" y=\"%.0f\">%s</text>\n", at, BOTTOM + 17, Markup.number(tick));
    }

    /** One mark per column of three pixels, with everything that happened there as its tooltip. */
    private void markEvents() {
        for (int from = 0; from < events.size(); ) {
            double at = x.at(events.get(from).step());
            StringBuilder said = new StringBuilder();
            int to = from;
            while (to < events.size() && x.at(events.get(to).step()) - at < 3) {
                said.append(to == from ? "" : "\n")
                        .append("step ")
                        .append(events.get(to).step())
                        .append(": ");
                said.append(events.get(to).event());
                to++;
            }
            print("<g class=\"event\"><title>%s</title>", Markup.escape(said.toString()));
            print("<path d=\"M%s %.0fV%.0fl-4 7h8l-4 -7\"/></g>\n", Markup.coordinate(at), TOP, BOTTOM);
            from = to;
        }
    }

    /** Draws the pieces of a curve between what cannot be shown; gives the number of points left out. */
    private long curve(Series s) {
        DoubleUnaryOperator column = x::at;
        List<Point> piece = new ArrayList<>();
        long hidden = 0;
        for (Point p : s.points) {
            if (y.shows(p.y())) {
                piece.add(p);
            } else {
                line(s, Thinning.thin(piece, column));
                piece.clear();
                hidden++;
            }
        }
        line(s, Thinning.thin(piece, column));
        return hidden;
    }

    private void line(Series s, List<Point> points) {
        if (points.isEmpty()) {
            return;
        }
        StringBuilder text = new StringBuilder();
        Point before = points.get(0);
        for (Point p : points) {
            if (s.stepped && p.y() != before.y()) {
                corner(p.x(), before.y(), text);
            }
            corner(p.x(), p.y(), text);
            before = p;
        }
        if (points.size() == 1) {
            corner(before.x(), before.y(), text); // a line of no length shows as a dot
        }
        print(
                "<polyline class=\"%s\" points=\"%s\"/>\n",
                s.style, text.toString().strip());
    }

    private void corner(double px, double py, StringBuilder text) {
        text.append(' ').append(Markup.coordinate(x.at(px)));
        text.append(',').append(Markup.coordinate(y.at(py)));
    }

    private void print(String format, Object... arguments) {
        out.append(Markup.format(format, arguments));
    }
}
