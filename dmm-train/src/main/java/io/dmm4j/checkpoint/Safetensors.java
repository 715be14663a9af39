package io.dmm4j.checkpoint;

import io.dmm4j.value.DmmException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * Named tensors and named texts in one file, in the safetensors format, which many programs read
 * (<a href="https://github.com/huggingface/safetensors">github.com/huggingface/safetensors</a>). This page is the
 * specification of the subset:
 *
 * <pre>
 *   8 bytes   n, the length of the header, unsigned, little-endian; at most 100,000,000
 *   n bytes   the header, JSON in UTF-8, its first byte '{', with spaces after its '}' to make n a multiple of 8:
 *             {"__metadata__": {"crc32c": "89abcdef", KEY: TEXT, ...},
 *              NAME: {"dtype": "F64", "shape": [2, 3], "data_offsets": [0, 48]}, ...}
 *   the rest  the tensors, row-major, little-endian
 * </pre>
 *
 * <p>{@code dtype} is one of {@link DType}; {@code data_offsets} are the tensor's first byte and the byte after its last,
 * counted from the end of the header. The tensors fill the rest of the file: every byte belongs to exactly one of them. A
 * shape of {@code []} is a single number; a length of 0 makes an empty tensor.
 *
 * <p>{@code crc32c} is our own: the checksum CRC-32C (Castagnoli; RFC 3720, appendix B.4) of the whole file as it is
 * with {@code 00000000} in the place of its eight hexadecimal digits, which are the bytes 35 to 42 of the file, counted from 0. Files of
 * other programs lack it and are read without; a file that has it elsewhere was written anew by a program that did not
 * know what it means, and is refused, as is one whose checksum differs.
 *
 * <p>Equal tensors and metadata, in equal order, make equal files.
 *
 * @param metadata texts by key, without the checksum
 * @param tensors tensors by name, in the order of the file: wide numbers first
 */
public record Safetensors(Map<String, String> metadata, Map<String, Tensor> tensors) {
    /** The key of the checksum in the metadata. */
    public static final String CHECKSUM = "crc32c";

    /** The longest header that the format allows, in bytes. */
    public static final int LONGEST_HEADER = 100_000_000;

    private static final String NO_SUM = "00000000";
    private static final byte[] PREFIX =
            ("{\"__metadata__\":{\"" + CHECKSUM + "\":\"").getBytes(StandardCharsets.US_ASCII);
    private static final int CHUNK = 1 << 20;

    /** Where bytes go. */
    private interface Sink {
        void accept(ByteBuffer bytes) throws IOException;
    }

    // ---------------------------------------------------------------- writing

    /**
     * Writes the file, completely or not at all ({@link AtomicFiles}).
     *
     * @throws DmmException if it cannot be written; what was there before then still is
     */
    public void write(Path file) {
        AtomicFiles.write(file, this::writeTo);
    }

    /** Writes the bytes of the file. */
    public void writeTo(WritableByteChannel target) throws IOException {
        byte[] header = header(metadata);
        byte[] head = head(header);
        CRC32C sum = new CRC32C();
        emit(head, sum::update);
        byte[] digits = digits(sum);
        System.arraycopy(digits, 0, head, 8 + PREFIX.length, digits.length);
        emit(head, bytes -> writeFully(bytes, target));
    }

    private byte[] header(Map<String, String> texts) {
        if (texts.containsKey(CHECKSUM) || tensors.containsKey("__metadata__")) {
            throw new IllegalArgumentException(CHECKSUM + " and __metadata__ are names of the format");
        }
        Map<String, String> all = new LinkedHashMap<>();
        all.put(CHECKSUM, NO_SUM);
        all.putAll(texts);
        byte[] header = Header.of(all, tensors).encode();
        if (header.length > LONGEST_HEADER) {
            throw new DmmException("expected at most " + LONGEST_HEADER + " bytes of names and metadata in a "
                    + "safetensors file, found " + header.length);
        }
        return header;
    }

    private static byte[] head(byte[] header) {
        return ByteBuffer.allocate(8 + header.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length)
                .put(header)
                .array();
    }

    private void emit(byte[] head, Sink sink) throws IOException {
        sink.accept(ByteBuffer.wrap(head));
        for (Header.Entry e : Header.of(Map.of(), tensors).entries()) {
            ByteBuffer chunk = ByteBuffer.allocateDirect((int) Math.min(CHUNK, e.end() - e.begin()));
            int step = CHUNK / e.dtype().bytes();
            for (int at = 0; at < e.count(); at += step) {
                int count = Math.min(step, e.count() - at);
                e.dtype().put(tensors.get(e.name()).array(), at, count, chunk.clear());
                sink.accept(chunk.flip());
            }
        }
    }

    private static void writeFully(ByteBuffer bytes, WritableByteChannel target) throws IOException {
        while (bytes.hasRemaining()) {
            target.write(bytes);
        }
    }

    private static byte[] digits(CRC32C sum) {
        return String.format(Locale.ROOT, "%08x", sum.getValue()).getBytes(StandardCharsets.US_ASCII);
    }

    // ---------------------------------------------------------------- reading

    /**
     * Reads a file.
     *
     * @throws DmmException in one sentence with the file's name, if it is not of this format, cut off or altered
     */
    public static Safetensors read(Path file) {
        return read(file, false);
    }

    /** Reads a file that {@link #write} has made: one without our checksum is refused as well. */
    static Safetensors readOwn(Path file) {
        return read(file, true);
    }

    private static Safetensors read(Path file, boolean own) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return new Reader(file.toString(), channel, channel.size()).read(own);
        } catch (EOFException e) {
            throw new DmmException(file + ": the file became shorter while it was read", e);
        } catch (IOException e) {
            throw DmmException.io(file, e);
        }
    }

    /** One file being read: bytes are taken in order, and each passes the checksum. */
    private static final class Reader {
        private final String file;
        private final ReadableByteChannel channel;
        private final long size;
        private final CRC32C sum = new CRC32C();

        Reader(String file, ReadableByteChannel channel, long size) {
            this.file = file;
            this.channel = channel;
            this.size = size;
        }

        Safetensors read(boolean own) throws IOException {
            byte[] head = head();
            String found = takeDigits(head);
            sum.update(lengthBytes(head.length));
            sum.update(head, 0, head.length);
            Header header = Header.decode(text(head), file, size - 8 - head.length);
            if (found == null && (own || header.metadata().containsKey(CHECKSUM))) {
                throw new DmmException(file + ": expected the checksum " + CHECKSUM
                        + " as the first entry of the file; it was altered or written anew by another program");
            }
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            for (Header.Entry e : header.entries()) {
                tensors.put(e.name(), tensor(e));
            }
            checkSum(found);
            header.metadata().remove(CHECKSUM);
            return new Safetensors(header.metadata(), tensors);
        }

        private byte[] head() throws IOException {
            if (size < 8) {
                throw new DmmException(file + ": expected a safetensors file, found " + size + " bytes");
            }
            long length =
                    fill(ByteBuffer.allocate(8)).order(ByteOrder.LITTLE_ENDIAN).getLong();
            if (length < 2 || length > LONGEST_HEADER) {
                throw new DmmException(file + ": expected a safetensors file, whose first 8 bytes give a header length"
                        + " from 2 to " + LONGEST_HEADER + ", found " + Long.toUnsignedString(length));
            } else if (length > size - 8) {
                throw new DmmException(file + ": expected a header of " + length + " bytes, found " + (size - 8)
                        + "; the file is cut off");
            }
            byte[] head = fill(ByteBuffer.allocate((int) length)).array();
            if (head[0] != '{') {
                throw new DmmException(file + ": expected the header of a safetensors file to begin with '{'");
            }
            return head;
        }

        private static ByteBuffer lengthBytes(int length) {
            return ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(length)
                    .flip();
        }

        /** The digits of the checksum, whose place then holds zeros; {@code null} if they are not in their place. */
        private static String takeDigits(byte[] head) {
            int end = PREFIX.length + NO_SUM.length();
            if (head.length < end || !Arrays.equals(head, 0, PREFIX.length, PREFIX, 0, PREFIX.length)) {
                return null;
            }
            String digits = new String(head, PREFIX.length, NO_SUM.length(), StandardCharsets.ISO_8859_1);
            Arrays.fill(head, PREFIX.length, end, (byte) '0');
            return digits;
        }

        private String text(byte[] head) {
            try {
                return StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(head))
                        .toString();
            } catch (CharacterCodingException e) {
                throw new DmmException(file + ": the header is not valid UTF-8", e);
            }
        }

        private Tensor tensor(Header.Entry e) throws IOException {
            Object array = e.dtype().newArray(e.count());
            ByteBuffer chunk = ByteBuffer.allocateDirect((int) Math.min(CHUNK, e.end() - e.begin()));
            int step = CHUNK / e.dtype().bytes();
            for (int at = 0; at < e.count(); at += step) {
                int count = Math.min(step, e.count() - at);
                fill(chunk.clear().limit(count * e.dtype().bytes()));
                sum.update(chunk.duplicate());
                e.dtype().get(array, at, count, chunk);
            }
            return new Tensor(e.dtype(), e.shape(), array);
        }

        private void checkSum(String found) {
            if (found != null && !found.equals(new String(digits(sum), StandardCharsets.US_ASCII))) {
                throw new DmmException(file + ": the file was altered or damaged after it was written: its bytes have"
                        + " the checksum " + new String(digits(sum), StandardCharsets.US_ASCII)
                        + ", not the one it states");
            }
        }

        private ByteBuffer fill(ByteBuffer buffer) throws IOException {
            while (buffer.hasRemaining()) {
                if (channel.read(buffer) < 0) {
                    throw new EOFException();
                }
            }
            return buffer.flip();
        }
    }
}
