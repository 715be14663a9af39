package io.dmm4j.checkpoint;

import io.dmm4j.json.JsonInput;
import io.dmm4j.json.JsonOutput;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.Names;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The JSON at the head of a safetensors file: see {@link Safetensors} for the format. */
record Header(Map<String, String> metadata, List<Entry> entries) {
    private static final String METADATA = "__metadata__";
    private static final List<String> FIELDS = List.of("dtype", "shape", "data_offsets");
    private static final List<String> KINDS =
            Arrays.stream(DType.values()).map(DType::name).toList();

    /** The longest array of Java. */
    private static final long LONGEST = Integer.MAX_VALUE - 8;

    /**
     * Where a tensor stands.
     *
     * @param begin its first byte, counted from the end of the header
     * @param end the byte after its last
     */
    record Entry(String name, DType dtype, long[] shape, long begin, long end) {
        int count() {
            return (int) ((end - begin) / dtype.bytes());
        }
    }

    /** A header for tensors one after the other, those of wide numbers first, so that each is aligned to its numbers. */
    static Header of(Map<String, String> metadata, Map<String, Tensor> tensors) {
        List<Map.Entry<String, Tensor>> order = new ArrayList<>(tensors.entrySet());
        order.sort(Comparator.comparingInt(e -> -e.getValue().dtype().bytes()));
        List<Entry> entries = new ArrayList<>();
        long begin = 0;
        for (Map.Entry<String, Tensor> e : order) {
            Tensor t = e.getValue();
            long end = begin + (long) t.size() * t.dtype().bytes();
            entries.add(new Entry(e.getKey(), t.dtype(), t.shape(), begin, end));
            begin = end;
        }
        return new Header(metadata, entries);
    }

    /** The bytes of the header, filled up with spaces to a multiple of 8. */
    byte[] encode() {
        StringBuilder text = new StringBuilder();
        try (JsonOutput out = JsonOutput.compact(text)) {
            out.beginObject().field(METADATA).beginObject();
            metadata.forEach((key, value) -> out.field(key).value(value));
            out.endObject();
            entries.forEach(e -> write(e, out));
            out.endObject();
        }
        byte[] json = text.toString().getBytes(StandardCharsets.UTF_8);
        byte[] padded = Arrays.copyOf(json, (json.length + 7) / 8 * 8);
        Arrays.fill(padded, json.length, padded.length, (byte) ' ');
        return padded;
    }

    private static void write(Entry e, JsonOutput out) {
        out.field(e.name).beginObject();
        out.field("dtype").value(e.dtype.name()).field("shape").beginArray();
        for (long length : e.shape) {
            out.value(length);
        }
        out.endArray().field("data_offsets").beginArray();
        out.value(e.begin).value(e.end).endArray().endObject();
    }

    /**
     * Reads a header.
     *
     * @param file what errors call the file
     * @param dataBytes how many bytes follow the header; the tensors must fill them, each byte belonging to one tensor
     */
    static Header decode(String text, String file, long dataBytes) {
        Map<String, String> metadata = new LinkedHashMap<>();
        List<Entry> entries = new ArrayList<>();
        try (JsonInput in = JsonInput.of(text, file)) {
            in.beginObject();
            for (String name = in.nextField(); name != null; name = in.nextField()) {
                if (name.equals(METADATA)) {
                    readMetadata(in, metadata);
                } else {
                    entries.add(readEntry(in, name));
                }
            }
            in.endObject();
            in.endInput();
        }
        entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
        checkFilled(entries, file, dataBytes);
        return new Header(metadata, entries);
    }

    private static void readMetadata(JsonInput in, Map<String, String> metadata) {
        in.beginObject();
        for (String key = in.nextField(); key != null; key = in.nextField()) {
            metadata.put(key, in.readString());
        }
        in.endObject();
    }

    private static Entry readEntry(JsonInput in, String name) {
        DType dtype = null;
        long[] shape = null;
        long[] offsets = null;
        in.beginObject();
        JsonInput.Mark mark = in.mark();
        for (String field = in.nextField(); field != null; field = in.nextField()) {
            switch (field) {
                case "dtype" -> dtype = readKind(in);
                case "shape" -> shape = readLongs(in);
                case "data_offsets" -> offsets = readLongs(in);
                default -> throw in.fail(Names.unknown("field", field, FIELDS));
            }
        }
        in.endObject();
        String wrong = wrong(dtype, shape, offsets);
        if (wrong != null) {
            throw in.failAt(mark, wrong + " of tensor '" + name + "'");
        }
        return new Entry(name, dtype, shape, offsets[0], offsets[1]);
    }

    private static DType readKind(JsonInput in) {
        String name = in.readString();
        if (!KINDS.contains(name)) {
            throw in.fail(Names.unknown("kind of numbers", name, KINDS));
        }
        return DType.valueOf(name);
    }

    private static long[] readLongs(JsonInput in) {
        List<Long> values = new ArrayList<>();
        in.beginArray();
        while (in.hasNext()) {
            values.add(in.readLong());
        }
        in.endArray();
        return values.stream().mapToLong(Long::longValue).toArray();
    }

    /** What is wrong with a tensor by itself, {@code null} if nothing. */
    private static String wrong(DType dtype, long[] shape, long[] offsets) {
        if (dtype == null || shape == null || offsets == null) {
            return "expected dtype, shape and data_offsets";
        } else if (offsets.length != 2 || offsets[0] < 0 || offsets[1] < offsets[0]) {
            return "expected two ascending offsets, found " + Arrays.toString(offsets) + " as data_offsets";
        }
        long count = Tensor.count(shape);
        if (count < 0 || count > LONGEST) {
            return "expected a shape with at most " + LONGEST + " elements, found " + Arrays.toString(shape)
                    + " as shape";
        }
        long bytes = count * dtype.bytes();
        return bytes == offsets[1] - offsets[0]
                ? null
                : "expected " + bytes + " bytes for shape " + Arrays.toString(shape) + ", found "
                        + (offsets[1] - offsets[0]) + " between the data_offsets";
    }

    private static void checkFilled(List<Entry> entries, String file, long dataBytes) {
        long at = 0;
        for (Entry e : entries) {
            if (e.begin != at) {
                throw new DmmException(file + ": expected tensor '" + e.name + "' to begin at byte " + at
                        + " of the data, where the one before it ends, found " + e.begin);
            }
            at = e.end;
        }
        if (at != dataBytes) {
            throw new DmmException(file + ": expected " + at + " bytes of data, found " + dataBytes
                    + (dataBytes < at ? "; the file is cut off" : "; something was appended to the file"));
        }
    }
}
