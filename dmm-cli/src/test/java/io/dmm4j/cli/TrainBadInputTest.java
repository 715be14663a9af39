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
                "empty.jsonl", "",
                "masked.jsonl", "{\"inputs\":[{}],\"targets\":[{\"out:x.dict\":{\"a\":1}}],\"mask\":[0]}\n");
        for (Map.Entry<String, String> e : files.entrySet()) {
            Files.writeString(folder.resolve(e.getKey()), e.getValue());
        }
        Files.writeString(folder.resolve("big.json"), Nets.AVERAGE.replace("{\"v\":1}", "{\"v\":1e39}"));
        Files.writeString(
                folder.resolve("big.jsonl"),
                files.get("good.jsonl").replace("[{\"out:x.dict\":{\"a\":1}", "[{\"out:x.dict\":{\"a\":1e39}"));
        Files.writeString(folder.resolve("number.jsonl"), "{\"inputs\":[{}],\"targets\":[{\"out:x.dict\":1}]}\n");
        Files.writeString(
                folder.resolve("bigmask.jsonl"),
                "\n" + files.get("good.jsonl").replace("}]}\n", "}],\"mask\":[1e39]}\n"));
        Files.writeString(
                folder.resolve("biginput.jsonl"),
                files.get("good.jsonl").replace("{\"a\":1}}],\"t", "{\"a\":-1e39}}],\"t"));
        Files.writeString(
                folder.resolve("biginitial.json"),
                Nets.AVERAGE.replace("\"probes\"", "\"initial\":{\"x\":{\"dict\":{\"a\":1e39}}},\"probes\""));
        Files.writeString(
                folder.resolve("bigparameter.json"),
                Nets.CONSTANT.replace("\"lite/const\"", "\"lite/const\",\"parameters\":{\"value\":1e39}"));
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
                bad("--resume: expected --out FOLDER too", "train", HANDCRAFTED, "--teacher", HANDCRAFTED, "--resume"),
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
                train("--clip: found 0.0, expected a finite number above 0", "--clip", "0"),
                train("--steps: found 0, expected at least 1", "--steps", "0"),
                train("--epochs: found -2, expected at least 1", "--epochs", "-2"),
                train("--keep: found 0, expected at least 1", "--keep", "0"),
                train("--checkpoint-every: found 0, expected at least 1", "--checkpoint-every", "0"),
                train(
                        "--target-loss: found NaN, expected a finite number that is not negative",
                        "--target-loss",
                        "NaN"),
                train("--perturb: found -0.5, expected a finite number that is not negative", "--perturb", "-0.5"),
                train("--threads: found 0, expected at least 1", "--threads", "0"),
                train("--lanes: found 0, expected at least 1", "--lanes", "0"),
                train("--memory: found \"5X\", expected a number and K, M or G", "--memory", "5X"),
                train("memory: found 1024 bytes, expected at least ", "--memory", "1K"),
                train("--precision: found 'float16', expected float32 or float64", "--precision", "float16"),
                // kinds with numbers
                train("--schedule: unknown kind 'cosin' (did you mean 'cosine'?)", "--schedule", "cosin:0,9"),
                train("--schedule: found 'cosine', expected cosine:LOWEST,LAST", "--schedule", "cosine"),
                train("--schedule: found 'constant:1', expected constant", "--schedule", "constant:1"),
                train("expected steps:FACTOR,EVERY with finite numbers, not 'x'", "--schedule", "steps:x,3"),
                train("not 'NaN'", "--schedule", "exponential:NaN"),
                train(
                        "found 1.5 as number 2 of steps:FACTOR,EVERY, expected a whole number from 1",
                        "--schedule",
                        "steps:1,1.5"),
                train(
                        "found -1 as number 1 of exponential:FACTOR, expected a number above 0",
                        "--schedule",
                        "exponential:-1"),
                train("--warm-up: found 0, expected at least 1", "--warm-up", "0"),
                train(
                        "--momentum: the updater adam has no such setting, only --beta1, --beta2, --epsilon",
                        "--momentum",
                        "0.5"),
                train("--beta1: the updater sgd has no such setting", "--updater", "sgd", "--beta1", "0.5"),
                train("--beta2: found 1.0, expected a number from 0 to below 1", "--beta2", "1"),
                train("--epsilon: found 0.0, expected a finite number above 0", "--epsilon", "0"),
                train("--clip and --clip-value: found both, expected one of them", "--clip", "1", "--clip-value", "1"),
                train("--init: found 'normal', expected normal:SIGMA", "--init", "normal"),
                train("--init: unknown kind 'glorot'", "--init", "glorot"),
                train("found 0 as number 1 of huber[:DELTA], expected a number above 0", "--loss", "huber:0"),
                train("--ties: found 'middle', expected last, first or split", "--ties", "middle"),
                train("--relu-at-zero: found 2.0, expected a number from 0 to 1", "--relu-at-zero", "2"),
                train(
                        "--accumulators: found -1.0, expected a finite number that is not negative",
                        "--accumulators",
                        "-1"),
                train("--patience: found 0, expected at least 1", "--patience", "0"),
                // what is trained, what goes and comes
                train("--freeze: no trainable link matches 'outptu.* <- *'", "--freeze", "outptu.*"),
                train("--train-initial: no initial output matches 'x'", "--train-initial", "x"),
                train("--train-parameter: no parameter matches 'const.value'", "--train-parameter", "const.value"),
                train("no trainable links, expected at least one to train", "--freeze", "*"),
                train("--protect: no trainable link matches 'x <- *'", "--prune-to", "3", "--protect", "x"),
                train("--protect: expected --rewire or --prune-to beside it", "--protect", "x"),
                train("--rewire-every: expected --rewire beside it", "--rewire-every", "9"),
                train("--candidates: expected --rewire set or rigl beside it", "--candidates", HANDCRAFTED),
                train("--polish: expected --prune-to beside it", "--polish", "9"),
                train("--prune-l1: expected --prune-to beside it", "--prune-l1", "0.05"),
                train("--accumulators: the network has no superfluid neuron", "--accumulators", "1"),
                bad("--precision: found float32, expected float64", "gradcheck", HANDCRAFTED, "--precision", "float32"),
                bad("--window: found 141 cycles, but the longest", "plan", HANDCRAFTED, "--window", "141"),
                train("--cycles: found 2000000000 cycles in all, expected at most", "--cycles", "2000000000"),
                bad(
                        "--out: found '', expected the name of a folder",
                        "train",
                        HANDCRAFTED,
                        "--teacher",
                        HANDCRAFTED,
                        "--out",
                        ""),
                bad(
                        "x.safetensors: expected a network, found a checkpoint",
                        "eval",
                        "x.safetensors",
                        "--teacher",
                        HANDCRAFTED),
                // numbers that float32 does not hold
                data(
                        "DIR/big.jsonl:1:1: target out:x.dict at \"/a\" in cycle 1: found 1.0E39, which is not finite in"
                                + " float32, expected a smaller number, or float64",
                        "big.jsonl"),
                data(
                        "DIR/biginput.jsonl:1:1: input in.v at \"/a\" in cycle 1: found -1.0E39, which is",
                        "biginput.jsonl"),
                data("DIR/bigmask.jsonl:2:1: mask of cycle 1: found 1.0E39, which is not finite", "bigmask.jsonl"),
                bad(
                        "a number is not finite in float32: initial x.dict/a is 1.0E39, expected a smaller number, or",
                        "train",
                        "DIR/biginitial.json",
                        "--data",
                        "DIR/good.jsonl",
                        "--out",
                        "DIR/out"),
                bad(
                        "a number is not finite in float32: parameter c.value is 1.0E39, expected a smaller number, or",
                        "train",
                        "DIR/bigparameter.json", // no new folder is announced
                        "--data",
                        "DIR/number.jsonl"),
                bad(
                        "teacher DIR/big.json: sequence 1: target out:x.dict at \"/a\" in cycle 2: found 1.0E39",
                        "eval",
                        "DIR/net.json",
                        "--teacher",
                        "DIR/big.json",
                        "--text",
                        "a",
                        "--cycles",
                        "2"),
                bad(
                        "a weight is not finite in float32: x.dict-2 <- in.v is 1.0E39",
                        "eval",
                        "DIR/big.json",
                        "--data",
                        "DIR/good.jsonl"),
                train("--rewire: unknown kind 'bellow' (did you mean 'below'?)", "--rewire", "bellow:1"),
                train("found 1 as number 1 of rigl:SHARE, expected a number above 0 and below 1", "--rewire", "rigl:1"),
                train("--rewire-every: found 0, expected at least 1", "--rewire", "rigl:0.3", "--rewire-every", "0"),
                train("--candidates: ", "--rewire", "rigl:0.3", "--candidates", "example:word-count"),
                train("--prune-to: found 0, expected at least 1", "--prune-to", "0"),
                train("--prune-steps: found 0, expected at least 1", "--prune-to", "3", "--prune-steps", "0"),
                train(
                        "--polish: found -1, expected a number that is not negative",
                        "--prune-to",
                        "3",
                        "--polish",
                        "-1"),
                bad("--resume: expected --out FOLDER too", "synth", "duplicate-detector", "--resume"),
                bad(
                        "--checkpoint-every: found 0, expected at least 1",
                        "synth",
                        "duplicate-detector",
                        "--out",
                        "DIR/o",
                        "--checkpoint-every",
                        "0"),
                // windows
                train(
                        "--window and --curriculum: found both, expected one of them",
                        "--window",
                        "9",
                        "--curriculum",
                        "0:9"),
                train("--curriculum: found 'x:9', expected STEP:N, two whole numbers", "--curriculum", "x:9"),
                train(
                        "--curriculum: found 141 cycles, but the longest sequence has only 140",
                        "--curriculum",
                        "0:10,5:141"),
                train("curriculum: expected a first stage from step 0", "--curriculum", "5:10"),
                train("curriculum: stages from steps 0 and 0, expected ascending ones", "--curriculum", "0:10,0:11"),
                train("--window: found 141 cycles, but the longest sequence has only 140", "--window", "141"),
                train("window: found 0 cycles, expected at least 1", "--window", "0"),
                train("--carry: expected --window N or --curriculum beside it", "--carry"),
                // names
                train("unknown updater 'adm' (did you mean 'adam'?)", "--updater", "adm"),
                train("unknown loss 'squarred' (did you mean 'squared'?)", "--loss", "squarred"),
                train(
                        "--loss: softmax-cross-entropy compares the paths of a probe with each other, expected --paths all",
                        "--loss",
                        "softmax-cross-entropy"),
                train(
                        "loss on in:output.dict-1: softmax-cross-entropy compares numbers with each other",
                        "--loss",
                        "softmax-cross-entropy",
                        "--paths",
                        "all"),
                train(
                        "no cycle counts: the longest of 1 sequences has 140 cycles, of which --skip takes",
                        "--skip",
                        "140"),
                data("no cycle counts", "masked.jsonl"),
                bad("no cycle counts", "eval", "DIR/net.json", "--data", "DIR/masked.jsonl"),
                bad(
                        "--probe: no cycle of DIR/good.jsonl says what in:x.dict-1 should show, only what [out:x.dict]",
                        "eval",
                        "DIR/net.json",
                        "--data",
                        "DIR/good.jsonl",
                        "--probe",
                        "x.dict-1"),
                train("--paths: found 'some', expected number or all", "--paths", "some"),
                train("backend tree cannot differentiate, expected one that can: [cuda, cpu]", "--backend", "tree"),
                train("unknown backend 'cpo'", "--backend", "cpo"),
                train("no neuron 'outputt' (did you mean 'output'?)", "--probe", "outputt.dict-1"),
                bad("unknown experiment 'detector'", "synth", "detector", "--out", "DIR/o"),
                bad(
                        "--strings: found 'three', expected one or four",
                        "synth",
                        "duplicate-detector",
                        "--out",
                        "DIR/o",
                        "--strings",
                        "three"),
                bad(
                        "DIR/none.json: no such file",
                        "synth",
                        "duplicate-detector",
                        "--out",
                        "DIR/o",
                        "--matrix",
                        "DIR/none.json"),
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
