package io.dmm4j.flat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.dmm4j.expr.Op;
import io.dmm4j.json.JsonInput;
import io.dmm4j.json.JsonOutput;
import io.dmm4j.value.DmmException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlatProgramJsonTest {
    private static final String SMALL =
            """
            {"version": 1, "rows": [2, 2, 1], "links": 1, "parameters": [0.1, 3], "fixed": [1],
             "constants": {"row": [4], "value": [1e-300]}, "probes": {"start": [0], "length": [2]},
             "stages": [{"runs": {"x": [0], "y": [0], "length": [2], "weight": [0]},
                         "ops": [["CLAMP", 2, 0, 2, -1, 1.5], ["SELECT", 1, 0, 4, 2, 3], ["ZERO", 1, 1]]}]}
            """;

    private static FlatProgram read(String text) {
        JsonInput in = JsonInput.of(text, "test");
        FlatProgram p = FlatProgramJson.read(in);
        in.endInput();
        return p;
    }

    private static String write(FlatProgram p) {
        StringBuilder s = new StringBuilder();
        try (JsonOutput out = JsonOutput.compact(s)) {
            FlatProgramJson.write(p, out);
        }
        return s.toString();
    }

    private static FlatProgram full() {
        FlatOps.Builder ops = new FlatOps.Builder();
        for (Op op : Op.values()) {
            if (op.isFlat()) {
                int k = op.arity();
                double i0 = op.immediates() > 0 ? -0.1 : 0;
                ops.add(op, 3, 0, k > 0 ? 6 : 0, k > 1 ? 9 : 0, k > 2 ? 12 : 0, i0, op.immediates() > 1 ? Math.PI : 0);
            }
        }
        Runs runs = new Runs(new int[] {0, 3}, new int[] {3, 0}, new int[] {3, 1}, new int[] {1, 0});
        return FlatProgram.builder()
                .rows(6, 6, 6)
                .stages(List.of(new Stage(runs, ops.build()), new Stage(Runs.NONE, FlatOps.NONE)))
                .parameters(2, new double[] {0.1, -1e-310, 7}, new boolean[] {true, false, true})
                .constants(new Rows(new int[] {12, 13}, new double[] {Double.MIN_VALUE, Double.MAX_VALUE}))
                .parameterRows(new int[] {17}, new int[] {2})
                .externals(new Ranges(new int[] {3, 6}, new int[] {2, 0}))
                .initial(new Rows(new int[] {5}, new double[] {1.0 / 3}))
                .probes(new Ranges(new int[] {0, 6}, new int[] {6, 6}))
                .rowRuns(new Runs(new int[] {1}, new int[] {2}, new int[] {3}, new int[] {5}))
                .guards(new Ranges(new int[] {4}, new int[] {2}))
                .build();
    }

    @Test
    void whatIsWrittenReadsBack() {
        assertEquals(full(), read(write(full())));
        assertEquals(
                FlatProgram.builder().build(), read(write(FlatProgram.builder().build())));
    }

    @Test
    void absentFieldsAreEmpty() {
        FlatProgram p = read(SMALL);
        assertEquals(Ranges.NONE, p.externals());
        assertEquals(Rows.NONE, p.initial());
        assertEquals(List.of(true, false), List.of(p.trainable()[0], p.trainable()[1]));
        assertEquals(3, p.stages().get(0).ops().count());
        assertEquals(1.5, p.stages().get(0).ops().i1()[0]);
    }

    @Test
    void aProgramIsOneValueOfALargerFile(@TempDir Path dir) throws IOException {
        StringBuilder s = new StringBuilder();
        try (JsonOutput out = JsonOutput.pretty(s)) {
            out.beginObject().field("program");
            FlatProgramJson.write(full(), out);
            out.field("after").value(7).endObject();
        }
        JsonInput in = JsonInput.of(s.toString(), "test");
        in.beginObject();
        assertEquals("program", in.nextField());
        assertEquals(full(), FlatProgramJson.read(in));
        assertEquals("after", in.nextField());
        assertEquals(7, in.readInt());
        in.endObject();
        Path file = dir.resolve("p.json");
        Files.writeString(file, write(full()));
        assertEquals(full(), FlatProgramJson.load(file));
    }

    @Test
    void manyRunsReadBack() {
        int n = 50_000;
        SplittableRandom random = new SplittableRandom(1);
        int[][] a = new int[4][n];
        for (int k = 0; k < n; k++) {
            a[0][k] = random.nextInt(n);
            a[1][k] = random.nextInt(n);
            a[2][k] = 1;
            a[3][k] = random.nextInt(n);
        }
        boolean[] trainable = new boolean[n];
        Arrays.fill(trainable, true);
        FlatProgram p = FlatProgram.builder()
                .rows(n, n, 0)
                .parameters(n, random.doubles(n).toArray(), trainable)
                .stages(List.of(new Stage(new Runs(a[0], a[1], a[2], a[3]), FlatOps.NONE)))
                .build();
        assertEquals(p, read(write(p)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"version\": 1 | \"version\": 2 | test:1:13 at /version: found version 2 of flat programs, expected 1",
                "\"version\": 1, | `` | test:1:1: a flat program needs the field 'version'",
                "\"rows\": [2, 2, 1] | \"rows\": [2, 2] | expected three sizes (outputs, inputs, temporaries), found 2",
                "\"rows\": [2, 2, 1] | \"rows\": [2, 2, 0] | constant 0: found [4, 5), expected inside [4, 4)",
                "\"rows\": | \"rovs\": | unknown field 'rovs' (did you mean 'rows'?)",
                "\"x\": [0] | \"x\": [0, 1] | expected arrays of one length, found 2 and 1",
                "\"x\": [0] | \"z\": [0] | unknown field 'z'",
                "\"y\": [0] | \"y\": [0.5] | test:3:39 at /stages/0/runs/y/0: expected an integer, found 0.5",
                "\"value\": [1e-300] | \"value\": [] | expected arrays of one length, found 1 and 0",
                "CLAMP | CLAMB | at /stages/0/ops/0/0: unknown op 'CLAMB' (did you mean 'CLAMP'?)",
                "CLAMP | MASK | unknown op 'MASK'",
                "-1, 1.5] | -1] | at /stages/0/ops/0: expected a number, found the end of the array",
                "4, 2, 3] | 4, 2, 3, 1] | at /stages/0/ops/1/6: expected the end of the array, found 1",
                "\"fixed\": [1] | \"fixed\": [2] | at /fixed: found 2, expected ascending indices of the 2 parameters",
                "\"links\": 1 | \"links\": 3 | flat program, links: found 3, expected at most the 2 parameters",
                "\"weight\": [0] | \"weight\": [1] | stage 0, run 0, weight: found [1, 2), expected inside [0, 1)",
            })
    void aBadFileIsOneSentence(String good, String bad, String sentence) {
        String text = SMALL.replace(good, bad);
        String message = assertThrows(DmmException.class, () -> read(text)).getMessage();
        assertEquals(sentence, message.contains(sentence) ? sentence : message);
        assertEquals("test:", message.substring(0, 5));
    }

    @Test
    void truncatedFilesAreErrorsAtEveryLength() {
        String text = write(full());
        for (int n = 0; n < text.length(); n++) {
            String cut = text.substring(0, n);
            assertThrows(DmmException.class, () -> read(cut), cut);
        }
    }
}
