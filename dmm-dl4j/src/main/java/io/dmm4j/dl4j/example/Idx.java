package io.dmm4j.dl4j.example;

import io.dmm4j.value.DmmException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/**
 * An array of bytes in the IDX format of the MNIST files: two zero bytes, 8 for unsigned bytes, the number of dimensions, each
 * dimension as a big-endian int, then the bytes. Files whose names end in {@code .gz} are unpacked.
 *
 * @param shape the dimensions
 * @param bytes the numbers, 0 to 255 as unsigned bytes, the last dimension fastest
 */
public record Idx(int[] shape, byte[] bytes) {
    private static final int UNSIGNED_BYTES = 8;

    /**
     * Reads a file.
     *
     * @param rank the number of dimensions that it should have
     * @throws DmmException if it cannot be read or is not such a file
     */
    public static Idx read(Path file, int rank) {
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(file));
                DataInputStream in =
                        new DataInputStream(file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw)) {
            int magic = in.readInt();
            if (magic != (UNSIGNED_BYTES << 8 | rank)) {
                throw new DmmException(file + ": found " + String.format("%08x", magic)
                        + " at the start, expected an IDX file of bytes with " + rank + " dimensions, "
                        + String.format("%08x", UNSIGNED_BYTES << 8 | rank));
            }
            int[] shape = new int[rank];
            long size = 1;
            for (int i = 0; i < rank; i++) {
                shape[i] = in.readInt();
                size *= shape[i];
            }
            if (Arrays.stream(shape).anyMatch(n -> n < 0) || size > Integer.MAX_VALUE) {
                throw new DmmException(file + ": found dimensions " + Arrays.toString(shape)
                        + ", expected an array of fewer than 2^31 bytes");
            }
            byte[] bytes = new byte[(int) size];
            in.readFully(bytes);
            return new Idx(shape, bytes);
        } catch (EOFException e) {
            throw new DmmException(file + ": the file ends before the numbers that it announces", e);
        } catch (IOException e) {
            throw DmmException.io(file, e);
        }
    }
}
