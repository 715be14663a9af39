package io.dmm4j.flat;

import io.dmm4j.expr.Op;
import io.dmm4j.json.JsonInput;
import io.dmm4j.json.JsonOutput;
import io.dmm4j.value.DmmException;
import java.nio.file.Path;

/**
 * Flat programs as JSON, alone in a file or as one value of a larger one. A program is an object:
 *
 * <pre>{@code
 * {"version": 1,
 *  "rows": [3, 2, 1],                                    sizes of the regions: outputs, inputs, temporaries
 *  "links": 2,                                           how many of the first parameters are weights of links
 *  "parameters": [1, 0.5, 0.9],
 *  "fixed": [0],                                         the parameters that training must not change, ascending
 *  "constants": {"row": [5], "value": [1]},
 *  "parameterRows": {"row": [], "parameter": []},
 *  "externals": {"start": [2], "length": [1]},
 *  "initial": {"row": [0], "value": [0.25]},
 *  "probes": {"start": [0], "length": [2]},
 *  "rowRuns": {"x": [0], "y": [2], "length": [1], "weight": [1]},
 *  "guards": {"start": [], "length": []},
 *  "stages": [
 *    {"runs": {"x": [0, 1], "y": [0, 2], "length": [1, 1], "weight": [0, 1]},
 *     "ops": [["ADD", 1, 0, 3, 4], ["CLAMP", 1, 1, 4, -1, 1]]}]}
 * }</pre>
 *
 * <p>What the arrays mean stands in {@link FlatProgram}, {@link Runs}, {@link Ranges} and {@link Rows}. Arrays of one
 * object are parallel. An op is its name in {@link Op}, then n, d, as many operands as the op takes (a, b, c) and as
 * many immediates as it takes (i0, i1). {@code version}, {@code rows} and {@code stages} must be there, anything else
 * that is absent is empty; fields may come in any order and unknown ones are errors. Numbers read back to the same
 * double, except that −0 is written as 0; NaN and infinities cannot be written.
 */
public final class FlatProgramJson {
    /** The version that is written, and the only one that is read. */
    public static final int VERSION = 1;

    private FlatProgramJson() {}

    /** Reads a file that is one program. */
    public static FlatProgram load(Path file) {
        try (JsonInput in = JsonInput.open(file)) {
            FlatProgram p = read(in);
            in.endInput();
            return p;
        }
    }

    /**
     * Takes the next value, which is a program.
     *
     * @throws DmmException if it is not, with its place
     */
    public static FlatProgram read(JsonInput in) {
        return new FlatProgramReader(in).program();
    }

    /** Writes a program as the next value. */
    public static void write(FlatProgram p, JsonOutput out) {
        out.beginObject().field("version").value(VERSION);
        ints(out, "rows", p.outputRows(), p.inputRows(), p.tempRows());
        out.field("links").value(p.linkCount());
        doubles(out, "parameters", p.parameters());
        fixed(out, p.trainable());
        rows(out, "constants", p.constants());
        out.field("parameterRows").beginObject();
        ints(out, "row", p.parameterRow());
        ints(out, "parameter", p.parameterIndex());
        out.endObject();
        ranges(out, "externals", p.externals());
        rows(out, "initial", p.initial());
        ranges(out, "probes", p.probes());
        if (p.rowRuns().count() > 0 || p.guards().count() > 0) {
            runs(out, "rowRuns", p.rowRuns());
            ranges(out, "guards", p.guards());
        }
        out.field("stages").beginArray();
        p.stages().forEach(s -> stage(out, s));
        out.endArray().endObject();
    }

    private static void fixed(JsonOutput out, boolean[] trainable) {
        out.field("fixed").beginArray();
        for (int i = 0; i < trainable.length; i++) {
            if (!trainable[i]) {
                out.value(i);
            }
        }
        out.endArray();
    }

    private static void rows(JsonOutput out, String field, Rows rows) {
        out.field(field).beginObject();
        ints(out, "row", rows.row());
        doubles(out, "value", rows.value());
        out.endObject();
    }

    private static void ranges(JsonOutput out, String field, Ranges ranges) {
        out.field(field).beginObject();
        ints(out, "start", ranges.start());
        ints(out, "length", ranges.length());
        out.endObject();
    }

    private static void stage(JsonOutput out, Stage s) {
        out.beginObject();
        runs(out, "runs", s.runs());
        out.field("ops").beginArray();
        for (int k = 0; k < s.ops().count(); k++) {
            op(out, s.ops(), k);
        }
        out.endArray().endObject();
    }

    private static void runs(JsonOutput out, String field, Runs r) {
        out.field(field).beginObject();
        ints(out, "x", r.xRow());
        ints(out, "y", r.yRow());
        ints(out, "length", r.length());
        ints(out, "weight", r.weight());
        out.endObject();
    }

    private static void op(JsonOutput out, FlatOps ops, int k) {
        Op op = ops.op()[k];
        int[] operands = {ops.a()[k], ops.b()[k], ops.c()[k]};
        double[] immediates = {ops.i0()[k], ops.i1()[k]};
        out.beginArray().value(op.name()).value(ops.n()[k]).value(ops.d()[k]);
        for (int j = 0; j < op.arity(); j++) {
            out.value(operands[j]);
        }
        for (int j = 0; j < op.immediates(); j++) {
            out.value(immediates[j]);
        }
        out.endArray();
    }

    private static void ints(JsonOutput out, String field, int... values) {
        out.field(field).beginArray();
        for (int x : values) {
            out.value(x);
        }
        out.endArray();
    }

    private static void doubles(JsonOutput out, String field, double[] values) {
        out.field(field).beginArray();
        for (double x : values) {
            out.value(x);
        }
        out.endArray();
    }
}
