package io.dmm4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.net.Network;
import io.dmm4j.net.NetworkJson;
import io.dmm4j.net.Networks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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

    /** Rows make neurons that no file declares; a saved program runs all the same. */
    @Test
    void aSavedProgramHasTheNeuronsThatRowsMake(@TempDir Path dir) {
        String saved = dir.resolve("grow.flat").toString();
        String input = "../docs/data/kinds.jsonl";
        assertEquals(
                0,
                Cli.run("flatten", "example:grow/detectors", "--input", input, "--save", saved)
                        .code());
        assertEquals(
                Cli.lines("run", "example:grow/detectors", "--input", input, "--backend", "cpu"),
                Cli.lines("run", saved, "--input", input, "--backend", "cpu"));
    }

    @Test
    void checkSaysWhatIsThereAndWhatIsWrong(@TempDir Path dir) throws IOException {
        assertEquals(
                List.of(
                        "example:grow/any-kind: 8 neurons, 7 links, synchronous: well formed",
                        "matrix in self.single, one per lane: 8 entries, 3 neurons made by its rows",
                        "kinds: no port has one, so links join any streams"),
                Cli.lines("check", "example:grow/any-kind"));
        Path file = dir.resolve("net.json");
        String head = "{\"format\": \"dmm4j-network/1\", \"neurons\": [{\"name\": \"a\", \"type\": \"lite/identity\"}],"
                + " \"self\": {\"output\": \"a.dict\", \"rank\": 4, \"shared\": true}, \"kinds\": ";
        Files.writeString(file, head + "{\"in:a.dict\": \"matrix\"}}");
        assertEquals(
                List.of(
                        file + ": 1 neuron, 0 links, synchronous: well formed",
                        "matrix in a.dict, one for all lanes: 0 entries, 0 neurons made by its rows",
                        "kinds: matrix; 1 of 2 ports have one",
                        "links between equal kinds: 0 of 0",
                        "no kind: out:a.dict"),
                Cli.lines("check", file.toString()));
        Files.writeString(file, head + "{\"in:b.dict\": \"matrix\"}}");
        Cli r = Cli.run("check", file.toString());
        assertEquals(2, r.code());
        assertEquals("", r.out());
        assertTrue(
                r.err().matches("dmm: .*net.json:1:\\d+ at /kinds/in:b.dict: kind of 'in:b.dict': no neuron 'b'.*\\R"),
                r.err());
        assertEquals(2, Cli.run("check", dir.resolve("none.json").toString()).code());
        assertEquals(2, Cli.run("check").code());
    }

    @Test
    void aSharedMatrixIsNeitherSavedNorTrained(@TempDir Path dir) throws IOException {
        Path file = dir.resolve("net.json");
        Network wave = Networks.load(WAVE);
        NetworkJson.write(wave.toBuilder().self(wave.self().withShared(true)).build(), file);
        Path saved = dir.resolve("wave.flat");
        Cli r = Cli.run("flatten", file.toString(), "--save", saved.toString());
        assertEquals(2, r.code());
        assertTrue(
                r.err().startsWith("dmm: self: a matrix that all lanes share cannot be saved in a program"), r.err());
        assertFalse(Files.exists(saved));
        r = Cli.run("gradcheck", file.toString(), "--paths", "all", "--cycles", "4");
        assertEquals(2, r.code());
        assertTrue(r.err().startsWith("dmm: self: a matrix that all lanes share cannot be trained"), r.err());
        assertEquals(
                Cli.lines("run", WAVE, "--cycles", "5", "--backend", "cpu"),
                Cli.lines("run", file.toString(), "--cycles", "5", "--backend", "cpu"));
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
