package io.dmm4j.json;

import io.dmm4j.value.Limits;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads one V-value, on a stack of open objects. */
final class VValueReader {
    private final JsonInput in;
    private Open open; // the innermost object
    private long size; // numbers so far

    VValueReader(JsonInput in) {
        this.in = in;
    }

    VValue read() {
        VValue done = begin(0);
        while (open != null) {
            if (done != null) {
                open.children.put(open.label, done);
            }
            done = proceed();
        }
        return done;
    }

    /** Takes a number, which is a whole tree, or opens an object and gives {@code null}. */
    private VValue begin(int depth) {
        JsonInput.Kind kind = in.peek();
        if (depth > Limits.MAX_DEPTH) {
            throw in.fail("expected a V-value at most " + Limits.MAX_DEPTH + " levels deep");
        } else if (kind == JsonInput.Kind.NUMBER) {
            return VValue.of(number());
        } else if (kind == JsonInput.Kind.OBJECT) {
            in.beginObject();
            open = new Open(open, depth);
            return null;
        }
        throw in.expected("a number or an object");
    }

    /** Takes the next entry of the open object, or closes it; gives the finished tree, if there is one. */
    private VValue proceed() {
        String key = in.nextField();
        if (key == null) {
            in.endObject();
            VValue done = VValue.node(open.number, open.children);
            open = open.parent;
            return done;
        } else if (key.equals(Path.NUMBER_KEY)) {
            open.number = number();
            return null;
        }
        open.label = key;
        return begin(open.depth + 1);
    }

    private double number() {
        double number = in.readDouble();
        if (++size > Limits.MAX_SIZE) {
            throw in.fail("expected a V-value of at most " + Limits.MAX_SIZE + " numbers");
        }
        return number;
    }

    private static final class Open {
        final Open parent;
        final int depth; // labels above
        final SortedMap<String, VValue> children = new TreeMap<>();
        double number;
        String label; // of the child being read

        Open(Open parent, int depth) {
            this.parent = parent;
            this.depth = depth;
        }
    }
}
