package io.dmm4j.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.report.Chart.Series;
import io.dmm4j.report.History.Row;
import io.dmm4j.report.Thinning.Point;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class ChartTest {
    private static Page draw(boolean stepped, List<Row> events, double... values) {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            points.add(new Point(i, values[i]));
        }
        Axis steps = Axis.linear(0, values.length - 1, Chart.LEFT, Chart.RIGHT);
        return Page.parse(Chart.draw("t", List.of(new Series("loss", "loss", stepped, points)), events, steps));
    }

    /** The coordinates of a curve's corners. */
    private static double[][] corners(Element curve) {
        return Arrays.stream(curve.getAttribute("points").split(" "))
                .map(p -> Arrays.stream(p.split(","))
                        .mapToDouble(Double::parseDouble)
                        .toArray())
                .toArray(double[][]::new);
    }

    @Test
    void curvesHoldTheRightPoints() {
        double[] values = {1000, 100, 1, 10, 0.01};
        double[][] corners =
                corners(draw(false, List.of(), values).all("polyline").get(0));
        assertEquals(values.length, corners.length);
        double decade = (corners[1][1] - corners[0][1]);
        for (int i = 0; i < values.length; i++) {
            assertEquals(Chart.LEFT + i * (Chart.RIGHT - Chart.LEFT) / 4, corners[i][0], 0.01);
            assertEquals(corners[0][1] + (3 - Math.log10(values[i])) * decade, corners[i][1], 0.05);
        }
        assertTrue(corners[0][1] >= Chart.TOP && corners[4][1] <= Chart.BOTTOM);
    }

    @Test
    void steppedCurvesHoldTheirValueUntilTheNextPoint() {
        double[][] corners =
                corners(draw(true, List.of(), 100, 100, 10).all("polyline").get(0));
        assertEquals(4, corners.length);
        assertEquals(corners[1][1], corners[2][1]);
        assertEquals(corners[2][0], corners[3][0]);
    }

    @Test
    void whatHasNoLogarithmIsLeftOutAndCounted() {
        Page page = draw(false, List.of(), 1, 2, 0, 3, Double.NaN, 4, -1, Double.POSITIVE_INFINITY);
        List<Element> pieces = page.all("polyline");
        assertEquals(3, pieces.size());
        assertEquals(2, corners(pieces.get(0)).length);
        assertEquals(2, corners(pieces.get(1)).length); // a dot: twice the same corner
        assertTrue(page.texts("text").contains("(not drawn: 4 points that are 0, negative or not finite)"));
        assertEquals(0, draw(false, List.of(), 0, 0).all("polyline").size());
    }

    @Test
    void constantAndSingleValues() {
        double[][] flat = corners(draw(false, List.of(), 5, 5).all("polyline").get(0));
        assertEquals(flat[0][1], flat[1][1]);
        assertTrue(flat[0][1] > Chart.TOP && flat[0][1] < Chart.BOTTOM);
        assertEquals(1, draw(false, List.of(), Double.MIN_VALUE).all("polyline").size());
        assertEquals(
                1,
                draw(false, List.of(), Double.MAX_VALUE, 1e-300).all("polyline").size());
    }

    @Test
    void eventsNearEachOtherShareAMark() {
        double[] values = new double[10_001];
        Arrays.fill(values, 1);
        List<Row> events = List.of(
                new Row(1, 1, 0, 1, 1, "one"), new Row(2, 1, 0, 1, 1, "two <b>"), new Row(9000, 1, 0, 1, 1, "three"));
        List<Element> marks = draw(false, events, values).all("g", "event");
        assertEquals(
                List.of("step 1: one\nstep 2: two <b>", "step 9000: three"),
                marks.stream().map(Element::getTextContent).toList());
    }

    @Test
    void thinningKeepsEveryPeakAndBothEnds() {
        Random random = new Random(1);
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            points.add(new Point(i, random.nextDouble()));
        }
        points.set(77_777, new Point(77_777, 9));
        points.set(33_333, new Point(33_333, -9));
        List<Point> kept = Thinning.thin(points, x -> x / 1000);
        assertEquals(400, kept.size(), 10);
        assertEquals(points.get(0), kept.get(0));
        assertEquals(points.get(99_999), kept.get(kept.size() - 1));
        assertTrue(kept.contains(points.get(77_777)) && kept.contains(points.get(33_333)));
        for (int i = 1; i < kept.size(); i++) {
            assertTrue(kept.get(i - 1).x() < kept.get(i).x());
        }
        assertEquals(points.subList(0, 50), Thinning.thin(points.subList(0, 50), x -> x));
    }

    @Test
    void ticks() {
        assertEquals(
                List.of(0.01, 0.1, 1.0, 10.0, 100.0),
                Axis.logarithmic(0.01, 100, 0, 1).ticks());
        assertEquals(
                List.of(10.0, 20.0, 50.0, 100.0),
                Axis.logarithmic(10, 100, 0, 1).ticks());
        assertEquals(
                List.of(0.0, 20.0, 40.0, 60.0, 80.0, 100.0),
                Axis.linear(0, 100, 0, 1).ticks());
        for (double most : new double[] {1e-300, 3e-5, 3.01, 7, 2500, 1e308}) {
            for (double least : new double[] {most, most / 1.3, most / 50, most / 1e9}) {
                List<Double> ticks = Axis.logarithmic(least, most, 0, 1).ticks();
                assertTrue(ticks.size() >= 1 && ticks.size() <= 18, least + " to " + most + ": " + ticks);
            }
        }
    }
}
