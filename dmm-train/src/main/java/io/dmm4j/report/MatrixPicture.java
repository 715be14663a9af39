package io.dmm4j.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A matrix as a picture: a square per weight, the row being the input it leads to, the column the output it comes from;
 * blue is positive, red is negative, and the stronger the colour, the larger the magnitude (its square root against the
 * largest, so that small weights can be seen). A square's tooltip names the link.
 *
 * <p>Matrices of more than {@value #MOST} rows or columns are drawn in blocks of several rows and columns; a block has the
 * colour of its weight of largest magnitude.
 *
 * @param caption what it is
 * @param inputs names of the rows, from the top
 * @param outputs names of the columns, from the left
 * @param entries the weights; several may have the same place
 */
public record MatrixPicture(String caption, List<String> inputs, List<String> outputs, List<Entry> entries) {
    /** The most rows, and columns, that are drawn one by one. */
    public static final int MOST = 200;

    private static final double LEGIBLE = 9;
    private static final int LONGEST_NAME = 30;

    /**
     * A weight.
     *
     * @param row its input, an index from 0
     * @param column its output, an index from 0
     * @param weight the number
     */
    public record Entry(int row, int column, double weight) {}

    /** A square of the picture: how many weights it shows, and the one of largest magnitude. */
    private record Block(int count, Entry largest) {
        Block with(Entry e) {
            boolean larger = !(Math.abs(e.weight) <= Math.abs(largest.weight));
            return new Block(count + 1, larger ? e : largest);
        }
    }

    String draw() {
        return new Drawing(this).draw();
    }

    /** The largest finite magnitude, 0 without weights. */
    double largest() {
        return entries.stream()
                .mapToDouble(e -> Math.abs(e.weight))
                .filter(Double::isFinite)
                .max()
                .orElse(0);
    }

    private static final class Drawing {
        private final MatrixPicture picture;
        private final int rowsPerBlock;
        private final int columnsPerBlock;
        private final int rows;
        private final int columns;
        private final double cell;
        private final double left;
        private final double top;
        private final double strongest;
        private final StringBuilder out = new StringBuilder();

        Drawing(MatrixPicture picture) {
            this.picture = picture;
            rowsPerBlock = perBlock(picture.inputs.size());
            columnsPerBlock = perBlock(picture.outputs.size());
            rows = (picture.inputs.size() + rowsPerBlock - 1) / rowsPerBlock;
            columns = (picture.outputs.size() + columnsPerBlock - 1) / columnsPerBlock;
            cell = Math.max(4, Math.min(22, Math.floor(760.0 / Math.max(1, Math.max(rows, columns)))));
            left = named(rowsPerBlock) ? 14 + 6.1 * longest(picture.inputs) : 14;
            top = named(columnsPerBlock) ? 14 + 5.4 * longest(picture.outputs) : 14;
            strongest = picture.largest();
        }

        private static int perBlock(int lines) {
            return Math.max(1, (lines + MOST - 1) / MOST);
        }

        private boolean named(int perBlock) {
            return perBlock == 1 && cell >= LEGIBLE;
        }

        private static int longest(List<String> names) {
            return names.stream().mapToInt(n -> shorten(n).length()).max().orElse(0);
        }

        private static String shorten(String name) {
            int length = name.codePointCount(0, name.length());
            return length <= LONGEST_NAME
                    ? name
                    : name.substring(0, name.offsetByCodePoints(0, LONGEST_NAME - 1)) + "\u2026";
        }

        String draw() {
            double width = left + columns * cell + 0.8 * top + 14; // names of columns lean to the right
            double height = top + rows * cell + 14;
            print(
                    "<svg class=\"matrix\" xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"%s\" height=\"%s\""
                            + " viewBox=\"0 0 %s %s\">\n",
                    width, height, width, height);
            out.append(Markup.element("title", picture.caption)).append('\n');
            print(
                    "<rect class=\"ground\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"/>\n",
                    left, top, columns * cell, rows * cell);
            grid();
            names();
            blocks().forEach(this::square);
            return out.append("</svg>\n").toString();
        }

        private void grid() {
            if (cell < LEGIBLE) {
                return;
            }
            for (int r = 1; r < rows; r++) {
                print("<path class=\"grid\" d=\"M%s %sh%s\"/>", left, top + r * cell, columns * cell);
            }
            for (int c = 1; c < columns; c++) {
                print("<path class=\"grid\" d=\"M%s %sv%s\"/>", left + c * cell, top, rows * cell);
            }
            out.append('\n');
        }

        private void names() {
            double size = Math.min(11, cell);
            for (int r = 0; named(rowsPerBlock) && r < rows; r++) {
                print(
                        "<text class=\"left\" style=\"font-size:%spx\" x=\"%s\" y=\"%s\">",
                        size, left - 5, top + (r + 0.5) * cell + 0.35 * size);
                name(picture.inputs.get(r));
            }
            for (int c = 0; named(columnsPerBlock) && c < columns; c++) {
                print(
                        "<text style=\"font-size:%spx\" transform=\"translate(%s %s) rotate(-55)\">",
                        size, left + (c + 0.5) * cell + 0.3 * size, top - 4);
                name(picture.outputs.get(c));
            }
        }

        private void name(String name) {
            out.append(Markup.element("title", name))
                    .append(Markup.escape(shorten(name)))
                    .append("</text>\n");
        }

        private Map<Long, Block> blocks() {
            Map<Long, Block> blocks = new LinkedHashMap<>();
            for (Entry e : picture.entries) {
                long at = (long) (e.row / rowsPerBlock) * columns + e.column / columnsPerBlock;
                Block known = blocks.get(at);
                blocks.put(at, known == null ? new Block(1, e) : known.with(e));
            }
            return blocks;
        }

        private void square(long at, Block block) {
            Entry e = block.largest;
            double part = strongest == 0 ? 0 : Math.sqrt(Math.abs(e.weight) / strongest);
            String sign = Double.isFinite(e.weight) ? e.weight < 0 ? "negative" : "positive" : "odd";
            double strength = Double.isFinite(e.weight) ? 0.12 + 0.88 * part : 1;
            print(
                    "<rect class=\"%s\" fill-opacity=\"%s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"><title>",
                    sign,
                    Markup.coordinate(strength),
                    left + at % columns * cell + 0.5,
                    top + at / columns * cell + 0.5,
                    cell - 1,
                    cell - 1);
            String link = picture.inputs.get(e.row) + " \u2190 " + picture.outputs.get(e.column) + ": "
                    + Markup.number(e.weight);
            out.append(Markup.escape(block.count == 1 ? link : block.count + " links, the largest: " + link));
            out.append("</title></rect>\n");
        }

        private void print(String format, Object... arguments) {
            for (int i = 0; i < arguments.length; i++) {
                if (arguments[i] instanceof Double x) {
                    arguments[i] = Markup.coordinate(x);
                }
            }
            out.append(Markup.format(format, arguments));
        }
    }

    /** A picture whose rows and columns are the names that links use, in order of appearance. */
    public static MatrixPicture of(String caption, List<LinkRow> links) {
        Map<String, Integer> inputs = new LinkedHashMap<>();
        Map<String, Integer> outputs = new LinkedHashMap<>();
        List<Entry> entries = links.stream()
                .map(l -> new Entry(index(l.input(), inputs), index(l.output(), outputs), l.weight()))
                .toList();
        return new MatrixPicture(caption, List.copyOf(inputs.keySet()), List.copyOf(outputs.keySet()), entries);
    }

    private static int index(String name, Map<String, Integer> known) {
        Integer at = known.putIfAbsent(name, known.size());
        return at == null ? known.size() - 1 : at;
    }
}
