package io.dmm4j.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.Numbers;
import io.dmm4j.value.Path;
import io.dmm4j.value.TreeVisitor;
import io.dmm4j.value.VValue;
import java.io.IOException;
import java.io.Writer;

/**
 * Writes JSON, compact or indented. Numbers print as {@link Numbers#format} says; characters beyond U+D7FF are escaped, so
 * every string, half a surrogate pair included, reads back as it was. NaN and infinities are errors.
 *
 * <p>What is written reaches the target at {@link #flush} or {@link #close}, which do not close the target. A failed
 * write is a {@link DmmException}. Calls that do not make JSON, such as a value without a key inside an object, are an
 * {@link IllegalStateException}.
 */
public final class JsonOutput implements AutoCloseable {
    private final JsonGenerator generator;

    private JsonOutput(Appendable target, boolean pretty) {
        try {
            generator =
                    JsonText.FACTORY.createGenerator(target instanceof Writer writer ? writer : new Adapter(target));
        } catch (IOException e) {
            throw failed(e);
        }
        generator.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        generator.disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT);
        generator.setHighestNonEscapedChar('\uD7FF');
        if (pretty) {
            generator.setPrettyPrinter(printer());
        }
    }

    /** Writes without any white space. */
    public static JsonOutput compact(Appendable target) {
        return new JsonOutput(target, false);
    }

    /** Writes one entry per line, indented by two spaces per level. */
    public static JsonOutput pretty(Appendable target) {
        return new JsonOutput(target, true);
    }

    /** Begins an object. */
    public JsonOutput beginObject() {
        return write(generator::writeStartObject);
    }

    /** Ends the object at hand. */
    public JsonOutput endObject() {
        return write(generator::writeEndObject);
    }

    /** Begins an array. */
    public JsonOutput beginArray() {
        return write(generator::writeStartArray);
    }

    /** Ends the array at hand. */
    public JsonOutput endArray() {
        return write(generator::writeEndArray);
    }

    /** Writes the key of the next value. */
    public JsonOutput field(String key) {
        return write(() -> generator.writeFieldName(key));
    }

    /** Writes a string. */
    public JsonOutput value(String text) {
        return write(() -> generator.writeString(text));
    }

    /** Writes {@code true} or {@code false}. */
    public JsonOutput value(boolean truth) {
        return write(() -> generator.writeBoolean(truth));
    }

    /** Writes an integer. */
    public JsonOutput value(long number) {
        return write(() -> generator.writeNumber(number));
    }

    /** Writes a number; NaN or an infinity is an error that names its place. */
    public JsonOutput value(double number) {
        if (!Double.isFinite(number)) {
            throw notFinite(number, JsonText.nextPointer(generator.getOutputContext()));
        }
        return write(() -> generator.writeNumber(Numbers.format(number)));
    }

    /** Writes a V-value; if it holds NaN or an infinity, nothing of it is written, and the error names the path. */
    public JsonOutput value(VValue tree) {
        tree.forEach(JsonOutput::checkFinite);
        tree.walk(new TreeVisitor() {
            @Override
            public void enter(String label, VValue node) {
                begin(label, node);
            }

            @Override
            public void leave(VValue node) {
                if (isObject(node)) {
                    endObject();
                }
            }
        });
        return this;
    }

    private static void checkFinite(Path path, double number) {
        if (!Double.isFinite(number)) {
            throw notFinite(number, path.toString());
        }
    }

    private static DmmException notFinite(double number, String pointer) {
        String place = pointer.isEmpty() ? "" : " at " + JsonText.shorten(pointer);
        return new DmmException("expected finite numbers to write as JSON, found " + number + place);
    }

    private void begin(String label, VValue node) {
        if (label != null) {
            field(label);
        }
        if (!isObject(node)) {
            value(node.number());
            return;
        }
        beginObject();
        if (node.number() != 0) {
            field(Path.NUMBER_KEY).value(node.number());
        }
    }

    private static boolean isObject(VValue node) {
        return !node.isLeaf() || node.isEmpty();
    }

    /** Hands everything written so far to the target. */
    public void flush() {
        write(generator::flush);
    }

    /** Flushes; the target stays open. */
    @Override
    public void close() {
        write(generator::close);
    }

    @FunctionalInterface
    private interface Action {
        void run() throws IOException;
    }

    private JsonOutput write(Action action) {
        try {
            action.run();
            return this;
        } catch (com.fasterxml.jackson.core.JsonGenerationException e) {
            throw new IllegalStateException(e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private static DmmException failed(IOException e) {
        return new DmmException("cannot write JSON: " + e.getMessage(), e);
    }

    private static DefaultPrettyPrinter printer() {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(DefaultPrettyPrinter.DEFAULT_SEPARATORS
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                .withObjectEmptySeparator("")
                .withArrayEmptySeparator("")
                .withRootSeparator("\n"));
        printer.indentObjectsWith(new Indenter());
        printer.indentArraysWith(new Indenter());
        return printer;
    }

    /** Stops at some depth, because in a deep list the white space would grow with the square of the depth. */
    private static final class Indenter extends DefaultIndenter {
        private static final long serialVersionUID = 1L;
        private static final int DEEPEST = 100;

        Indenter() {
            super("  ", "\n");
        }

        @Override
        public void writeIndentation(JsonGenerator generator, int level) throws IOException {
            super.writeIndentation(generator, Math.min(level, DEEPEST));
        }
    }

    /** An {@code Appendable} as the writer Jackson wants. */
    private static final class Adapter extends Writer {
        private final Appendable target;

        Adapter(Appendable target) {
            this.target = target;
        }

        @Override
        public void write(char[] text, int from, int length) throws IOException {
            target.append(java.nio.CharBuffer.wrap(text, from, length));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
