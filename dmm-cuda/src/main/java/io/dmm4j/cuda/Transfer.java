package io.dmm4j.cuda;

import io.dmm4j.cuda.device.HostMemory;
import io.dmm4j.cuda.device.Memory;
import io.dmm4j.spi.Bulk;
import io.dmm4j.spi.Precision;
import java.nio.ByteBuffer;

/** Moves rows between arrays of the host and the device, in pieces of at most {@value #MOST} bytes or one row. */
final class Transfer {
    private static final int MOST = 8 << 20;

    private final Workshop shop;
    private final int lanes;
    private final long largestRow;
    private HostMemory host;

    /**
     * Moves rows of an executor.
     *
     * @param lanes of the whole executor: the stride of the host's arrays
     */
    Transfer(Workshop shop, int lanes, long largestRow) {
        this.shop = shop;
        this.lanes = lanes;
        this.largestRow = largestRow;
    }

    private long buffer(long wanted) {
        if (host == null || host.buffer().capacity() < Math.min(wanted, Math.max(MOST, largestRow))) {
            if (host != null) {
                shop.queue().synchronise();
                shop.scope().free(host);
                host = null;
            }
            host = shop.pinned(Math.min(Math.max(wanted, 4096), Math.max(MOST, largestRow)), "rows on their way");
        }
        return host.buffer().capacity();
    }

    /** Reads rows of a matrix at a byte of device memory into [rows × lanes] at an index. */
    void read(Memory memory, long at, LaneSlice slice, long rows, Bulk into, long index) {
        long row = slice.bytes(1);
        long most = buffer(rows * row) / row;
        double[] numbers = new double[slice.count()];
        for (long done = 0; done < rows; ) {
            long n = Math.min(most, rows - done);
            shop.queue().download(memory.span(at + done * row, n * row), host, 0);
            shop.queue().synchronise();
            for (long r = 0; r < n; r++) {
                int from = Math.toIntExact(r * row);
                for (int l = 0; l < numbers.length; l++) {
                    numbers[l] = get(host.buffer(), slice, from, l);
                }
                into.put(Math.toIntExact(index + (done + r) * lanes + slice.first()), numbers, 0, numbers.length);
            }
            done += n;
        }
    }

    /** Writes rows [rows × lanes]; numbers between lanes and stride become 0. */
    void write(Bulk from, LaneSlice slice, long rows, Memory memory, long at) {
        long row = slice.bytes(1);
        long most = buffer(rows * row) / row;
        double[] numbers = new double[slice.stride()];
        for (long done = 0; done < rows; ) {
            long n = Math.min(most, rows - done);
            for (long r = 0; r < n; r++) {
                from.get(Math.toIntExact((done + r) * lanes + slice.first()), numbers, 0, slice.count());
                int to = Math.toIntExact(r * row);
                for (int l = 0; l < numbers.length; l++) {
                    put(host.buffer(), slice, to, l, numbers[l]);
                }
            }
            shop.queue().upload(host, 0, memory.span(at + done * row, n * row));
            shop.queue().synchronise();
            done += n;
        }
    }

    /** Reads 64-bit numbers. */
    void readDoubles(Memory memory, long at, int count, double[] into) {
        int most = Math.toIntExact(buffer((long) count * Double.BYTES) / Double.BYTES);
        for (int done = 0; done < count; ) {
            int n = Math.min(most, count - done);
            shop.queue().download(memory.span(at + (long) done * Double.BYTES, (long) n * Double.BYTES), host, 0);
            shop.queue().synchronise();
            host.buffer().asDoubleBuffer().get(into, done, n);
            done += n;
        }
    }

    /** Writes 64-bit numbers. */
    void writeDoubles(double[] from, int count, Memory memory, long at) {
        int most = Math.toIntExact(buffer((long) count * Double.BYTES) / Double.BYTES);
        for (int done = 0; done < count; ) {
            int n = Math.min(most, count - done);
            host.buffer().asDoubleBuffer().put(from, done, n);
            shop.queue().upload(host, 0, memory.span(at + (long) done * Double.BYTES, (long) n * Double.BYTES));
            shop.queue().synchronise();
            done += n;
        }
    }

    private static double get(ByteBuffer b, LaneSlice slice, int row, int lane) {
        return slice.precision() == Precision.FLOAT32
                ? b.getFloat(row + lane * Float.BYTES)
                : b.getDouble(row + lane * Double.BYTES);
    }

    private static void put(ByteBuffer b, LaneSlice slice, int row, int lane, double x) {
        if (slice.precision() == Precision.FLOAT32) {
            b.putFloat(row + lane * Float.BYTES, (float) x);
        } else {
            b.putDouble(row + lane * Double.BYTES, x);
        }
    }
}
