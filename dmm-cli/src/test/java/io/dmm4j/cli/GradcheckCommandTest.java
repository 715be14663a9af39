package io.dmm4j.cli;

import static io.dmm4j.cli.Cli.HANDCRAFTED;
import static io.dmm4j.cli.Cli.TRAINABLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GradcheckCommandTest {
    @TempDir
    private Path folder;

    @Test
    void theGradientOfAnAccumulatorIsRight() throws IOException {
        Path net = Files.writeString(folder.resolve("net.json"), Nets.AVERAGE);
        Path data = Files.writeString(
                folder.resolve("data.jsonl"),
                "{\"inputs\":[{\"in.v\":{\"a\":1}},{},{}],\"targets\":[{},{},{\"out:x.dict\":{\"a\":0.25}}]}\n");
        List<String> lines = Cli.lines("gradcheck", net.toString(), "--data", data.toString(), "--directions", "3");
        assertTrue(lines.get(0).startsWith("right: worst relative error "), lines.get(0));
        assertEquals("3 directions and 1 links, 0.0 % left out at kinks and 0.0 % for rounding", lines.get(1));
        assertTrue(lines.get(lines.size() - 1).endsWith("  x.dict-2 <- in.v"), lines.toString());
    }

    @Test
    void theGradientOfTheDetectorIsRightWhereItIsSmooth() {
        List<String> lines = Cli.lines(
                "gradcheck",
                TRAINABLE,
                "--text",
                "tt.",
                "--cycles",
                "40",
                "--links",
                "20",
                "--worst",
                "4",
                "--teacher",
                HANDCRAFTED);
        assertTrue(lines.get(0).startsWith("right: "), lines.get(0));
    }

    @Test
    void whatIsZeroOrDoesNotCountIsNotCalledRight() {
        Cli skipped = Cli.run("gradcheck", HANDCRAFTED, "--skip", "140");
        assertEquals(1, skipped.code(), skipped.err());
        assertEquals("unknown: no cycle counts\n", skipped.out());
        Cli flat = Cli.run("gradcheck", "example:self/oscillation", "--cycles", "5");
        assertEquals(1, flat.code(), flat.err());
        assertEquals("unknown: every slope is 0, so that nothing is compared\n", flat.out());
    }

    @Test
    void nothingToCompareIsExitCode1() {
        Cli c = Cli.run("gradcheck", HANDCRAFTED, "--links", "0", "--directions", "4");
        assertEquals(1, c.code(), c.out());
        assertEquals("", c.err());
        assertTrue(c.out().startsWith("unknown: every direction and link has a kink nearby"), c.out());
    }
}
