package io.dmm4j.report;

import io.dmm4j.report.Chart.Series;
import io.dmm4j.report.Thinning.Point;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * One page about a run, in one file that needs nothing else: curves, events, drawings, matrices, links, settings. Sections
 * come in this order, and those that were not given are left out.
 *
 * <p>The page is HTML and well-formed XML at once. Every text is escaped, no script runs (a content security policy in
 * the page forbids all that is not in it), and drawings are embedded as images, so that their styles and names cannot meet
 * those of the page and nothing in them can run. It reads in light and in dark.
 */
public final class HtmlReport {
    /** The most rows that a table shows; the rest is counted. */
    public static final int MOST_ROWS = 5000;

    private static final String HEAD =
            """
            <!DOCTYPE html>
            <html lang="en" xmlns="http://www.w3.org/1999/xhtml">
            <head>
            <meta charset="utf-8"/>
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'"/>
            <meta name="viewport" content="width=device-width, initial-scale=1"/>
            <style>
            :root { color-scheme: light dark; --ground: #ffffff; --text: #1a202c; --soft: #5a6577; --line: #d9dee6;
              --panel: #f4f6f9; --first: #2b6cb0; --second: #b7791f; --third: #2f855a; --positive: #2b6cb0;
              --negative: #c53030; --odd: #d53fd0; }
            @media (prefers-color-scheme: dark) { :root { --ground: #14181f; --text: #e6eaf0; --soft: #9aa5b5;
              --line: #333c49; --panel: #1d232c; --first: #63a4e8; --second: #e0b050; --third: #68c391;
              --positive: #58a6ff; --negative: #ff6b6b; --odd: #f07be8; } }
            body { margin: 0 auto; padding: 1.5rem; max-width: 1000px; background: var(--ground); color: var(--text);
              font: 15px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif; }
            h1 { font-size: 1.5rem; margin: 0 0 .5rem; overflow-wrap: anywhere; }
            h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; padding-bottom: .2rem; border-bottom: 1px solid var(--line); }
            h3 { font-size: 1rem; margin: 1rem 0 .3rem; }
            p { margin: .3rem 0; }
            .note { color: var(--soft); }
            .wide { overflow: auto; max-height: 80vh; }
            table { border-collapse: collapse; font-size: 13px; }
            th, td { text-align: left; vertical-align: top; padding: .2rem .9rem .2rem 0;
              border-bottom: 1px solid var(--line); overflow-wrap: anywhere; white-space: pre-wrap; }
            th { color: var(--soft); font-weight: 600; overflow-wrap: normal; position: sticky; top: 0; background: var(--ground); }
            .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
            svg text { fill: var(--soft); font-size: 11px; }
            .chart { display: block; width: 100%; height: auto; margin: .4rem 0; }
            .chart path, .chart polyline { fill: none; }
            .grid { stroke: var(--line); stroke-width: 1; }
            .left { text-anchor: end; }
            .below { text-anchor: middle; }
            .loss, .regularisation, .links { stroke-width: 1.6; stroke-linejoin: round; stroke-linecap: round; }
            .loss { stroke: var(--first); }
            .regularisation { stroke: var(--second); }
            .links { stroke: var(--third); }
            .chart .event path { stroke: var(--soft); fill: var(--soft); stroke-width: .7; opacity: .55; }
            .chart .event:hover path { stroke: var(--negative); fill: var(--negative); opacity: 1; }
            .ground { fill: var(--panel); stroke: var(--line); }
            .positive { fill: var(--positive); }
            .negative { fill: var(--negative); }
            .odd { fill: var(--odd); }
            .matrix rect:hover { stroke: var(--text); }
            .key { display: inline-block; width: .8em; height: .8em; margin: 0 .3em 0 .9em; }
            .plus { background: var(--positive); }
            .minus { background: var(--negative); }
            img { background: #ffffff; color-scheme: only light; max-width: 100%; border: 1px solid var(--line);
              border-radius: 4px; }
            </style>
            """;

    /** Columns that stand to the right. */
    private static final List<String> NUMBERS = List.of("step", "loss", "links", "weight");

    private final String title;
    private final Map<String, String> drawings = new LinkedHashMap<>();
    private final List<MatrixPicture> matrices = new ArrayList<>();
    private final Map<String, String> summary = new LinkedHashMap<>();
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final Map<String, String> seeds = new LinkedHashMap<>();
    private final StringBuilder out = new StringBuilder();
    private History history = new History();
    private List<LinkRow> links = List.of();
    private String machine = "";

    /** A report without content. */
    public HtmlReport(String title) {
        this.title = title;
    }

    /** A fact that stands at the head of the page, such as the final loss. */
    public HtmlReport summary(String name, String value) {
        summary.put(name, value);
        return this;
    }

    /** The course of the run: its curves, and its events as a table. */
    public HtmlReport history(History course) {
        history = course;
        return this;
    }

    /**
     * A drawing, such as the network before or after.
     *
     * @param svg the text of an SVG file; what is wrong in it spoils the drawing and nothing else
     */
    public HtmlReport drawing(String caption, String svg) {
        drawings.put(caption, svg);
        return this;
    }

    /** A matrix as a picture. */
    public HtmlReport matrix(MatrixPicture picture) {
        matrices.add(picture);
        return this;
    }

    /** The surviving links, in the order of the table. */
    public HtmlReport links(List<LinkRow> survivors) {
        links = List.copyOf(survivors);
        return this;
    }

    /** A setting of the run. */
    public HtmlReport setting(String name, String value) {
        settings.put(name, value);
        return this;
    }

    /** A seed of the run. */
    public HtmlReport seed(String name, long value) {
        seeds.put(name, Long.toString(value));
        return this;
    }

    /** The line about the machine: processor, cores, JDK, backend. */
    public HtmlReport machine(String line) {
        machine = line;
        return this;
    }

    /** Writes the page. */
    public void write(Appendable target) throws IOException {
        target.append(draw());
    }

    private String draw() {
        out.setLength(0);
        out.append(HEAD).append(Markup.element("title", title)).append("\n</head>\n<body>\n");
        out.append(Markup.element("h1", title)).append('\n');
        facts(summary);
        curves();
        events();
        drawings();
        matrices();
        linkTable();
        section("Settings", settings);
        section("Seeds", seeds);
        if (!machine.isEmpty()) {
            heading("Machine");
            out.append(Markup.element("p", machine)).append('\n');
        }
        return out.append("</body>\n</html>\n").toString();
    }

    private void heading(String text) {
        out.append(Markup.element("h2", text)).append('\n');
    }

    private void note(String text) {
        out.append("<p class=\"note\">").append(Markup.escape(text)).append("</p>\n");
    }

    // ---------------------------------------------------------------- sections

    private void section(String heading, Map<String, String> facts) {
        if (!facts.isEmpty()) {
            heading(heading);
            facts(facts);
        }
    }

    private void facts(Map<String, String> facts) {
        if (facts.isEmpty()) {
            return;
        }
        out.append("<table>\n");
        facts.forEach((name, value) -> out.append("<tr>")
                .append(Markup.element("th", name))
                .append(Markup.element("td", value))
                .append("</tr>\n"));
        out.append("</table>\n");
    }

    private void curves() {
        List<History.Row> rows = history.rows();
        if (rows.isEmpty()) {
            return;
        }
        heading("Loss and links");
        List<History.Row> marked = marked();
        Series loss = series("loss", "loss", History.Row::loss);
        Series regularisation = series("regularisation", "regularisation", History.Row::regularisation);
        boolean regularised = rows.stream().anyMatch(r -> r.regularisation() != 0);
        Axis steps = Chart.steps(rows);
        out.append(
                Chart.draw("loss by step", regularised ? List.of(loss, regularisation) : List.of(loss), marked, steps));
        out.append(Chart.draw("links by step", List.of(series("links", "links", History.Row::links)), marked, steps));
        note("Over steps, on logarithmic axes" + (marked.isEmpty() ? "." : "; a mark is an event of the log below."));
    }

    private Series series(String name, String style, ToDoubleFunction<History.Row> value) {
        List<Point> points = history.rows().stream()
                .map(r -> new Point(r.step(), value.applyAsDouble(r)))
                .toList();
        return new Series(name, style, style.equals("links"), points);
    }

    private List<History.Row> marked() {
        return history.rows().stream().filter(r -> !r.event().isEmpty()).toList();
    }

    private void events() {
        List<History.Row> marked = marked();
        if (marked.isEmpty()) {
            return;
        }
        heading("Pruning log");
        begin("step", "loss", "links", "event");
        marked.stream().limit(MOST_ROWS).forEach(r -> out.append("<tr>")
                .append(cell(Long.toString(r.step())))
                .append(cell(Markup.number(r.loss())))
                .append(cell(Integer.toString(r.links())))
                .append(Markup.element("td", r.event()))
                .append("</tr>\n"));
        end(marked.size());
    }

    private void drawings() {
        if (drawings.isEmpty()) {
            return;
        }
        heading("Network");
        drawings.forEach((caption, svg) -> {
            String data = Base64.getEncoder().encodeToString(svg.getBytes(StandardCharsets.UTF_8));
            out.append(Markup.element("h3", caption));
            out.append("<div class=\"wide\"><img alt=\"").append(Markup.escape(caption));
            out.append("\" src=\"data:image/svg+xml;base64,").append(data).append("\"/></div>\n");
        });
    }

    private void matrices() {
        if (matrices.isEmpty()) {
            return;
        }
        heading("Matrix");
        out.append("<p class=\"note\">Rows are inputs, columns are outputs.<span class=\"key plus\"></span>positive"
                + "<span class=\"key minus\"></span>negative; the stronger, the larger.</p>\n");
        for (MatrixPicture picture : matrices) {
            out.append(Markup.element("h3", picture.caption()));
            note("Full colour stands for " + Markup.number(picture.largest()) + ".");
            out.append("<div class=\"wide\">").append(picture.draw()).append("</div>\n");
        }
    }

    private void linkTable() {
        if (links.isEmpty()) {
            return;
        }
        heading("Links");
        begin("weight", "input", "output", "");
        links.stream().limit(MOST_ROWS).forEach(l -> out.append("<tr>")
                .append(cell(Markup.number(l.weight())))
                .append(Markup.element("td", l.input()))
                .append(Markup.element("td", l.output()))
                .append(Markup.element("td", l.note()))
                .append("</tr>\n"));
        end(links.size());
    }

    // ---------------------------------------------------------------- tables

    private void begin(String... columns) {
        out.append("<div class=\"wide\"><table>\n<tr>");
        for (String column : columns) {
            out.append(NUMBERS.contains(column) ? "<th class=\"number\">" : "<th>");
            out.append(Markup.escape(column)).append("</th>");
        }
        out.append("</tr>\n");
    }

    private static String cell(String number) {
        return "<td class=\"number\">" + Markup.escape(number) + "</td>";
    }

    private void end(int rows) {
        out.append("</table></div>\n");
        if (rows > MOST_ROWS) {
            note("and " + (rows - MOST_ROWS) + " more");
        }
    }
}
