package io.dmm4j.cli;

import static io.dmm4j.cli.Cli.HANDCRAFTED;
import static io.dmm4j.cli.Cli.TRAINABLE;
import static io.dmm4j.cli.Cli.WORD_COUNT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Wrong input is one sentence on standard error and exit code 2; nothing is printed and nothing written. */
class BadInputTest {
    private static final String NET =
            "{\"format\":\"dmm4j-network/1\",\"neurons\":[{\"name\":\"in\",\"external\":{\"v\":{\"paths\":[\"/a\"]},"
                    + "\"w\":{\"open\":true}}},{\"name\":\"x\",\"type\":\"lite/accum\"}],\"matrix\":{\"rank\":4,"
                    + "\"trainable\":{\"x\":{\"dict-2\":{\"in\":{\"v\":1}}}},"
                    + "\"fixed\":{\"x\":{\"dict-1\":{\"x\":{\"dict\":1}}}}},\"probes\":[\"out:x.dict\"]}";
    private static final String GROWING =
            "{\"format\":\"dmm4j-network/1\",\"neurons\":[{\"name\":\"in\",\"external\":{\"v\":{\"paths\":[\"/flag\"]}}},"
                    + "{\"name\":\"list\",\"type\":\"lite/cons\"}],\"matrix\":{\"rank\":4,\"fixed\":{\"list\":"
                    + "{\"self\":{\"list\":{\"self\":1}},\"signal\":{\"in\":{\"v\":1}}}}},\"probes\":[\"out:list.self\"]}";

    @TempDir
    private Path folder;

    @BeforeEach
    void files() throws IOException {
        Map<String, String> files = new TreeMap<>();
        files.put("net.json", NET);
        files.put("growing.json", GROWING);
        files.put("truncated.json", NET.substring(0, NET.length() - 30));
        files.put("twice.json", NET.replace("\"probes\"", "\"matrix\""));
        files.put("nan.json", NET.replace("\"v\":1", "\"v\":NaN"));
        files.put("infinite.json", NET.replace("\"v\":1", "\"v\":-Infinity"));
        files.put("type.json", NET.replace("lite/accum", "lite/accumulator"));
        files.put("port.json", NET.replace("\"dict-2\"", "\"dict2\""));
        files.put("nowhere.json", NET.replace("{\"in\":{\"v\":1}}", "{\"on\":{\"v\":1}}"));
        files.put("above.json", NET.replace("{\"v\":1}", "1"));
        files.put("deep.json", NET.replace("\"v\":1", "\"v\":" + "{\"a\":".repeat(20_000) + "1" + "}".repeat(20_000)));
        files.put("text.json", "hello");
        files.put("empty.json", "");
        files.put("flat.json", "{\"format\":\"dmm4j-flattened/1\",\"name\":3}");
        files.put("matrix.json", "{\"accum\":{\"dict-2\":{\"input\":{\"chart\":1}}}}");
        files.put("short.json", "{\"accum\":{\"dict-2\":0.5}}");
        files.put("rank6.json", "{\"lite/accum\":{\"accum\":{\"dict-2\":{\"lite/input\":{\"input\":{\"char\":1}}}}}}");
        files.put("words.txt", "one two\nthree :number four");
        files.put("good.jsonl", "{\"in.v\":{\"a\":1}}\n");
        files.put("bad.jsonl", "{\"in.v\":{\"a\":1}}\n{\"in.v\":{\"a\":}}\n");
        files.put("unknown.jsonl", "{\"in.v\":{\"a\":1}}\n{\"in.vv\":1}\n");
        files.put("undeclared.jsonl", "{\"in.v\":{\"a\":1}}\n\n{\"in.v\":{\"b\":2}}\n");
        files.put("same.jsonl", "{\"in.v\":1,\"/in/v\":2}\n");
        for (Map.Entry<String, String> e : files.entrySet()) {
            Files.writeString(folder.resolve(e.getKey()), e.getValue());
        }
        Files.write(folder.resolve("latin.txt"), new byte[] {'a', ' ', (byte) 0xE9, ' ', 'b'});
    }

    /** Arguments in which DIR/ is the folder of the files, and what the sentence says. */
    static Stream<Arguments> mistakes() {
        return Stream.of(
                bad(
                        "expected a command: run, live, check, compare, flatten, show, train, eval, gradcheck, plan, synth, doctor"),
                bad("unknown command 'rum' (did you mean 'run'?)", "rum"),
                bad(
                        "unknown option '--bakend' (did you mean '--backend'?) of dmm run",
                        "run",
                        HANDCRAFTED,
                        "--bakend",
                        "cpu"),
                bad("missing required parameter: 'NET'", "run"),
                bad("one argument too many: 'more'", "run", HANDCRAFTED, "more", "--cycles", "1"),
                bad(
                        "unknown example 'word-cont' (did you mean 'word-count'?)",
                        "run",
                        "example:word-cont",
                        "--cycles",
                        "1"),
                // files
                bad("DIR/none.json: no such file", "run", "DIR/none.json", "--cycles", "1"),
                bad("DIR/.: expected a file, found a directory", "run", "DIR/.", "--cycles", "1"),
                bad("DIR/truncated.json:1:", "run", "DIR/truncated.json", "--cycles", "1"),
                bad("the input ends too early", "run", "DIR/truncated.json", "--cycles", "1"),
                bad("expected each key once, found \"matrix\" again", "show", "DIR/twice.json"),
                bad("at /matrix/trainable/x/dict-2/in/v: expected a finite number, found NaN", "show", "DIR/nan.json"),
                bad("expected a finite number, found -Infinity", "flatten", "DIR/infinite.json"),
                bad("at /neurons/1/type: unknown neuron type 'lite/accumulator'", "show", "DIR/type.json"),
                bad(
                        "neuron x (lite/accum) has no input 'dict2' (did you mean 'dict-2'?)",
                        "run",
                        "DIR/port.json",
                        "--cycles",
                        "1"),
                bad(
                        "at /matrix/trainable/x/dict-2/on/v: link x.dict-2 <- on.v * 1.0: no neuron 'on' (did you mean 'in'?)",
                        "show",
                        "DIR/nowhere.json"),
                bad(
                        "at /matrix/trainable/x/dict-2/in: a number stands above the output level: expected to / input / from / output, 'output' is missing",
                        "show",
                        "DIR/above.json"),
                bad("expected a V-value at most 10000 levels deep", "show", "DIR/deep.json"),
                bad("DIR/text.json:1:6: unrecognized token 'hello', expected a JSON value", "show", "DIR/text.json"),
                bad("DIR/empty.json:1:1: expected an object, found the end of the input", "show", "DIR/empty.json"),
                bad("DIR/flat.json:1:38 at /name: expected a string, found 3", "run", "DIR/flat.json", "--cycles", "1"),
                bad(
                        "DIR/matrix.json:1:2 at /accum: unknown field of a network 'accum'",
                        "run",
                        "DIR/matrix.json",
                        "--cycles",
                        "1"),
                // matrices
                bad(
                        "DIR/matrix.json:1:38 at /accum/dict-2/input/chart: link accum.dict-2 <- input.chart * 1.0: neuron input (external) has no output 'chart' (did you mean 'char'?)",
                        "run",
                        HANDCRAFTED,
                        "--matrix",
                        "DIR/matrix.json",
                        "--cycles",
                        "1"),
                bad(
                        "DIR/short.json:1:20 at /accum/dict-2: a number stands above the output level",
                        "show",
                        HANDCRAFTED,
                        "--matrix",
                        "DIR/short.json"),
                bad(
                        "neuron 'input' stands under the type 'lite/input', expected 'external'",
                        "show",
                        HANDCRAFTED,
                        "--matrix",
                        "DIR/rank6.json",
                        "--matrix-rank",
                        "6"),
                bad("matrix rank: found 5, expected 4 or 6", "show", HANDCRAFTED, "--matrix-rank", "5"),
                bad(
                        "DIR/none.json: no such file",
                        "compare",
                        TRAINABLE,
                        HANDCRAFTED,
                        "--matrix-b",
                        "DIR/none.json",
                        "--text",
                        "a"),
                // probes
                bad(
                        "probe 'output.dict-3': neuron output (lite/output) has no port 'dict-3' (did you mean 'dict-1'?)",
                        "run",
                        HANDCRAFTED,
                        "--cycles",
                        "1",
                        "--probe",
                        "output.dict-3"),
                bad(
                        "probe 'ouput.dict-1': no neuron 'ouput' (did you mean 'output'?)",
                        "run",
                        HANDCRAFTED,
                        "--cycles",
                        "1",
                        "--probe",
                        "ouput.dict-1"),
                bad(
                        "probe 'x.dict-1.y': expected NEURON.PORT",
                        "run",
                        HANDCRAFTED,
                        "--cycles",
                        "1",
                        "--probe",
                        "x.dict-1.y"),
                bad(
                        "probe 't.timer' is ambiguous: t.timer is an input and an output; write in:t.timer or out:t.timer",
                        "run",
                        "DIR/timer.json",
                        "--cycles",
                        "1",
                        "--probe",
                        "t.timer"),
                bad(
                        "the network has no probes, expected at least one --probe NEURON.PORT",
                        "run",
                        "DIR/timer.json",
                        "--cycles",
                        "1"),
                bad(
                        "probe 'compare.maybe'",
                        "compare",
                        HANDCRAFTED,
                        TRAINABLE,
                        "--text",
                        "a",
                        "--probe",
                        "compare.maybe"),
                // numbers
                bad("--cycles: found 0, expected at least 1", "run", HANDCRAFTED, "--cycles", "0"),
                bad("--cycles: found -7, expected at least 1", "compare", HANDCRAFTED, HANDCRAFTED, "--cycles", "-7"),
                bad(
                        "invalid value for option '--cycles': expected a whole number, found 'many'",
                        "run",
                        HANDCRAFTED,
                        "--cycles",
                        "many"),
                bad("--cycles: expected a number, because no input says how long to run", "run", HANDCRAFTED),
                bad("--every: found 0, expected at least 1", "run", HANDCRAFTED, "--text", "a", "--every", "0"),
                bad("--threads: found 0, expected at least 1", "run", HANDCRAFTED, "--text", "a", "--threads", "0"),
                bad("--spare: found -1, expected at least 0", "flatten", HANDCRAFTED, "--spare", "-1"),
                bad("--cycles: found 0, expected at least 1", "flatten", HANDCRAFTED, "--cycles", "0"),
                bad(
                        "--precision: found 'double', expected float32 or float64",
                        "run",
                        HANDCRAFTED,
                        "--text",
                        "a",
                        "--precision",
                        "double"),
                bad(
                        "unknown backend 'gpu': expected one of auto, cuda, cpu, tree",
                        "run",
                        HANDCRAFTED,
                        "--text",
                        "a",
                        "--backend",
                        "gpu"),
                // input
                bad("--text: expected at least one character, found none", "run", HANDCRAFTED, "--text", ""),
                bad(
                        "the network has the inputs [in.v, in.w], expected --to NEURON.PORT",
                        "run",
                        "DIR/net.json",
                        "--text",
                        "a"),
                bad("external input in has no port 'u'", "run", "DIR/net.json", "--text", "a", "--to", "in.u"),
                bad(
                        "--to: expected NEURON.PORT, or /NEURON/PORT where names have dots, found 'in'",
                        "run",
                        "DIR/net.json",
                        "--text",
                        "a",
                        "--to",
                        "in"),
                bad(
                        "the network has no external input",
                        "run",
                        "DIR/timer.json",
                        "--text",
                        "a",
                        "--probe",
                        "in:t.timer"),
                bad(
                        "--text: external input in.v: path \"/b\" was fed but is not declared",
                        "run",
                        "DIR/net.json",
                        "--text",
                        "ab",
                        "--to",
                        "in.v"),
                bad("DIR/none.txt: no such file", "run", WORD_COUNT, "--words", "DIR/none.txt"),
                bad(
                        "DIR/words.txt:2: ':number' names the number of a node",
                        "run",
                        WORD_COUNT,
                        "--words",
                        "DIR/words.txt"),
                bad("DIR/latin.txt: byte 3 is not valid UTF-8", "run", WORD_COUNT, "--words", "DIR/latin.txt"),
                bad("DIR/bad.jsonl:2:14", "run", "DIR/net.json", "--input", "DIR/bad.jsonl"),
                bad(
                        "DIR/unknown.jsonl:2:2 at /in.vv: external input in has no port 'vv' (did you mean 'v'?)",
                        "run",
                        "DIR/net.json",
                        "--input",
                        "DIR/unknown.jsonl"),
                bad(
                        "DIR/undeclared.jsonl:3:1: external input in.v: path \"/b\" was fed but is not declared, and the port is not open",
                        "run",
                        "DIR/net.json",
                        "--input",
                        "DIR/undeclared.jsonl"),
                bad(
                        "expected each input once per line, found in.v again",
                        "run",
                        "DIR/net.json",
                        "--input",
                        "DIR/same.jsonl"),
                bad("at /in.v: no external input 'in' (known: input)", "run", HANDCRAFTED, "--input", "DIR/good.jsonl"),
                bad(
                        "the trees of output list.self never stop growing",
                        "run",
                        "DIR/growing.json",
                        "--input",
                        "DIR/flag.jsonl",
                        "--closed",
                        "--backend",
                        "cpu"),
                // writing
                bad("DIR/none/x.svg: there is no folder", "show", HANDCRAFTED, "--svg", "DIR/none/x.svg"),
                bad("DIR/none/x.json: there is no folder", "flatten", HANDCRAFTED, "--save", "DIR/none/x.json"),
                bad("DIR/.: expected a file, found a directory", "show", HANDCRAFTED, "--dot", "DIR/."),
                bad("backend tree runs networks only", "run", "DIR/saved.json", "--text", "a", "--backend", "tree"),
                bad(
                        "a flattened program has its weights, expected no matrix beside it",
                        "run",
                        "DIR/saved.json",
                        "--text",
                        "a",
                        "--matrix",
                        "DIR/matrix.json"),
                bad("expected a network, found a flattened program", "show", "DIR/saved.json"),
                bad(
                        "the program was flattened without probe out:norm.norm",
                        "run",
                        "DIR/saved.json",
                        "--text",
                        "a",
                        "--last",
                        "--probe",
                        "norm.norm"));
    }

    private static Arguments bad(String sentence, String... args) {
        return Arguments.of(sentence, List.of(args));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void isOneSentence(String sentence, List<String> args) throws IOException {
        Files.writeString(
                folder.resolve("timer.json"),
                "{\"format\":\"dmm4j-network/1\",\"neurons\":[{\"name\":\"t\",\"type\":\"lite/timer\"}]}");
        Files.writeString(folder.resolve("flag.jsonl"), "{\"in.v\":{\"flag\":1}}\n");
        Cli.lines(
                "flatten",
                HANDCRAFTED,
                "--text",
                "abc",
                "--save",
                folder.resolve("saved.json").toString());
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
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(Path::toString).sorted().toList();
        }
    }

    @Test
    void aNumberThatCannotBePrintedNamesItsCycle() throws IOException {
        Path net = Files.writeString(
                folder.resolve("explodes.json"),
                "{\"format\":\"dmm4j-network/1\",\"neurons\":[{\"name\":\"a\",\"type\":\"lite/identity\"}],"
                        + "\"matrix\":{\"rank\":4,\"fixed\":{\"a\":{\"dict\":{\"a\":{\"dict\":1e30}}}}},"
                        + "\"initial\":{\"a\":{\"dict\":{\"k\":1}}},\"probes\":[\"out:a.dict\"]}");
        Cli done = Cli.run("run", net.toString(), "--cycles", "10", "--last");
        assertEquals(2, done.code());
        assertEquals("", done.out());
        assertTrue(done.err().contains("in cycle 10 of lane 0: the number at \"/k\" is Infinity"), done.err());
    }
}
