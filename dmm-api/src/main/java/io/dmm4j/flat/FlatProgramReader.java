package io.dmm4j.flat;

import io.dmm4j.expr.Op;
import io.dmm4j.json.JsonInput;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.Names;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads one program; arrays grow by doubling, so that nothing is trusted about their length. */
final class FlatProgramReader {
    private static final List<String> FIELDS = List.of(
            "version",
            "rows",
            "links",
            "parameters",
            "fixed",
            "constants",
            "parameterRows",
            "externals",
            "initial",
            "probes",
            "rowRuns",
            "guards",
            "stages");
    private static final Map<String, Op> OPS = new LinkedHashMap<>();

    static {
        Arrays.stream(Op.values()).filter(Op::isFlat).forEach(op -> OPS.put(op.name(), op));
    }

    private final JsonInput in;
    private int[] regions;
    private List<Stage> stages;
    private boolean versioned;
    private int links;
    private double[] parameters = {};
    private int[] fixed = {};
    private JsonInput.Mark fixedAt;
    private final FlatProgram.Builder program = FlatProgram.builder();

    FlatProgramReader(JsonInput in) {
        this.in = in;
    }

    FlatProgram program() {
        in.beginObject();
        JsonInput.Mark start = in.mark();
        for (String f = in.nextField(); f != null; f = in.nextField()) {
            field(f);
        }
        in.endObject();
        required(start, versioned, "version");
        required(start, regions != null, "rows");
        required(start, stages != null, "stages");
        program.rows(regions[0], regions[1], regions[2]).stages(stages);
        program.parameters(links, parameters, trainable());
        try {
            return program.build();
        } catch (DmmException e) {
            throw in.failAt(start, e.getMessage());
        }
    }

    private void required(JsonInput.Mark start, boolean there, String field) {
        if (!there) {
            throw in.failAt(start, "a flat program needs the field '" + field + "'");
        }
    }

    private void field(String f) {
        switch (f) {
            case "version" -> version();
            case "rows" -> regions();
            case "links" -> links = in.readInt();
            case "parameters" -> parameters = doubles();
            case "fixed" -> fixed();
            case "constants" -> program.constants(rows());
            case "parameterRows" -> {
                int[][] a = parallel("row", "parameter");
                program.parameterRows(a[0], a[1]);
            }
            case "externals" -> program.externals(ranges());
            case "initial" -> program.initial(rows());
            case "probes" -> program.probes(ranges());
            case "rowRuns" -> program.rowRuns(runs());
            case "guards" -> program.guards(ranges());
            case "stages" -> stages();
            default -> throw in.fail(Names.unknown("field", f, FIELDS));
        }
    }

    private void version() {
        int v = in.readInt();
        if (v != FlatProgramJson.VERSION) {
            throw in.fail("found version " + v + " of flat programs, expected " + FlatProgramJson.VERSION);
        }
        versioned = true;
    }

    private void regions() {
        JsonInput.Mark at = in.mark();
        regions = ints();
        if (regions.length != 3) {
            throw in.failAt(at, "expected three sizes (outputs, inputs, temporaries), found " + regions.length);
        }
    }

    private void fixed() {
        fixedAt = in.mark();
        fixed = ints();
    }

    private boolean[] trainable() {
        boolean[] t = new boolean[parameters.length];
        Arrays.fill(t, true);
        int last = -1;
        for (int i : fixed) {
            if (i <= last || i >= t.length) {
                throw in.failAt(
                        fixedAt, "found " + i + ", expected ascending indices of the " + t.length + " parameters");
            }
            t[i] = false;
            last = i;
        }
        return t;
    }

    private Rows rows() {
        int[] row = {};
        double[] value = {};
        JsonInput.Mark at = begin();
        for (String f = in.nextField(); f != null; f = in.nextField()) {
            switch (f) {
                case "row" -> row = ints();
                case "value" -> value = doubles();
                default -> throw in.fail(Names.unknown("field", f, List.of("row", "value")));
            }
        }
        in.endObject();
        same(at, row.length, value.length);
        return new Rows(row, value);
    }

    private Ranges ranges() {
        int[][] a = parallel("start", "length");
        return new Ranges(a[0], a[1]);
    }

    /** An object of arrays of integers of one length, in the order of their names. */
    private int[][] parallel(String... names) {
        int[][] a = new int[names.length][0];
        JsonInput.Mark at = begin();
        for (String f = in.nextField(); f != null; f = in.nextField()) {
            int k = List.of(names).indexOf(f);
            if (k < 0) {
                throw in.fail(Names.unknown("field", f, List.of(names)));
            }
            a[k] = ints();
        }
        in.endObject();
        for (int[] each : a) {
            same(at, a[0].length, each.length);
        }
        return a;
    }

    private JsonInput.Mark begin() {
        in.beginObject();
        return in.mark();
    }

    private void same(JsonInput.Mark at, int one, int other) {
        if (one != other) {
            throw in.failAt(at, "expected arrays of one length, found " + one + " and " + other);
        }
    }

    private void stages() {
        stages = new ArrayList<>();
        in.beginArray();
        while (in.hasNext()) {
            stages.add(stage());
        }
        in.endArray();
    }

    private Stage stage() {
        Runs runs = Runs.NONE;
        FlatOps ops = FlatOps.NONE;
        in.beginObject();
        for (String f = in.nextField(); f != null; f = in.nextField()) {
            switch (f) {
                case "runs" -> runs = runs();
                case "ops" -> ops = ops();
                default -> throw in.fail(Names.unknown("field", f, List.of("runs", "ops")));
            }
        }
        in.endObject();
        return new Stage(runs, ops);
    }

    private Runs runs() {
        int[][] a = parallel("x", "y", "length", "weight");
        return new Runs(a[0], a[1], a[2], a[3]);
    }

    private FlatOps ops() {
        FlatOps.Builder b = new FlatOps.Builder();
        in.beginArray();
        while (in.hasNext()) {
            op(b);
        }
        in.endArray();
        return b.build();
    }

    private void op(FlatOps.Builder b) {
        in.beginArray();
        String name = in.readString();
        Op op = OPS.get(name);
        if (op == null) {
            throw in.fail(Names.unknown("op", name, OPS.keySet()));
        }
        int n = in.readInt();
        int d = in.readInt();
        int[] operand = new int[3];
        for (int j = 0; j < op.arity(); j++) {
            operand[j] = in.readInt();
        }
        double i0 = op.immediates() > 0 ? in.readDouble() : 0;
        double i1 = op.immediates() > 1 ? in.readDouble() : 0;
        in.endArray();
        b.add(op, n, d, operand[0], operand[1], operand[2], i0, i1);
    }

    private int[] ints() {
        int[] a = new int[16];
        int n = 0;
        in.beginArray();
        while (in.hasNext()) {
            a = n == a.length ? Arrays.copyOf(a, 2 * n) : a;
            a[n++] = in.readInt();
        }
        in.endArray();
        return Arrays.copyOf(a, n);
    }

    private double[] doubles() {
        double[] a = new double[16];
        int n = 0;
        in.beginArray();
        while (in.hasNext()) {
            a = n == a.length ? Arrays.copyOf(a, 2 * n) : a;
            a[n++] = in.readDouble();
        }
        in.endArray();
        return Arrays.copyOf(a, n);
    }
}
