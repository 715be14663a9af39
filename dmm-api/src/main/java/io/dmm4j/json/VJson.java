package io.dmm4j.json;

import io.dmm4j.value.DmmException;
import io.dmm4j.value.VValue;

/**
 * V-values as JSON: an object per node, the number under the reserved key {@code ":number"}, which comes first, then the
 * children by label in {@link String} order; a node that has only a number is the bare number, and the empty tree is
 * {@code {}}. {@code {":number":3.5,"foo":{":number":2,"bar":7}}}.
 *
 * <p>Reading takes both notations anywhere and makes the tree canonical (zeros and empty objects vanish); writing always
 * gives the same text for equal trees, and reading that text gives an equal tree, to the last bit of every number.
 */
public final class VJson {
    private VJson() {}

    /** Reads a file that is one V-value. */
    public static VValue read(java.nio.file.Path file) {
        try (JsonInput in = JsonInput.open(file)) {
            return readAll(in);
        }
    }

    /**
     * Reads text that is one V-value.
     *
     * @param sourceName what errors call the text
     */
    public static VValue read(String text, String sourceName) {
        return readAll(JsonInput.of(text, sourceName));
    }

    static VValue readAll(JsonInput in) {
        VValue tree = in.readVValue();
        in.endInput();
        return tree;
    }

    /**
     * Writes a tree without white space.
     *
     * @throws DmmException if a number is NaN or infinite, with its path; then nothing is written
     */
    public static void write(VValue tree, Appendable target) {
        try (JsonOutput out = JsonOutput.compact(target)) {
            out.value(tree);
        }
    }

    /** Writes a tree indented, one number per line. */
    public static void writePretty(VValue tree, Appendable target) {
        try (JsonOutput out = JsonOutput.pretty(target)) {
            out.value(tree);
        }
    }

    /** The text of {@link #write}. */
    public static String toString(VValue tree) {
        StringBuilder text = new StringBuilder();
        write(tree, text);
        return text.toString();
    }

    /** The text of {@link #writePretty}. */
    public static String toPrettyString(VValue tree) {
        StringBuilder text = new StringBuilder();
        writePretty(tree, text);
        return text.toString();
    }
}
