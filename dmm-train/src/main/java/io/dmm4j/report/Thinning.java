package io.dmm4j.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * Fewer points that look the same: of all points in one column of pixels the first, the lowest, the highest and the last
 * are kept, in their order (the M4 aggregation of Jugel and others, "M4: a visualization-oriented time series data
 * aggregation", VLDB 2014), so that no peak is lost.
 */
final class Thinning {
    private Thinning() {}

    /** A point, in the units of the data. */
    record Point(double x, double y) {}

    /**
     * Thins points of ascending x.
     *
     * @param column from x to a coordinate in pixels; its integer part is the column
     */
    static List<Point> thin(List<Point> points, DoubleUnaryOperator column) {
        List<Point> kept = new ArrayList<>();
        for (int from = 0; from < points.size(); ) {
            double at = Math.floor(column.applyAsDouble(points.get(from).x));
            int to = from + 1;
            while (to < points.size() && Math.floor(column.applyAsDouble(points.get(to).x)) == at) {
                to++;
            }
            keep(points, from, to, kept);
            from = to;
        }
        return kept;
    }

    private static void keep(List<Point> points, int from, int to, List<Point> kept) {
        int low = from;
        int high = from;
        for (int i = from; i < to; i++) {
            low = points.get(i).y < points.get(low).y ? i : low;
            high = points.get(i).y > points.get(high).y ? i : high;
        }
        for (int i = from; i < to; i++) {
            if (i == from || i == low || i == high || i == to - 1) {
                kept.add(points.get(i));
            }
        }
    }
}
