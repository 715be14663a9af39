package io.dmm4j.tree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.net.Detector;
import io.dmm4j.net.Examples;
import io.dmm4j.net.Network;
import io.dmm4j.net.NetworkJson;
import io.dmm4j.net.SharedData;
import io.dmm4j.spi.Precision;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The numbers of the Julia lab journal of 2022: what its handcrafted and its trained machines do. */
class PublishedDetectorTest {
    private static final Network HANDCRAFTED = Examples.network("duplicate-detector/handcrafted");
    private static final int EVERY = 10;

    @ParameterizedTest
    @CsvSource({
        "initial-matrix.json,    1486, test string., 140, 434.98627",
        "2500-steps-matrix.json, 1486, test string., 140, 0.0560267",
        "2500-steps-matrix.json, 1486, tets string., 140, 5.016076",
        "sparse16-matrix.json,    109, test string., 140, 0.03182575",
        "sparse16-matrix.json,    109, tets string., 140, 0.03126084",
        "sparse19-matrix.json,     23, test string., 140, 0.0068644676",
        "sparse19-matrix.json,     23, tets string., 140, 0.0062766494",
        "sparse20-matrix.json,     19, test string., 140, 0.0016100588",
        "sparse20-matrix.json,     19, test string., 150, 0.6776272",
        "sparse20-matrix.json,     19, tets string., 140, 0.0014382894",
    })
    void storedMatricesGiveTheirLosses(String matrix, int links, String text, int cycles, double loss) {
        Network trained = NetworkJson.withMatrix(
                Examples.network("duplicate-detector/trainable"), SharedData.file("dmm/" + matrix), 4);
        assertEquals(links + 10, trained.links().size());
        for (Precision precision : Precision.values()) {
            double found = Detector.squaredDifferences(
                    Detector.run(trained, text, EVERY, cycles, precision),
                    Detector.run(HANDCRAFTED, text, EVERY, cycles, precision));
            assertEquals(loss, found, 1e-3 * loss, () -> matrix + " on '" + text + "' as " + precision);
        }
    }

    @Test
    void theLargestElementAndTheAverageAreThePublishedOnes() {
        Network trained = NetworkJson.withMatrix(
                Examples.network("duplicate-detector/trainable"), SharedData.file("dmm/sparse20-matrix.json"), 4);
        double[] largest = new double[2];
        for (int i = 0; i < 2; i++) {
            int cycles = 140 + 10 * i;
            List<double[]> a = Detector.run(trained, "test string.", EVERY, cycles, Precision.FLOAT32);
            List<double[]> b = Detector.run(HANDCRAFTED, "test string.", EVERY, cycles, Precision.FLOAT32);
            for (int c = 0; c < cycles; c++) {
                for (int p = 0; p < 2; p++) {
                    largest[i] = Math.max(largest[i], Math.pow(a.get(c)[p] - b.get(c)[p], 2));
                }
            }
        }
        assertEquals(0.000526535, largest[0], 1e-3 * 0.000526535);
        assertEquals(0.11265322, largest[1], 1e-3 * 0.11265322);
    }

    @Test
    void handcraftedMachineCountsAtThePublishedCycles() {
        List<double[]> seen = Detector.run(HANDCRAFTED, "test string.", EVERY, 150, Precision.FLOAT32);
        assertEquals("1@35 2@65 3@145", changes(seen, 0));
        assertEquals("1@114 2@124 3@134 4@144", changes(seen, 1));
        List<double[]> longer = Detector.run(HANDCRAFTED, "tets. str.ingtb str.ingtb", EVERY, 240, Precision.FLOAT64);
        assertEquals("1@25 2@75 3@135 4@175 5@235", changes(longer, 0));
        assertEquals("1@44 2@94 3@194", changes(longer, 1));
    }

    @Test
    void theCountOfFullStopsStopsAtFour() {
        List<double[]> seen = Detector.run(HANDCRAFTED, ".", 1, 20, Precision.FLOAT32);
        assertEquals("1@4 2@5 3@6 4@7", changes(seen, 1));
        assertTrue(seen.get(19)[0] > 4);
    }

    private static String changes(List<double[]> seen, int probe) {
        List<String> found = new ArrayList<>();
        double last = 0;
        for (int i = 0; i < seen.size(); i++) {
            double now = seen.get(i)[probe];
            if (now != last) {
                found.add((now == Math.rint(now) ? String.valueOf((long) now) : String.valueOf(now)) + "@" + (i + 1));
            }
            last = now;
        }
        return String.join(" ", found);
    }
}
