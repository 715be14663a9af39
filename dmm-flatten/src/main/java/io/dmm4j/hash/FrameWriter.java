package io.dmm4j.hash;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * Writes the frame that the files of this package share. All numbers are big-endian:
 *
 * <pre>
 * magic      8 bytes  ASCII, names the format
 * version    4 bytes  of the format
 * length     8 bytes  bytes of the payload
 * payload
 * checksum   4 bytes  CRC-32C of everything before it
 * </pre>
 */
final class FrameWriter {
    static final int HEADER = 20;
    static final int CHECKSUM = 4;

    private final OutputStream out;
    private final CRC32C sum = new CRC32C();
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
    private long left;

    /** Writes the header. */
    FrameWriter(OutputStream out, String magic, int version, long payload) {
        this.out = out;
        left = HEADER + payload;
        buffer.put(magic.getBytes(StandardCharsets.US_ASCII)).putInt(version).putLong(payload);
    }

    void putInt(int value) throws IOException {
        room(Integer.BYTES).putInt(value);
    }

    void putLong(long value) throws IOException {
        room(Long.BYTES).putLong(value);
    }

    void putChar(char value) throws IOException {
        room(Character.BYTES).putChar(value);
    }

    /** Writes the checksum. */
    void finish() throws IOException {
        flush();
        if (left != 0) {
            throw new IllegalStateException("the payload is " + left + " bytes shorter than announced");
        }
        buffer.putInt((int) sum.getValue());
        out.write(buffer.array(), 0, CHECKSUM);
        out.flush();
    }

    private ByteBuffer room(int bytes) throws IOException {
        if (buffer.remaining() < bytes) {
            flush();
        }
        return buffer;
    }

    private void flush() throws IOException {
        sum.update(buffer.array(), 0, buffer.position());
        out.write(buffer.array(), 0, buffer.position());
        left -= buffer.position();
        buffer.clear();
    }
}
