package io.dmm4j.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.value.DmmException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each mistake of a network or matrix file is one sentence with its place. */
class BadNetworkTest {
    private static final String GOOD =
            """
            {"format": "dmm4j-network/1", "name": "n",
            "neurons": [{"name": "in", "external": {"v": {"open": true}}},
            {"name": "x", "type": "lite/accum"}],
            "matrix": {"rank": 4,
            "trainable": {"x": {"dict-2": {"in": {"v": 1}}}},
            "fixed": {"x": {"dict-1": {"x": {"dict": 1}}}}},
            "initial": {"x": {"dict": {"a": 1}}},
            "probes": ["x.dict"]}
            """;

    static Stream<Arguments> networks() {
        return Stream.of(
                bad("{\"format\": \"dmm4j-network/1\", ", "{", ":1:1: expected a network with the field \"format\""),
                bad("network/1", "network/2", ":1:12 at /format: expected the string \"dmm4j-network/1\", found"),
                bad(
                        "\"name\": \"n\"",
                        "\"nmae\": 1",
                        ":1:31 at /nmae: unknown field of a network 'nmae' (did you mean 'name'?)"),
                bad("\"name\": \"n\"", "\"name\": 3", ":1:39 at /name: expected a string, found 3"),
                bad(
                        "\"name\": \"n\"",
                        "\"schedule\": \"sync\"",
                        ": unknown schedule 'sync' (known: synchronous, topological)"),
                bad("\"name\": \"n\"", "\"format\": \"x\"", ": expected each key once, found \"format\" again"),
                bad(
                        "\"neurons\": [{\"name\": \"in\"",
                        "\"neurons\": [{\"nam\": \"in\"",
                        ":2:14 at /neurons/0/nam: unknown field of a neuron 'nam'"),
                bad(
                        "lite/accum",
                        "lite/acum",
                        ":3:23 at /neurons/1/type: unknown neuron type 'lite/acum' (did you mean 'lite/accum'?)"),
                bad(
                        "lite/accum",
                        "lite/accum(2)",
                        ":3:23 at /neurons/1/type: neuron type lite/accum takes no arguments"),
                bad("\"name\": \"x\"", "\"name\": \"in\"", ":3:1 at /neurons/1: neuron 'in' is declared twice"),
                bad("\"name\": \"x\"", "\"name\": \"\"", ":3:1 at /neurons/1: a neuron needs a name"),
                bad(
                        "\"name\": \"x\", ",
                        "",
                        ":3:1 at /neurons/1: expected a neuron with the field \"name\", found none"),
                bad(
                        ", \"type\": \"lite/accum\"",
                        "",
                        ":3:1 at /neurons/1: neuron 'x': expected either \"type\" or \"external\", found neither"),
                bad("\"type\": \"lite/accum\"", "\"type\": \"lite/accum\", \"external\": {}", "found both"),
                bad(
                        "{\"open\": true}}",
                        "{\"open\": 1}}",
                        ":2:55 at /neurons/0/external/v/open: expected true or false, found 1"),
                bad(
                        "{\"open\": true}}",
                        "{\"opened\": true}}",
                        "unknown field of an external port 'opened' (did you mean 'open'?)"),
                bad(
                        "{\"open\": true}}",
                        "{\"paths\": [\"a\"]}}",
                        ":2:57 at /neurons/0/external/v/paths/0: expected a path that starts with '/', found 'a'"),
                bad(
                        "{\"open\": true}}",
                        "{\"paths\": [\"/a\", \"/a\"]}}",
                        "expected each path once, found \"/a\" again"),
                bad(
                        "{\"open\": true}}",
                        "{\"open\": true}}, \"idleInputs\": []",
                        ":2:63 at /neurons/0/idleInputs: expected this beside \"type\" only"),
                bad(
                        "\"lite/accum\"",
                        "\"lite/const\", \"parameters\": {\"valu\": 1}",
                        ":3:1 at /neurons/1: neuron x: type lite/const has no parameter 'valu' (did you mean 'value'?)"),
                bad(
                        "\"lite/accum\"",
                        "\"lite/accum\", \"idleInputs\": [\"a\", \"a\"]",
                        "expected each port once, found 'a' again"),
                bad("\"rank\": 4", "\"rank\": 5", ":4:20 at /matrix/rank: matrix rank: found 5, expected 4 or 6"),
                bad("\"rank\": 4", "\"rank\": 4.0", ":4:20 at /matrix/rank: expected an integer, found 4.0"),
                bad("\"rank\": 4,\n", "", ":4:11 at /matrix: expected the field \"rank\", 4 or 6, found none"),
                bad(
                        "\"rank\": 4",
                        "\"rank\": 6",
                        "/matrix/trainable/x/dict-2/in/v: a number stands above the output level: expected toType / to / input / fromType / from / output, 'from' is missing"),
                bad("\"fixed\"", "\"fxied\"", ": unknown field of a matrix 'fxied' (did you mean 'fixed'?)"),
                bad(
                        "{\"in\": {\"v\": 1}}",
                        "{\"in\": 1}",
                        ":5:38 at /matrix/trainable/x/dict-2/in: a number stands above the output level: expected to / input / from / output, 'output' is missing"),
                bad(
                        "{\"in\": {\"v\": 1}}",
                        "{\"in\": {\":number\": 1}}",
                        ":5:50 at /matrix/trainable/x/dict-2/in: a number stands above"),
                bad(
                        "{\"in\": {\"v\": 1}}",
                        "{\"in\": {\"v\": [1]}}",
                        ":5:44 at /matrix/trainable/x/dict-2/in/v: expected a number or an object, found an array"),
                bad(
                        "{\"in\": {\"v\": 1}}",
                        "{\"in\": {\"v\": NaN}}",
                        "/matrix/trainable/x/dict-2/in/v: expected a finite number, found NaN"),
                bad("{\"in\": {\"v\": 1}}", "{\"in\": {\"v\": 1e999}}", "expected a finite number, found 1e999"),
                bad(
                        "{\"in\": {\"v\": 1}}",
                        "{\"in\": {\"v\": 1, \"v\": 1}}",
                        "expected each key once, found \"v\" again"),
                bad(
                        "{\"in\": {\"v\": 1}}",
                        "{\"inn\": {\"v\": 1}}",
                        ":5:45 at /matrix/trainable/x/dict-2/inn/v: link x.dict-2 <- inn.v * 1.0: no neuron 'inn' (did you mean 'in'?)"),
                bad(
                        "{\"in\": {\"v\": 1}}",
                        "{\"in\": {\"w\": 1}}",
                        ":5:44 at /matrix/trainable/x/dict-2/in/w: link x.dict-2 <- in.w * 1.0: neuron in (external) has no output 'w' (did you mean 'v'?)"),
                bad(
                        "{\"x\": {\"dict-1\"",
                        "{\"x\": {\"dict-3\"",
                        ":6:42 at /matrix/fixed/x/dict-3/x/dict: link x.dict-3 <- x.dict * 1.0: neuron x (lite/accum) has no input 'dict-3' (did you mean 'dict-1'?)"),
                bad(
                        "{\"x\": {\"dict-1\"",
                        "{\"y\": {\"dict-1\"",
                        "/matrix/fixed/y/dict-1/x/dict: link y.dict-1 <- x.dict * 1.0: no neuron 'y' (did you mean 'x'?)"),
                bad(
                        "{\"dict-1\": {\"x\": {\"dict\": 1}}}",
                        "{\"dict-2\": {\"in\": {\"v\": 1}}}",
                        ":6:40 at /matrix/fixed/x/dict-2/in/v: link x.dict-2 <- in.v * 1.0: there is another link with the same ends"),
                bad(
                        "\"initial\": {\"x\"",
                        "\"initial\": {\"z\"",
                        "/initial/z/dict: initial output z.dict: no neuron 'z' (did you mean 'x'?)"),
                bad(
                        "\"initial\": {\"x\": {\"dict\"",
                        "\"initial\": {\"x\": {\"dict-1\"",
                        ":7:19 at /initial/x/dict-1: initial output x.dict-1: neuron x (lite/accum) has no output 'dict-1'"),
                bad(
                        "\"x.dict\"",
                        "\"x.dic\"",
                        ":8:12 at /probes/0: probe 'x.dic': neuron x (lite/accum) has no port 'dic' (did you mean 'dict'?)"),
                bad("\"x.dict\"", "7", ":8:12 at /probes/0: expected a string, found 7"),
                bad("\"]}", "\"]", ": the input ends too early"),
                bad("\"]}", "\"]} {}", "expected the end of the input"),
                bad("\"probes\": [\"x.dict\"]", "\"probes\"", ": unexpected"));
    }

    private static Arguments bad(String part, String replacement, String message) {
        assertTrue(GOOD.contains(part), part);
        return Arguments.of(GOOD.replace(part, replacement), message);
    }

    @ParameterizedTest
    @MethodSource("networks")
    void networkFiles(String text, String message) {
        DmmException e = assertThrows(DmmException.class, () -> NetworkJson.read(text, "net.json"));
        assertTrue(e.getMessage().startsWith("net.json:"), e.getMessage());
        assertTrue(e.getMessage().contains(message), () -> "expected ..." + message + "\n but was " + e.getMessage());
        assertEquals(1, e.getMessage().lines().count());
    }

    static Stream<Arguments> matrices() {
        return Stream.of(
                Arguments.of(
                        "{\"x\": {\"dict-2\": {\"in\": {\"w\": 1}}}}",
                        4,
                        ":1:31 at /x/dict-2/in/w: link x.dict-2 <- in.w * 1.0: neuron in (external) has no output 'w' (did you mean 'v'?)"),
                Arguments.of(
                        "{\"x\": {\"dict-2\":\n{\"accum-1\": {\"dict\": 1}}}}",
                        4,
                        ":2:22 at /x/dict-2/accum-1/dict: link x.dict-2 <- accum-1.dict * 1.0: no neuron 'accum-1' (known: in, x)"),
                Arguments.of(
                        "{\"x\": {\"dict-1\": {\"x\": {\"dict\": 2}}}}", 4, "there is another link with the same ends"),
                Arguments.of(
                        "{\"x\": {\"dict-2\": 3}}",
                        4,
                        ":1:18 at /x/dict-2: a number stands above the output level: expected to / input / from / output, 'from' is missing"),
                Arguments.of(
                        "{\"lite/sum\": {\"x\": {\"dict-2\": {\"external\": {\"in\": {\"v\": 1}}}}}}",
                        6,
                        "at /lite~1sum/x/dict-2/external/in/v: neuron 'x' stands under the type 'lite/sum', expected 'lite/accum'"),
                Arguments.of("3", 4, ":1:1: expected an object, found 3"),
                Arguments.of("{\"x\": {}} {}", 4, "expected the end of the input, found an object"),
                Arguments.of("{\"x\": ", 4, "the input ends too early"),
                Arguments.of("", 4, "expected an object, found the end of the input"),
                Arguments.of("{\"x\":" + "{\"x\":".repeat(20_000), 4, "expected a V-value at most 10000 levels deep"));
    }

    @ParameterizedTest
    @MethodSource("matrices")
    void matrixFiles(String text, int rank, String message, @TempDir java.nio.file.Path folder) throws IOException {
        java.nio.file.Path file = folder.resolve("m.json");
        Files.writeString(file, text);
        Network n = NetworkJson.read(GOOD, "net.json");
        DmmException e = assertThrows(DmmException.class, () -> NetworkJson.withMatrix(n, file, rank));
        assertTrue(e.getMessage().startsWith(file.toString()), e.getMessage());
        assertTrue(e.getMessage().contains(message), () -> "expected ..." + message + "\n but was " + e.getMessage());
        assertEquals(1, e.getMessage().lines().count());
    }

    @Test
    void aMatrixFileGivenAsANetworkSaysWhatItLacks() {
        DmmException e = assertThrows(DmmException.class, () -> NetworkJson.read("{\"norm\": {}}", "m.json"));
        assertTrue(e.getMessage().startsWith("m.json:1:2 at /norm: unknown field of a network 'norm'"), e.getMessage());
        assertTrue(e.getMessage().endsWith("a matrix in a file of its own is given beside a network"), e.getMessage());
    }
}
