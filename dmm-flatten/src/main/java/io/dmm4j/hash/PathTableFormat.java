package io.dmm4j.hash;

import io.dmm4j.value.DmmException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The file format of a {@link PathTable}, version 1: the frame of {@link FrameWriter} with the magic {@code "DMMpaths"}.
 * In it, big-endian:
 *
 * <pre>
 * arity      4 bytes  of the hash
 * seed       8 bytes
 * maxTries   4 bytes
 * paths      4 bytes  how many of the nodes are paths
 * nodes      4 bytes
 * for each node:
 *   parent   4 bytes  -1 for the root
 *   label    4 bytes  label id
 * </pre>
 *
 * <p>The cells of the hash are not stored. Making them again takes less time than checking stored ones would, gives the
 * same bits, and leaves nothing in a file that could disagree with its paths.
 */
final class PathTableFormat {
    private static final String MAGIC = "DMMpaths";
    private static final int VERSION = 1;
    private static final int HEADER = 24;

    private PathTableFormat() {}

    static void write(OutputStream out, long[] keys, int paths, HashSettings settings) throws IOException {
        FrameWriter frame = new FrameWriter(out, MAGIC, VERSION, HEADER + 8L * keys.length);
        frame.putInt(settings.arity());
        frame.putLong(settings.seed());
        frame.putInt(settings.maxTries());
        frame.putInt(paths);
        frame.putInt(keys.length);
        for (long key : keys) {
            frame.putLong(key); // the parent is the high half
        }
        frame.finish();
    }

    static PathTable read(InputStream in, String name) throws IOException {
        FrameReader frame = new FrameReader(in, name, "path table", MAGIC, VERSION);
        int arity = frame.getInt();
        long seed = frame.getLong();
        int maxTries = frame.getInt();
        int paths = frame.getInt();
        long[] keys = frame.getLongs(frame.getInt());
        frame.finish();
        try {
            PathKeys.check(keys);
            return new PathTable(keys, paths, new HashSettings(arity, seed, maxTries));
        } catch (DmmException e) {
            throw new DmmException(name + ": " + e.getMessage(), e);
        }
    }
}
