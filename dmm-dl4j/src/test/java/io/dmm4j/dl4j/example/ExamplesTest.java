package io.dmm4j.dl4j.example;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.value.DmmException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples, on a small scale. */
class ExamplesTest {
    private static final Pattern ACCURACY = Pattern.compile("Accuracy: +([0-9.]+)");

    @TempDir
    Path folder;

    private static String run(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Examples.run(args, new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8);
    }

    private static double accuracy(String printed) {
        Matcher m = ACCURACY.matcher(printed);
        assertTrue(m.find(), printed);
        return Double.parseDouble(m.group(1));
    }

    @Test
    void drawnDigits() {
        String out = run(
                "--train",
                "1000",
                "--test",
                "200",
                "--hidden",
                "48",
                "--epochs",
                "6",
                "--rate",
                "0.005",
                "--density",
                "0.2");
        assertTrue(accuracy(out) > 0.4, out);
    }

    @Test
    void mnist() {
        Path data = Stream.of("../../shared/data/mnist", "../shared/data/mnist")
                .map(Path::of)
                .filter(Files::exists)
                .findFirst()
                .orElse(null);
        Assumptions.assumeTrue(data != null, "MNIST is not at ../shared/data/mnist beside the project");
        String out = run(
                "digits",
                "--data",
                data.toString(),
                "--train",
                "1500",
                "--test",
                "500",
                "--hidden",
                "48",
                "--epochs",
                "4",
                "--rate",
                "0.005",
                "--density",
                "0.2");
        assertTrue(accuracy(out) > 0.5, out);
    }

    @Test
    void longMemory() {
        String out =
                run("memory", "--steps", "15", "--hidden", "24", "--train", "600", "--epochs", "6", "--rate", "0.02");
        assertTrue(accuracy(out) > 0.9, out);
    }

    @Test
    void duplicatesAreRepaired() {
        String out = run("duplicates", "--steps", "120");
        Matcher m = Pattern.compile("loss ([0-9.]+)").matcher(out);
        assertTrue(m.find());
        double before = Double.parseDouble(m.group(1));
        assertTrue(m.find());
        double after = Double.parseDouble(m.group(1));
        assertTrue(after < before / 10, out);
    }

    @Test
    void idxFiles() throws Exception {
        Path file = folder.resolve("some-idx2");
        Files.write(file, new byte[] {0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, (byte) 255});
        Idx idx = Idx.read(file, 2);
        assertArrayEquals(new int[] {2, 3}, idx.shape());
        assertEquals(-1, idx.bytes()[5]);
        refused("expected an IDX file of bytes with 3 dimensions", () -> Idx.read(file, 3));
        Files.write(file, new byte[] {0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1});
        refused("ends before", () -> Idx.read(file, 2));
        refused("no such file", () -> Idx.read(folder.resolve("absent"), 2));
    }

    @Test
    void badArguments() {
        refused("unknown example 'digit'", () -> run("digit"));
        refused("unknown option '--hiden'", () -> run("--hiden", "3"));
        refused("expected a number", () -> run("--hidden", "many"));
        refused("expected a value", () -> run("--hidden"));
        assertTrue(run("--help").contains("--density"));
    }

    private static void refused(String part, org.junit.jupiter.api.function.Executable e) {
        String said = assertThrows(DmmException.class, e).getMessage();
        assertTrue(said.contains(part), said);
    }
}
