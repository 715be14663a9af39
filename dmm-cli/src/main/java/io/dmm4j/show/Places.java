package io.dmm4j.show;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Where everything stands, in pixels. Columns from left to right; within a column boxes, and the points where longer
 * lines pass, are ordered by where their neighbours stand (barycentres, swept to and fro), then moved as near to their
 * neighbours as the order allows (least squares, by pooling those that would overlap).
 */
final class Places {
    private static final int SWEEPS = 24;
    private static final double HEADER = 34; // name and type
    private static final double PORT = 16;
    private static final double APART = 18; // between boxes of a column
    private static final double LINE_APART = 9;
    private static final double LETTER = 6.6; // the width of most letters
    private static final double LOOP = 14; // above a box with a loop

    private final Graph graph;
    private final Layers layers;
    private final List<List<Item>> columns = new ArrayList<>();
    private final Item[] boxes;
    private final List<List<Item>> ways = new ArrayList<>(); // per line: from its source to its target
    private final double[] left; // of each column
    private final double[] width; // of each column
    private double height;

    /** A box, or a point where a line passes a column; y is its middle. */
    static final class Item {
        final int box; // −1 for a point
        final int column;
        final double height;
        final List<Item> neighbours = new ArrayList<>();
        double y;

        Item(int box, int column, double height) {
            this.box = box;
            this.column = column;
            this.height = height;
        }
    }

    Places(Graph graph, Layers layers) {
        this.graph = graph;
        this.layers = layers;
        for (int c = 0; c < layers.count(); c++) {
            columns.add(new ArrayList<>());
        }
        boxes = new Item[graph.boxes().size()];
        for (int b = 0; b < boxes.length; b++) {
            boxes[b] = add(new Item(b, layers.of(b), boxHeight(b)));
        }
        graph.lines().forEach(this::route);
        left = new double[columns.size()];
        width = new double[columns.size()];
        placeColumns();
        stack();
        for (int i = 0; i < SWEEPS; i++) {
            order(i);
        }
        for (int i = 0; i < SWEEPS; i++) {
            settle(i);
        }
        moveToTop();
    }

    private Item add(Item item) {
        columns.get(item.column).add(item);
        return item;
    }

    /** Lines are routed between boxes where single links are drawn; where there are many, they run beneath them. */
    private void route(Graph.Line line) {
        List<Item> way = new ArrayList<>(List.of(boxes[line.from()]));
        if (layers.isForward(line)) {
            for (int c = layers.of(line.from()) + 1; graph.isDetailed() && c < layers.of(line.to()); c++) {
                way.add(add(new Item(-1, c, 2)));
            }
        }
        way.add(boxes[line.to()]);
        ways.add(way);
        for (int i = 1; layers.isForward(line) && i < way.size(); i++) {
            way.get(i - 1).neighbours.add(way.get(i));
            way.get(i).neighbours.add(way.get(i - 1));
        }
    }

    private boolean hasLoop(int box) {
        return graph.lines().stream().anyMatch(l -> l.isLoop() && l.from() == box);
    }

    private double boxHeight(int b) {
        Graph.Box box = graph.boxes().get(b);
        int ports = Math.max(box.inputs().size(), box.outputs().size());
        return HEADER + (ports == 0 ? 0 : ports * PORT + 4) + (hasLoop(b) ? LOOP : 0);
    }

    // ---- columns -----------------------------------------------------------------------------------

    private void placeColumns() {
        double x = 0;
        for (int c = 0; c < columns.size(); c++) {
            left[c] = x;
            for (Item item : columns.get(c)) {
                width[c] = Math.max(
                        width[c], item.box < 0 ? 0 : boxWidth(graph.boxes().get(item.box)));
            }
            x += width[c] + gap(c);
        }
    }

    private static double boxWidth(Graph.Box box) {
        double widest = Math.max(textWidth(box.name()) * 1.1, textWidth(box.type()) * 0.9);
        double in = box.inputs().stream().mapToDouble(Places::textWidth).max().orElse(0);
        double out = box.outputs().stream().mapToDouble(Places::textWidth).max().orElse(0);
        return Math.max(70, Math.max(widest, in + out + 14) + 20);
    }

    /** A guess, because the font is the reader's. */
    static double textWidth(String text) {
        return LETTER
                * Xml.shorten(text)
                        .codePoints()
                        .mapToDouble(c -> c < 0x2E80 ? 1 : 1.8)
                        .sum();
    }

    private double gap(int column) {
        long lines = graph.lines().stream()
                .filter(l -> layers.of(l.from()) <= column && layers.of(l.to()) > column)
                .count();
        return 90 + Math.min(100, 3 * lines);
    }

    // ---- rows --------------------------------------------------------------------------------------

    private static double apart(Item a, Item b) {
        return (a.height + b.height) / 2 + (a.box < 0 || b.box < 0 ? LINE_APART : APART);
    }

    private void stack() {
        for (List<Item> column : columns) {
            for (int i = 0; i < column.size(); i++) {
                Item item = column.get(i);
                item.y = i == 0 ? item.height / 2 : column.get(i - 1).y + apart(column.get(i - 1), item);
            }
        }
    }

    private void order(int sweep) {
        for (int k = 0; k < columns.size(); k++) {
            int c = sweep % 2 == 0 ? k : columns.size() - 1 - k;
            int side = sweep % 2 == 0 ? c - 1 : c + 1;
            List<Item> column = columns.get(c);
            double[] wanted = new double[column.size()];
            for (int i = 0; i < wanted.length; i++) {
                wanted[i] = wanted(column.get(i), side);
            }
            List<Integer> order = new ArrayList<>();
            for (int i = 0; i < wanted.length; i++) {
                order.add(i);
            }
            order.sort(Comparator.comparingDouble(i -> wanted[i]));
            List<Item> sorted = order.stream().map(column::get).toList();
            column.clear();
            column.addAll(sorted);
            restack(column);
        }
    }

    /** Keeps the middle of the column where it is. */
    private void restack(List<Item> column) {
        double[] y = new double[column.size()];
        for (int i = 1; i < y.length; i++) {
            y[i] = y[i - 1] + apart(column.get(i - 1), column.get(i));
        }
        double shift = column.isEmpty() ? 0 : -y[y.length - 1] / 2;
        for (int i = 0; i < y.length; i++) {
            column.get(i).y = y[i] + shift;
        }
    }

    /** The mean place of the neighbours in a column, or in both if {@code side} is −2; else where it is. */
    private static double wanted(Item item, int side) {
        return item.neighbours.stream()
                .filter(n -> side == -2 || n.column == side)
                .mapToDouble(n -> n.y)
                .average()
                .orElse(item.y);
    }

    /** Moves each column as near to its neighbours as its order allows. */
    private void settle(int sweep) {
        for (int k = 0; k < columns.size(); k++) {
            List<Item> column = columns.get(sweep % 2 == 0 ? k : columns.size() - 1 - k);
            double[] offset = new double[column.size()];
            double[] wanted = new double[column.size()];
            for (int i = 0; i < wanted.length; i++) {
                offset[i] = i == 0 ? 0 : offset[i - 1] + apart(column.get(i - 1), column.get(i));
                wanted[i] = wanted(column.get(i), -2) - offset[i];
            }
            double[] y = nondecreasing(wanted);
            for (int i = 0; i < y.length; i++) {
                column.get(i).y = y[i] + offset[i];
            }
        }
    }

    /** The nondecreasing numbers nearest to the given ones, by pooling neighbours that are out of order. */
    static double[] nondecreasing(double[] x) {
        double[] mean = new double[x.length];
        int[] size = new int[x.length];
        int pools = 0;
        for (double each : x) {
            mean[pools] = each;
            size[pools++] = 1;
            while (pools > 1 && mean[pools - 2] > mean[pools - 1]) {
                int both = size[pools - 2] + size[pools - 1];
                mean[pools - 2] = (mean[pools - 2] * size[pools - 2] + mean[pools - 1] * size[pools - 1]) / both;
                size[pools - 2] = both;
                pools--;
            }
        }
        double[] y = new double[x.length];
        int i = 0;
        for (int p = 0; p < pools; p++) {
            for (int k = 0; k < size[p]; k++) {
                y[i++] = mean[p];
            }
        }
        return y;
    }

    private void moveToTop() {
        double top = Double.POSITIVE_INFINITY;
        double bottom = 0;
        for (List<Item> column : columns) {
            for (Item item : column) {
                top = Math.min(top, item.y - item.height / 2);
                bottom = Math.max(bottom, item.y + item.height / 2);
            }
        }
        for (List<Item> column : columns) {
            for (Item item : column) {
                item.y -= top;
            }
        }
        height = columns.isEmpty() ? 0 : bottom - top;
    }

    // ---- reading -----------------------------------------------------------------------------------

    /** The left side of a box; all boxes of a column are as wide as the column. */
    double left(int box) {
        return left[layers.of(box)];
    }

    double width(int box) {
        return width[layers.of(box)];
    }

    double right(int box) {
        return left(box) + width(box);
    }

    double top(int box) {
        return boxes[box].y - boxes[box].height / 2 + (hasLoop(box) ? LOOP : 0);
    }

    double bottom(int box) {
        return boxes[box].y + boxes[box].height / 2;
    }

    /** Where the line of a port begins or ends; −1 for the box as a whole. */
    double portY(int box, int port) {
        return port < 0 ? top(box) + HEADER / 2 : top(box) + HEADER + (port + 0.5) * PORT;
    }

    /** The points, as (left, right, y), that a line passes between its boxes. */
    List<double[]> between(int line) {
        return ways.get(line).stream()
                .filter(item -> item.box < 0)
                .map(item -> new double[] {left[item.column], left[item.column] + width[item.column], item.y})
                .toList();
    }

    double totalWidth() {
        return columns.isEmpty() ? 0 : left[left.length - 1] + width[width.length - 1];
    }

    double totalHeight() {
        return height;
    }
}
