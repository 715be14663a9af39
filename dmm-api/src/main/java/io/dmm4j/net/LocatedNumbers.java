package io.dmm4j.net;

import io.dmm4j.json.JsonInput;
import io.dmm4j.value.Limits;
import io.dmm4j.value.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The numbers of a V-value in a file as they stand there: in file order, zeros included, each with its place. What a
 * matrix is read as, because the order of links is the order of parameters, a link of weight 0 is a link, and what is
 * wrong with one shows only when the neurons are known.
 */
final class LocatedNumbers {
    private final JsonInput.Mark start;
    private final List<Path> paths = new ArrayList<>();
    private double[] numbers = new double[16];
    private int[] lines = new int[16];
    private int[] columns = new int[16];

    private LocatedNumbers(JsonInput.Mark start) {
        this.start = start;
    }

    /** Reads the object that comes next. */
    static LocatedNumbers read(JsonInput in) {
        in.beginObject();
        LocatedNumbers all = new LocatedNumbers(in.mark());
        for (Path at = Path.ROOT; at != null; ) {
            String key = in.nextField();
            if (key == null) {
                in.endObject();
                at = at.parent();
            } else if (key.equals(Path.NUMBER_KEY)) {
                all.add(at, in);
            } else if (in.peek() == JsonInput.Kind.NUMBER) {
                all.add(at.child(key), in);
            } else {
                at = all.enter(at.child(key), in);
            }
        }
        return all;
    }

    private Path enter(Path child, JsonInput in) {
        if (in.peek() != JsonInput.Kind.OBJECT) {
            throw in.expected("a number or an object");
        } else if (child.length() > Limits.MAX_DEPTH) {
            throw in.fail("expected a V-value at most " + Limits.MAX_DEPTH + " levels deep");
        }
        in.beginObject();
        return child;
    }

    private void add(Path path, JsonInput in) {
        int i = paths.size();
        if (i == numbers.length) {
            numbers = Arrays.copyOf(numbers, 2 * i);
            lines = Arrays.copyOf(lines, 2 * i);
            columns = Arrays.copyOf(columns, 2 * i);
        }
        numbers[i] = in.readDouble();
        lines[i] = in.line();
        columns[i] = in.column();
        paths.add(path);
    }

    int size() {
        return paths.size();
    }

    Path path(int i) {
        return paths.get(i);
    }

    double number(int i) {
        return numbers[i];
    }

    /** Where number {@code i} stands. */
    JsonInput.Mark mark(int i) {
        return new JsonInput.Mark(start.source(), lines[i], columns[i], start.pointer() + paths.get(i));
    }
}
