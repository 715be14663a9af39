package io.dmm4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands on networks that hold their own matrix. */
class SelfCommandsTest {
    private static final String WAVE = "example:wave/three-updates";

    @ParameterizedTest
    @ValueSource(strings = {"tree", "cpu"})
    void runShowsTheWave(String backend) {
        Cli r = Cli.run("run", WAVE, "--cycles", "5", "--probe", "in:self.delta", "--backend", backend);
        assertEquals(0, r.code(), r.err());
        assertTrue(r.out().contains("\"cycle\":5"), r.out());
    }

    @Test
    void compareFindsTheTwoWavesAlikeAtTheRoot() {
        Cli r = Cli.run("compare", WAVE, "example:wave/five-columns", "--probe", "in:self.delta", "--cycles", "4");
        assertEquals(0, r.code(), r.err());
        assertTrue(r.out().startsWith("sum=0 "), r.out());
    }

    @Test
    void gradcheckGoesThroughTheMatrix() {
        Cli r = Cli.run("gradcheck", WAVE, "--paths", "all", "--cycles", "4", "--train-initial", "*");
        assertEquals(0, r.code(), r.err());
        assertTrue(r.out().startsWith("right"), r.out());
        assertTrue(r.out().contains("initial self.single"), r.out());
    }

    @Test
    void showDrawsTheMatrixBeforeCycle1() {
        Cli r = Cli.run("show", WAVE);
        assertEquals(0, r.code(), r.err());
        assertTrue(r.out().contains("\"update-1\" -> \"self\""), r.out());
    }

    @Test
    void flattenCountsTheLinksThatAreRows() {
        Cli r = Cli.run("flatten", WAVE);
        assertEquals(0, r.code(), r.err());
        assertTrue(r.out().contains("held     7 entries of the matrix are links"), r.out());
    }
}
