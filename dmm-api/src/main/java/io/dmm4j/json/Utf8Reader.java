package io.dmm4j.json;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;

/** Decodes UTF-8; malformed bytes are an error that counts them. A byte order mark at the beginning is passed over. */
public final class Utf8Reader extends Reader {
    private static final int SIZE = 1 << 13;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final InputStream in;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder(); // which reports what is malformed
    private final ByteBuffer bytes = ByteBuffer.allocate(SIZE).flip();
    private final CharBuffer chars = CharBuffer.allocate(SIZE).flip();
    private long before; // bytes before those in the buffer
    private boolean started;
    private boolean ended; // no more bytes will come into the buffer

    /** Reads from a stream, and closes it when this is closed. */
    public Utf8Reader(InputStream in) {
        this.in = in;
    }

    @Override
    public int read(char[] target, int from, int length) throws IOException {
        while (!chars.hasRemaining()) {
            if (ended && !bytes.hasRemaining()) {
                return -1;
            }
            fill();
        }
        int count = Math.min(length, chars.remaining());
        chars.get(target, from, count);
        return count;
    }

    private void fill() throws IOException {
        before += bytes.position();
        bytes.compact();
        int count = in.read(bytes.array(), bytes.position(), bytes.remaining());
        ended = count < 0;
        bytes.position(bytes.position() + Math.max(0, count)).flip();
        chars.clear();
        if (decoder.decode(bytes, chars, ended).isError()) {
            throw new IOException("byte " + (before + bytes.position() + 1) + " is not valid UTF-8");
        }
        chars.flip();
        if (!started && chars.hasRemaining()) {
            started = true;
            chars.position(chars.get(0) == BYTE_ORDER_MARK ? 1 : 0);
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
