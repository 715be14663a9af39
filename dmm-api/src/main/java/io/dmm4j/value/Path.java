package io.dmm4j.value;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * A path in a V-value: a list of labels, from the root down. Immutable; stored as (parent, label) with a hash made from
 * the parent's, so {@link #child} and {@link #parent} cost nothing and a deep tree's paths share their beginnings.
 *
 * <p>Order: label by label in {@link String} order, a path before its extensions; the order in which a tree is visited.
 * Printed form: the JSON Pointer of RFC 6901 ({@code /} before each label, {@code ~0} for {@code ~}, {@code ~1} for
 * {@code /}); the root is the empty text.
 */
public final class Path implements Comparable<Path> {
    /** The reserved JSON key of a node's number, the one text that is no label. */
    public static final String NUMBER_KEY = ":number";

    /** The path without labels. */
    public static final Path ROOT = new Path(null, null, 0, 1);

    private final Path parent;
    private final String label;
    private final int length;
    private final int hash;

    private Path(Path parent, String label, int length, int hash) {
        this.parent = parent;
        this.label = label;
        this.length = length;
        this.hash = hash;
    }

    /** The path of these labels, from the root down. */
    public static Path of(String... labels) {
        return of(Arrays.asList(labels));
    }

    /** The path of these labels, from the root down. */
    public static Path of(List<String> labels) {
        Path path = ROOT;
        for (String label : labels) {
            path = path.child(label);
        }
        return path;
    }

    /**
     * The path a JSON Pointer names; the inverse of {@link #toString}.
     *
     * @throws DmmException if the text neither is empty nor starts with {@code /}, or has {@code ~} before anything but
     *     {@code 0} or {@code 1}
     */
    public static Path parse(String jsonPointer) {
        if (jsonPointer.isEmpty()) {
            return ROOT;
        } else if (jsonPointer.charAt(0) != '/') {
            throw new DmmException("expected a path that starts with '/', found '" + jsonPointer + "'");
        }
        Path path = ROOT;
        for (String token : jsonPointer.substring(1).split("/", -1)) {
            path = path.child(unescape(token, jsonPointer));
        }
        return path;
    }

    private static String unescape(String token, String pointer) {
        for (int i = token.indexOf('~'); i >= 0; i = token.indexOf('~', i + 1)) {
            if (i + 1 == token.length() || token.charAt(i + 1) != '0' && token.charAt(i + 1) != '1') {
                throw new DmmException("expected '~0' or '~1' for each '~' in the path '" + pointer + "'");
            }
        }
        return token.replace("~1", "/").replace("~0", "~");
    }

    /** A label as it stands in a JSON Pointer. */
    public static String escape(String label) {
        return label.replace("~", "~0").replace("/", "~1");
    }

    /**
     * This path with one label more.
     *
     * @throws DmmException if the label is the reserved {@link #NUMBER_KEY}
     */
    public Path child(String label) {
        return descend(checkLabel(label));
    }

    /** {@link #child} for a label known to be one. */
    Path descend(String label) {
        return new Path(this, label, length + 1, 31 * hash + label.hashCode());
    }

    /** The label itself, if it is one. */
    static String checkLabel(String label) {
        if (Objects.requireNonNull(label, "label").equals(NUMBER_KEY)) {
            throw new DmmException("':number' names the number of a node and cannot be a label");
        }
        return label;
    }

    /** This path without its last label; {@code null} for the root. */
    public Path parent() {
        return parent;
    }

    /** The last label; {@code null} for the root. */
    public String last() {
        return label;
    }

    /** How many labels there are. */
    public int length() {
        return length;
    }

    /** Whether there is no label. */
    public boolean isRoot() {
        return length == 0;
    }

    /** The label at a place from 0, the one at the root, to {@code length() - 1}; takes steps from the end. */
    public String label(int index) {
        Objects.checkIndex(index, length);
        return up(index + 1).label;
    }

    /** The labels, from the root down. */
    public List<String> labels() {
        return List.of(toArray());
    }

    String[] toArray() {
        String[] labels = new String[length];
        for (Path p = this; p.length > 0; p = p.parent) {
            labels[p.length - 1] = p.label;
        }
        return labels;
    }

    /** The first labels of this path, {@code newLength} of them. */
    public Path head(int newLength) {
        Objects.checkIndex(newLength, length + 1);
        return up(newLength);
    }

    private Path up(int newLength) {
        Path p = this;
        while (p.length > newLength) {
            p = p.parent;
        }
        return p;
    }

    /** This path without its first {@code from} labels. */
    public Path suffix(int from) {
        Objects.checkIndex(from, length + 1);
        return from == 0 ? this : of(Arrays.asList(toArray()).subList(from, length));
    }

    /**
     * This path with a name for every '*' in its labels.
     *
     * @throws DmmException if a label becomes longer than {@value Limits#MAX_NAME} characters
     */
    public Path named(String name) {
        String[] labels = toArray();
        for (int i = 0; i < labels.length; i++) {
            if (labels[i].indexOf('*') >= 0) {
                labels[i] = labels[i].replace("*", name);
                if (labels[i].length() > Limits.MAX_NAME) {
                    throw new DmmException("the name '" + labels[i].substring(0, 20) + "…' has " + labels[i].length()
                            + " characters, expected at most " + Limits.MAX_NAME);
                }
            }
        }
        return of(labels);
    }

    /** This path and then the labels of another. */
    public Path concat(Path that) {
        if (length == 0) {
            return that;
        }
        Path path = this;
        for (String next : that.toArray()) {
            path = path.descend(next);
        }
        return path;
    }

    /** Whether the first labels of this path are those of {@code prefix}; every path starts with itself. */
    public boolean startsWith(Path prefix) {
        return prefix.length <= length && up(prefix.length).equals(prefix);
    }

    @Override
    public int compareTo(Path that) {
        Path a = up(that.length);
        Path b = that.up(length);
        int order = Integer.compare(length, that.length);
        for (; a != b; a = a.parent, b = b.parent) {
            int here = a.label.compareTo(b.label);
            order = here == 0 ? order : here; // the difference nearest to the root decides
        }
        return order;
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof Path that) || hash != that.hash || length != that.length) {
            return false;
        }
        Path a = this;
        Path b = that;
        while (a != b && a.label.equals(b.label)) {
            a = a.parent;
            b = b.parent;
        }
        return a == b;
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** The JSON Pointer. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (String each : toArray()) {
            text.append('/').append(escape(each));
        }
        return text.toString();
    }
}
