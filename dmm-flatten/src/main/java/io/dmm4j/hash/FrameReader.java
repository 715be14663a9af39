package io.dmm4j.hash;

import io.dmm4j.value.DmmException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Reads what {@link FrameWriter} wrote, and not a byte more. Counts from the file are not believed: memory grows with what
 * has been read.
 */
final class FrameReader {
    private static final int BLOCK = 1 << 16;

    private final InputStream in;
    private final String name;
    private final String what;
    private final CRC32C sum = new CRC32C();
    private ByteBuffer block = ByteBuffer.allocate(0);
    /** Bytes of the payload that are not in the block yet. */
    private long left;

    /**
     * Reads the header.
     *
     * @param name the file, for errors
     * @param what the kind of file, for errors
     */
    FrameReader(InputStream in, String name, String what, String magic, int version) throws IOException {
        this.in = in;
        this.name = name;
        this.what = what;
        ByteBuffer header = read(FrameWriter.HEADER);
        byte[] found = new byte[magic.length()];
        header.get(found);
        if (!Arrays.equals(found, magic.getBytes(StandardCharsets.US_ASCII))) {
            throw new DmmException(name + ": expected a " + what + ", found something else");
        }
        int foundVersion = header.getInt();
        if (foundVersion != version) {
            throw new DmmException(
                    name + ": expected a " + what + " of version " + version + ", found " + foundVersion);
        }
        left = header.getLong();
    }

    int getInt() throws IOException {
        return next(Integer.BYTES).getInt();
    }

    long getLong() throws IOException {
        return next(Long.BYTES).getLong();
    }

    String getText(int length) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(next(Character.BYTES).getChar());
        }
        return text.toString();
    }

    /** The next longs, as many as the file says. */
    long[] getLongs(int count) throws IOException {
        if (count < 0) {
            throw damaged();
        }
        long[] longs = new long[Math.min(count, BLOCK)];
        for (int i = 0; i < count; i++) {
            if (i == longs.length) {
                longs = Arrays.copyOf(longs, (int) Math.min(count, 2L * i));
            }
            longs[i] = getLong();
        }
        return longs;
    }

    /** Checks that the payload has been read and that the checksum fits. */
    void finish() throws IOException {
        if (left != 0 || block.hasRemaining()) {
            throw damaged();
        }
        int computed = (int) sum.getValue();
        if (read(FrameWriter.CHECKSUM).getInt() != computed) {
            throw damaged();
        }
    }

    DmmException damaged() {
        return new DmmException(name + ": the " + what + " is damaged, its checksum or its counts do not fit");
    }

    /** The block, with at least {@code bytes} bytes; these never straddle blocks of the reader. */
    private ByteBuffer next(int bytes) throws IOException {
        if (block.remaining() < bytes) {
            int kept = block.remaining();
            int more = (int) Math.min(BLOCK, left);
            if (left < 0 || kept + more < bytes) {
                throw damaged();
            }
            block = ByteBuffer.allocate(kept + more).put(block).put(read(more)).flip();
            left -= more;
        }
        return block;
    }

    private ByteBuffer read(int bytes) throws IOException {
        byte[] read = in.readNBytes(bytes);
        if (read.length < bytes) {
            throw new DmmException(name + ": the " + what + " ends early, at least " + (bytes - read.length)
                    + " more bytes were expected");
        }
        sum.update(read, 0, bytes);
        return ByteBuffer.wrap(read);
    }
}
