package io.dmm4j.net;

import io.dmm4j.expr.Catalogue;
import io.dmm4j.expr.NeuronType;
import io.dmm4j.json.JsonInput;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.Names;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Where a network file says that an output holds the matrix.
 *
 * @param mark the place in the file
 * @param matrix what stands there
 */
record SelfReader(JsonInput.Mark mark, SelfMatrix matrix) {
    private static final List<String> FIELDS = List.of("output", "rank", "patterns", "shared");

    /** Reads the object that comes next. */
    static SelfReader read(JsonInput in) {
        Port output = null;
        MatrixFormat format = null;
        boolean shared = false;
        Map<String, NeuronType> patterns = new LinkedHashMap<>();
        in.beginObject();
        JsonInput.Mark start = in.mark();
        for (String field = in.nextField(); field != null; field = in.nextField()) {
            switch (field) {
                case "output" -> {
                    String text = in.readString();
                    output = placed(in, in.mark(), () -> Port.parse(text));
                }
                case "rank" -> {
                    long rank = in.readLong();
                    format = placed(in, in.mark(), () -> MatrixFormat.ofRank(rank));
                }
                case "patterns" -> patterns(in, patterns);
                case "shared" -> shared = in.readBoolean();
                default -> throw in.fail(Names.unknown("field of self", field, FIELDS));
            }
        }
        in.endObject();
        if (output == null || format == null) {
            String missing = output == null ? "\"output\"" : "\"rank\", 4 or 6";
            throw in.failAt(start, "expected the field " + missing + ", found none");
        }
        Port port = output;
        MatrixFormat rank = format;
        SelfMatrix own = placed(in, start, () -> new SelfMatrix(port, rank, patterns));
        return new SelfReader(start, own.withShared(shared));
    }

    private static void patterns(JsonInput in, Map<String, NeuronType> into) {
        in.beginObject();
        for (String pattern = in.nextField(); pattern != null; pattern = in.nextField()) {
            String type = in.readString();
            into.put(pattern, placed(in, in.mark(), () -> Catalogue.type(type)));
        }
        in.endObject();
    }

    private static <T> T placed(JsonInput in, JsonInput.Mark at, Supplier<T> action) {
        try {
            return action.get();
        } catch (DmmException e) {
            throw in.failAt(at, e.getMessage());
        }
    }
}
