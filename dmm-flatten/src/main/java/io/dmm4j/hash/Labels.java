package io.dmm4j.hash;

import io.dmm4j.value.DmmException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Label texts and their ids. Ids are dense from 0, in the order in which they were first asked for.
 *
 * <p>An id may be <em>spare</em>: no text is bound to it yet. Path tables can hold paths over spare ids, so that a word
 * unknown when the tables were built takes a spare id, and with it rows that exist, and no table is rebuilt.
 *
 * <p>Not safe for several threads.
 *
 * <p><b>File format</b>, version 1, all numbers big-endian: the frame of {@link FrameWriter} with the magic {@code
 * "DMMlabel"}; in it the number of ids (int), then for each id the number of chars of its text (int; -1 for a spare id)
 * and the chars as UTF-16 (which keeps any text, even a lone surrogate, apart from any other).
 */
public final class Labels {
    private static final String MAGIC = "DMMlabel";
    private static final String WHAT = "label file";

    private final Map<String, Integer> ids = new HashMap<>();
    /** Text by id; {@code null} for a spare id. */
    private final List<String> texts = new ArrayList<>();
    /** No spare id is below this one. */
    private int nextSpare;

    /** Labels that know no text. */
    public Labels() {}

    /** How many ids there are, spare ones included. */
    public int size() {
        return texts.size();
    }

    /** How many ids have no text yet. */
    public int spares() {
        return texts.size() - ids.size();
    }

    /** The id of a text; -1 if the text has none. */
    public int id(String text) {
        return ids.getOrDefault(text, -1);
    }

    /** The id of a text; a text without one gets a new id after all others. */
    public int intern(String text) {
        int id = id(text);
        if (id < 0) {
            id = texts.size();
            texts.add(text);
            ids.put(text, id);
        }
        return id;
    }

    /**
     * The id of a text; a text without one takes the lowest spare id.
     *
     * @return -1 if the text has no id and none is spare: the tables must grow
     */
    public int bind(String text) {
        int id = id(text);
        return id >= 0 || spares() == 0 ? id : bindTo(lowestSpare(), text);
    }

    private int lowestSpare() {
        while (texts.get(nextSpare) != null) {
            nextSpare++;
        }
        return nextSpare;
    }

    private int bindTo(int id, String text) {
        texts.set(id, text);
        ids.put(text, id);
        return id;
    }

    /**
     * Makes more spare ids, after all others.
     *
     * @param count 0 or more
     * @return the first of them; the others follow
     */
    public int reserve(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("reserve " + count + " labels");
        }
        int first = texts.size();
        for (int i = 0; i < count; i++) {
            texts.add(null);
        }
        return first;
    }

    /** Whether there is such an id and a text is bound to it. */
    public boolean isBound(int id) {
        return id >= 0 && id < texts.size() && texts.get(id) != null;
    }

    /**
     * The text of an id.
     *
     * @throws DmmException if the id is spare, or if there is no such id
     */
    public String text(int id) {
        if (!isBound(id)) {
            String reason = id >= 0 && id < size() ? " is spare" : " is none of the " + size() + " known";
            throw new DmmException("label id " + id + reason + ", expected an id with a text");
        }
        return texts.get(id);
    }

    /** Writes the file format; the stream stays open. */
    public void save(OutputStream out) throws IOException {
        FrameWriter frame = new FrameWriter(out, MAGIC, 1, payload());
        frame.putInt(texts.size());
        for (String text : texts) {
            frame.putInt(text == null ? -1 : text.length());
            for (int i = 0; text != null && i < text.length(); i++) {
                frame.putChar(text.charAt(i));
            }
        }
        frame.finish();
    }

    private long payload() {
        long bytes = Integer.BYTES;
        for (String text : texts) {
            bytes += Integer.BYTES + (text == null ? 0L : (long) Character.BYTES * text.length());
        }
        return bytes;
    }

    /**
     * Reads what {@link #save} wrote, and nothing after it; the stream stays open.
     *
     * @param name the file, for errors
     * @throws DmmException if the stream holds something else, ends early or was damaged
     */
    public static Labels load(InputStream in, String name) throws IOException {
        FrameReader frame = new FrameReader(in, name, WHAT, MAGIC, 1);
        Labels labels = new Labels();
        int count = frame.getInt();
        for (int id = 0; id < count; id++) {
            int length = frame.getInt();
            if (length < 0) {
                labels.reserve(1);
            } else if (labels.intern(frame.getText(length)) != id) {
                throw frame.damaged();
            }
        }
        frame.finish();
        return labels;
    }
}
