package io.dmm4j.cli;

import static io.dmm4j.cli.Cli.HANDCRAFTED;
import static io.dmm4j.cli.Cli.TRAINABLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.net.SharedData;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompareCommandTest {
    private static final double WITHIN = 1e-3;

    @ParameterizedTest
    @CsvSource({
        "initial,    test string., 140, 434.98627,    ,            ",
        "2500-steps, test string., 140, 0.0560267,    ,            ",
        "2500-steps, tets string., 140, 5.016076,     ,            ",
        "sparse16,   test string., 140, 0.03182575,   ,            ",
        "sparse16,   tets string., 140, 0.03126084,   ,            ",
        "sparse19,   test string., 140, 0.0068644676, ,            ",
        "sparse19,   tets string., 140, 0.0062766494, ,            ",
        "sparse20,   test string., 140, 0.0016100588, 0.000526535, 5.750e-6",
        "sparse20,   test string., 150, 0.6776272,    0.11265322,  0.0022587574",
        "sparse20,   tets string., 140, 0.0014382894, 0.0005265353, 5.136748e-6",
    })
    void givesThePublishedLosses(String matrix, String text, String cycles, double sum, Double max, Double mean) {
        String file = SharedData.file("dmm/" + matrix + "-matrix.json").toString();
        for (String backend : List.of("tree", "cpu")) {
            for (String precision : List.of("float32", "float64")) {
                Map<String, Double> found = read(Cli.line(
                        "compare",
                        TRAINABLE,
                        HANDCRAFTED,
                        "--matrix-a",
                        file,
                        "--text",
                        text,
                        "--every",
                        "10",
                        "--cycles",
                        cycles,
                        "--probe",
                        "output.dict-1",
                        "--probe",
                        "output.dict-2",
                        "--backend",
                        backend,
                        "--precision",
                        precision));
                assertEquals(sum, found.get("sum"), WITHIN * sum, backend + " " + precision);
                if (max != null) {
                    assertEquals(max, found.get("max"), WITHIN * max);
                    assertEquals(mean, found.get("mean"), WITHIN * mean);
                }
            }
        }
    }

    private static Map<String, Double> read(String line) {
        Map<String, Double> found = new TreeMap<>();
        for (String part : line.split(" ")) {
            found.put(part.substring(0, part.indexOf('=')), Double.valueOf(part.substring(part.indexOf('=') + 1)));
        }
        assertEquals(List.of("max", "mean", "sum"), new ArrayList<>(found.keySet()));
        return found;
    }

    @Test
    void aNetworkIsNoDistanceFromItself() {
        assertEquals("sum=0 max=0 mean=0", Cli.line("compare", HANDCRAFTED, HANDCRAFTED, "--text", "aab."));
    }

    @Test
    void sumsOverLanesAndTakesTheMeanOverAll() {
        String one = Cli.line("compare", TRAINABLE, HANDCRAFTED, "--text", "aab", "--cycles", "9");
        String two = Cli.line("compare", TRAINABLE, HANDCRAFTED, "--text", "aab", "--text", "aab", "--cycles", "9");
        assertEquals(2 * read(one).get("sum"), read(two).get("sum"), 1e-12);
        assertEquals(read(one).get("mean"), read(two).get("mean"), 1e-12);
        assertEquals(read(one).get("sum") / 18, read(one).get("mean"), 1e-12);
        assertTrue(read(one).get("max") > 0);
    }
}
