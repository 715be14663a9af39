package io.dmm4j.cuda.kernel;

import io.dmm4j.spi.Precision;

/**
 * How many threads a launch has, and how they lie: {@code gridX × gridY} blocks of {@code blockX × blockY} threads. All
 * kernels stride over their work, so that any shape that {@link #check} passes gives the same results, but for the
 * rounding of sums, which is the same for the same block.
 *
 * @param gridX blocks along the lanes (or all items, see {@link Kernel.Work#FLAT})
 * @param gridY blocks along the items
 * @param blockX threads along the lanes
 * @param blockY threads along the items
 */
public record LaunchShape(int gridX, int gridY, int blockX, int blockY) {
    /** Threads of a warp. */
    public static final int WARP = 32;

    private static final int THREADS = 256;
    private static final int MOST_GRID_Y = 65535;

    /** Blocks beyond this many only wait: enough to fill any device several times. */
    private static final int ENOUGH_BLOCKS = 1 << 14;

    /** Threads of a block. */
    public int threads() {
        return blockX * blockY;
    }

    /** The shape of {@link Kernel#OPS_FUSED}. */
    public static LaunchShape fused(int lanes, Precision precision) {
        int x = alongLanes(lanes, precision, 1);
        return new LaunchShape(tiles(lanes, x, precision), 1, x, Kernel.OPS_FUSED.mostThreads() / x);
    }

    /** A shape of kernels of {@link Kernel.Work#SPREAD}: {@code items} rows, ops, runs or groups in every lane. */
    public static LaunchShape spread(long items, int lanes, Precision precision) {
        return spread(items, lanes, precision, 1);
    }

    /** Likewise where {@code shared} threads (a power of two, at most 32) share an item: split or team. */
    public static LaunchShape spread(long items, int lanes, Precision precision, int shared) {
        int x = alongLanes(lanes, precision, shared);
        int y = THREADS / x;
        int tiles = tiles(lanes, x, precision);
        long most = Math.max(1, Math.min(MOST_GRID_Y, ENOUGH_BLOCKS / tiles));
        long wanted = (items * shared + y - 1) / y;
        return new LaunchShape(tiles, (int) Math.max(1, Math.min(most, wanted)), x, y);
    }

    /** A shape of kernels of {@link Kernel.Work#FLAT}. */
    public static LaunchShape flat(long items) {
        long wanted = (items + THREADS - 1) / THREADS;
        return new LaunchShape((int) Math.max(1, Math.min(ENOUGH_BLOCKS, wanted)), 1, THREADS, 1);
    }

    /** Numbers that one thread moves at a time: 16 bytes where the lanes are a multiple of that, else one. */
    private static int wide(int lanes, Precision precision) {
        int wide = precision == Precision.FLOAT32 ? 4 : 2;
        return lanes % wide == 0 ? wide : 1;
    }

    /** Threads along the lanes: a tile is 128 bytes where there are as many lanes, so that small programs fill a device. */
    private static int alongLanes(int lanes, Precision precision, int shared) {
        int wide = wide(lanes, precision);
        int most = Math.min(wide > 1 ? 8 : WARP, WARP / shared);
        int x = 1;
        while (x * wide < lanes && x < most) {
            x *= 2;
        }
        return x;
    }

    /** Threads of a warp that lie along the items in any precision, a power of two: so many may well share an item. */
    static int alongItems(int lanes) {
        return WARP / alongLanes(lanes, Precision.FLOAT64, 1);
    }

    private static int tiles(int lanes, int x, Precision precision) {
        int tile = x * wide(lanes, precision);
        return (int) Math.min(ENOUGH_BLOCKS, ((long) lanes + tile - 1) / tile);
    }

    /**
     * Checks that a kernel may be launched so.
     *
     * @throws IllegalArgumentException if not, saying why
     */
    public void check(Kernel kernel) {
        require(gridX > 0 && gridY > 0 && blockX > 0 && blockY > 0, kernel, "positive sizes");
        require(gridY <= MOST_GRID_Y, kernel, "at most " + MOST_GRID_Y + " blocks along y");
        require(threads() <= kernel.mostThreads(), kernel, "at most " + kernel.mostThreads() + " threads in a block");
        require(threads() % WARP == 0, kernel, "whole warps");
        if (kernel.work() == Kernel.Work.FLAT) {
            require(blockY == 1 && gridY == 1, kernel, "one dimension");
        } else {
            require(blockX <= WARP && Integer.bitCount(blockX) == 1, kernel, "a power of two up to 32 along the lanes");
            require(kernel.work() != Kernel.Work.FUSED || gridY == 1, kernel, "one block along the items");
        }
    }

    /**
     * Checks that arguments fit: the threads that share an item stand in one warp.
     *
     * @throws IllegalArgumentException if not
     */
    public void check(Args args) {
        check(args.kernel());
        for (Parameter p : args.kernel().parameters()) {
            if (p.name().equals("split") || p.name().equals("team")) {
                long shared = args.value(p.name());
                boolean fits = shared >= 1 && Long.bitCount(shared) == 1 && shared * blockX <= WARP;
                require(fits, args.kernel(), p.name() + " " + shared + " to be a power of two within a warp");
            }
        }
    }

    private void require(boolean ok, Kernel kernel, String expected) {
        if (!ok) {
            throw new IllegalArgumentException(kernel + ": found " + this + ", expected " + expected);
        }
    }
}
