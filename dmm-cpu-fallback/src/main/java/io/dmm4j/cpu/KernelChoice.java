package io.dmm4j.cpu;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Plain loops until there has been enough work to be worth compiling the vector kernels for. The
 * Vector API is slow until its callers are compiled, and takes a tenth of a second to load, which is
 * longer than a small network runs. Both kinds of kernels give the same bits.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class KernelChoice<A> {
    /** Vector instructions, about a tenth of a second of plain loops. */
    private static final long ENOUGH = 1 << 26;

    private final Kernels<A> plain;
    private final Supplier<Kernels<A>> vector;
    private final long enough;
    private final AtomicLong work = new AtomicLong();
    private volatile Kernels<A> loaded;

    private KernelChoice(Kernels<A> plain, Supplier<Kernels<A>> vector, long enough) {
        this.plain = plain;
        this.vector = vector;
        this.enough = enough;
    }

    /** Always these. */
    static <A> KernelChoice<A> only(Kernels<A> kernels) {
        return new KernelChoice<>(kernels, () -> kernels, Long.MAX_VALUE);
    }

    /** These, until much work has been done, then the others. */
    static <A> KernelChoice<A> later(Kernels<A> plain, Supplier<Kernels<A>> vector) {
        return new KernelChoice<>(plain, vector, ENOUGH);
    }

    /** The kernels for more work of a given cost. */
    Kernels<A> forWork(long cost) {
        if (loaded != null) {
            return loaded;
        }
        if (work.addAndGet(cost) < enough) {
            return plain;
        }
        loaded = vector.get();
        return loaded;
    }
}
