package io.dmm4j.cli;

import static io.dmm4j.cli.Cli.HANDCRAFTED;
import static io.dmm4j.cli.Cli.TRAINABLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Wrong input for training is one sentence and exit code 2, and nothing is written. */
class TrainBadInputTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void files() throws IOException {
        Map<String, String> files = Map.of(
                "net.json", Nets.AVERAGE,
                "good.jsonl", "{\"inputs\":[{\"in.v\":{\"a\":1}}],\"targets\":[{\"out:x.dict\":{\"a\":1}}]}\n",
                "nan.jsonl", "{\"inputs\":[{\"in.v\":{\"a\":NaN}}],\"targets\":[{}]}\n",
                "infinite.jsonl", "{\"inputs\":[{}],\"targets\":[{\"out:x.dict\":{\"a\":1e999}}]}\n",
                "probe.jsonl", "{\"inputs\":[{}],\"targets\":[{\"out:y.dict\":1}]}\n",
                "none.jsonl", "{\"inputs\":[{}]}\n",
                "shorter.jsonl", "{\"inputs\":[{},{}],\"targets\":[{}]}\n",
                "undeclared.jsonl", "{\"inputs\":[{\"in.v\":{\"b\":1}}],\"targets\":[{}]}\n",
                "empty.jsonl", "");
        for (Map.Entry<String, String> e : files.entrySet()) {
            Files.writeString(folder.resolve(e.getKey()), e.getValue());
        }
        Files.createDirectory(folder.resolve("other"));
        Files.writeString(folder.resolve("other/file"), "");
    }

    private static Arguments bad(String sentence, String... args) {
        return Arguments.of(sentence, List.of(args));
    }

    private static Arguments train(String sentence, String... more) {
        return bad(
                sentence,
                Stream.concat(
                                Stream.of("train", HANDCRAFTED, "--teacher", HANDCRAFTED, "--out", "DIR/out"),
                                Stream.of(more))
                        .toArray(String[]::new));
    }

    private static Arguments data(String sentence, String file) {
        return bad(sentence, "train", "DIR/net.json", "--data", "DIR/" + file, "--out", "DIR/out");
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                bad("missing required option: '--out=FOLDER'", "train", HANDCRAFTED),
                bad(
                        "expected --teacher NET or --data FILE, to say what is right",
                        "train",
                        HANDCRAFTED,
                        "--out",
                        "DIR/o"),
                bad("expected --data FILE or --teacher NET, to say what is right", "eval", HANDCRAFTED),
                // folders
                bad(
                        "DIR/other: the folder is not empty, expected an empty one, or --resume",
                        "train",
                        HANDCRAFTED,
                        "--teacher",
                        HANDCRAFTED,
                        "--out",
                        "DIR/other"),
                bad(
                        "DIR/other: expected a folder of a run to resume, found no checkpoints in it",
                        "train",
                        HANDCRAFTED,
                        "--teacher",
                        HANDCRAFTED,
                        "--out",
                        "DIR/other",
                        "--resume"),
                bad(
                        "DIR/net.json: expected a folder, found a file",
                        "train",
                        HANDCRAFTED,
                        "--teacher",
                        HANDCRAFTED,
                        "--out",
                        "DIR/net.json"),
                bad("DIR/net.json/x", "train", HANDCRAFTED, "--teacher", HANDCRAFTED, "--out", "DIR/net.json/x"),
                bad(
                        "DIR/net.json: expected a folder, found a file",
                        "synth",
                        "duplicate-detector",
                        "--out",
                        "DIR/net.json"),
                bad("DIR/other: the folder is not empty", "synth", "duplicate-detector", "--out", "DIR/other"),
                // numbers
                train("--rate: found -1.0, expected a finite number above 0", "--rate", "-1"),
                train("--rate: found NaN, expected a finite number above 0", "--rate", "NaN"),
                train("--l1: found Infinity, expected a finite number that is not negative", "--l1", "Infinity"),
                train("gradient clipping: found 0.0, expected a limit above 0", "--clip", "0"),
                train("--steps and --epochs: found 0, expected at least 1", "--steps", "0"),
                train("--steps and --epochs: found -2, expected at least 1", "--epochs", "-2"),
                train("--checkpoint-every and --keep: found 0, expected at least 1", "--keep", "0"),
                train("--checkpoint-every and --keep: found 0, expected at least 1", "--checkpoint-every", "0"),
                train("--target-loss: found NaN, expected a number that is not negative", "--target-loss", "NaN"),
                train("--perturb: found -0.5, expected a finite number that is not negative", "--perturb", "-0.5"),
                train("--threads: found 0, expected at least 1", "--threads", "0"),
                train("--lanes: found 0, expected at least 1", "--lanes", "0"),
                train("--precision: found 'float16', expected float32 or float64", "--precision", "float16"),
                // windows
                train("--window: found 141 cycles, but the longest sequence has only 140", "--window", "141"),
                train("window: found 0 cycles, expected at least 1", "--window", "0"),
                train("--carry: expected --window N beside it", "--carry"),
                // names
                train("unknown updater 'adm' (did you mean 'adam'?)", "--updater", "adm"),
                train("unknown loss 'squarred' (did you mean 'squared'?)", "--loss", "squarred"),
                train("--paths: found 'some', expected number or all", "--paths", "some"),
                train("backend tree cannot differentiate, expected one that can: [cpu]", "--backend", "tree"),
                train("unknown backend 'cpo'", "--backend", "cpo"),
                train("no neuron 'outputt' (did you mean 'output'?)", "--probe", "outputt.dict-1"),
                bad("unknown experiment 'detector'", "synth", "detector"),
                bad(
                        "--strings: found 'three', expected one or four",
                        "synth",
                        "duplicate-detector",
                        "--strings",
                        "three"),
                bad("DIR/none.json: no such file", "synth", "duplicate-detector", "--matrix", "DIR/none.json"),
                bad("unknown example 'x'", "train", HANDCRAFTED, "--teacher", "example:x", "--out", "DIR/out"),
                // texts
                train("--text: expected at least one character, found none", "--text", ""),
                train("--every: found 0, expected at least 1", "--every", "0"),
                train(
                        "--cycles: found 2 numbers, expected 1, or 3, one for each text",
                        "--text",
                        "a",
                        "--text",
                        "b",
                        "--text",
                        "c",
                        "--cycles",
                        "9",
                        "--cycles",
                        "8"),
                train(
                        "expected no --text, --every, --cycles or --to beside it",
                        "--data",
                        "DIR/good.jsonl",
                        "--every",
                        "2"),
                // data
                data("DIR/gone.jsonl: no such file", "gone.jsonl"),
                data("expected a finite number, found NaN", "nan.jsonl"),
                data("expected a finite number", "infinite.jsonl"),
                data("no neuron 'y'", "probe.jsonl"),
                data("DIR/none.jsonl: sequence 1 has no targets, expected some, or --teacher", "none.jsonl"),
                data("found targets for 1 cycles, expected 2", "shorter.jsonl"),
                data("is fed \"/b\", which it does not declare", "undeclared.jsonl"),
                data("found no sequences, expected at least one line", "empty.jsonl"),
                bad(
                        "no trainable links, expected at least one to train",
                        "train",
                        "DIR/net.json",
                        "--data",
                        "DIR/good.jsonl",
                        "--out",
                        "DIR/out",
                        "--matrix",
                        "DIR/nothing.json"),
                // other commands
                bad("--tolerance: found 0.0, expected a number above 0", "gradcheck", HANDCRAFTED, "--tolerance", "0"),
                bad(
                        "--directions, --links and --worst: found 0, 0 and 10",
                        "gradcheck",
                        HANDCRAFTED,
                        "--directions",
                        "0",
                        "--links",
                        "0"),
                bad("--lanes and --window: found 0 and 140", "plan", TRAINABLE, "--lanes", "0"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void isOneSentence(String sentence, List<String> args) throws IOException {
        Files.writeString(folder.resolve("nothing.json"), "{}");
        List<String> before = list();
        Cli done = Cli.run(args.stream().map(this::inFolder).toArray(String[]::new));
        String expected = inFolder(sentence);
        assertEquals(2, done.code(), done.err());
        assertEquals("", done.out());
        assertTrue(done.err().startsWith("dmm: "), done.err());
        assertTrue(done.err().contains(expected), () -> "expected ..." + expected + "\nbut was " + done.err());
        assertEquals(1, done.err().lines().count(), done.err());
        assertEquals(before, list());
    }

    private String inFolder(String text) {
        return text.replace("DIR", folder.toString());
    }

    private List<String> list() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.map(Path::toString).sorted().toList();
        }
    }

    @Test
    void aTeacherThatExplodesIsNamedWithItsCycle() throws IOException {
        Path net = Files.writeString(
                folder.resolve("wild.json"), Nets.AVERAGE.replace("{\"dict\":1}", "{\"dict\":1e200}"));
        Cli c = Cli.run(
                "train",
                folder.resolve("net.json").toString(),
                "--teacher",
                net.toString(),
                "--text",
                "a",
                "--paths",
                "all",
                "--out",
                folder.resolve("out").toString());
        assertEquals(2, c.code());
        assertTrue(c.err().contains("target out:x.dict at \"/a\" in cycle "), c.err());
        assertFalse(Files.exists(folder.resolve("out")));
    }
}
