package io.dmm4j.cuda.kernel;

import io.dmm4j.expr.Op;
import io.dmm4j.flat.FlatOps;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The ops of a stage as the kernels {@link Kernel#OPS_FUSED} and {@link Kernel#OPS_LEVEL} read them: entries in levels.
 * Ops of one level touch no row that another of them writes, so they may run in any order and at the same time; an op
 * stands in the first level after all earlier ops that it must follow.
 *
 * <p>Within a level come first the ops that work row by row, neighbours of one kind on adjoining rows made one entry,
 * then those that need whole ranges, by length: up to {@link #SHORT} rows one thread per lane takes an op, up to {@link
 * #MEDIUM} the threads of a warp, above that a block.
 *
 * <pre>
 *   entry, 48 bytes:  int code, n, d, a, b, c, item, reads;  double i0, i1
 *                     item: rows of the level's entries before this; reads: what it reads before it writes, the sum of
 *                     1 (d), 2 (a), 4 (b), 8 (c) and, where a is one row, 16
 *   level, 32 bytes:  int first, shorts, mediums, longs, end, items, 0, 0  entries [first, shorts) work row by row, then
 *                     [shorts, mediums), [mediums, longs), [longs, end); items: rows of [first, shorts)
 * </pre>
 *
 * All in the device's byte order, little-endian.
 */
public final class OpTable {
    /** Bytes of an entry. */
    public static final int ENTRY_BYTES = 48;

    /** Bytes of a level. */
    public static final int LEVEL_BYTES = 32;

    /** Rows up to which one thread takes an op that needs whole ranges. */
    public static final int SHORT = 8;

    /** Rows up to which a warp takes it. */
    public static final int MEDIUM = 512;

    private final List<Level> levels;
    private final ByteBuffer entryBytes;
    private final ByteBuffer levelBytes;

    /**
     * What one level holds: how many blocks are worth having follows from it.
     *
     * @param entries entries of all kinds
     * @param items rows of the ops that work row by row
     * @param shorts ops on whole ranges of one thread
     * @param mediums ops on whole ranges of a warp
     * @param longs ops on whole ranges of a block
     */
    public record Level(int entries, int items, int shorts, int mediums, int longs) {

        /** Threads' worth of items along the y axis of a launch, for {@link LaunchShape#spread}. */
        public long work() {
            return Math.max(Math.max(items, shorts), Math.max(32L * mediums, 256L * longs));
        }
    }

    private OpTable(List<List<Entry>> sorted) {
        int count = sorted.stream().mapToInt(List::size).sum();
        entryBytes = little(Math.multiplyExact(count, ENTRY_BYTES));
        levelBytes = little(Math.multiplyExact(sorted.size(), LEVEL_BYTES));
        List<Level> list = new ArrayList<>();
        int first = 0;
        for (List<Entry> level : sorted) {
            list.add(pack(level, first));
            first += level.size();
        }
        levels = List.copyOf(list);
    }

    /** The table of a stage's ops, or of an adjoint or update program. */
    public static OpTable of(FlatOps ops) {
        List<List<Entry>> levels = new ArrayList<>();
        int[] level = OpLevels.of(ops);
        for (int k = 0; k < ops.count(); k++) {
            while (levels.size() <= level[k]) {
                levels.add(new ArrayList<>());
            }
            levels.get(level[k]).add(Entry.of(ops, k));
        }
        levels.replaceAll(OpTable::merged);
        return new OpTable(levels);
    }

    /** The levels, in order. */
    public List<Level> levels() {
        return levels;
    }

    /** The number of entries. */
    public int entries() {
        return entryBytes.capacity() / ENTRY_BYTES;
    }

    /** The entries as the device reads them; a new read-only view. */
    public ByteBuffer entryBytes() {
        return view(entryBytes);
    }

    /** The levels as the device reads them; a new read-only view. */
    public ByteBuffer levelBytes() {
        return view(levelBytes);
    }

    private static ByteBuffer view(ByteBuffer b) {
        ByteBuffer v = b.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
        v.clear();
        return v;
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static List<Entry> merged(List<Entry> level) {
        level.sort(Entry.ORDER);
        List<Entry> kept = new ArrayList<>();
        for (Entry e : level) {
            Entry last = kept.isEmpty() ? null : kept.get(kept.size() - 1);
            if (last != null && last.continues(e)) {
                kept.set(kept.size() - 1, last.with(e.n));
            } else {
                kept.add(e);
            }
        }
        return kept;
    }

    private Level pack(List<Entry> level, int first) {
        int[] kinds = new int[4];
        int items = 0;
        int at = first;
        for (Entry e : level) {
            entryBytes.position(at++ * ENTRY_BYTES);
            entryBytes
                    .putInt(OpCode.of(e.op))
                    .putInt(e.n)
                    .putInt(e.d)
                    .putInt(e.a)
                    .putInt(e.b)
                    .putInt(e.c);
            entryBytes.putInt(items).putInt(e.reads()).putDouble(e.i0).putDouble(e.i1);
            kinds[e.kind()]++;
            items += e.kind() == 0 ? e.n : 0;
        }
        int end = first;
        levelBytes.putInt(end);
        for (int kind : kinds) {
            end += kind;
            levelBytes.putInt(end);
        }
        levelBytes.putInt(items).putInt(0).putInt(0);
        return new Level(level.size(), items, kinds[1], kinds[2], kinds[3]);
    }

    private record Entry(Op op, int n, int d, int a, int b, int c, double i0, double i1) {
        static final Comparator<Entry> ORDER = Comparator.comparingInt(Entry::kind)
                .thenComparing(Entry::op)
                .thenComparingDouble(Entry::i0)
                .thenComparingDouble(Entry::i1)
                .thenComparingInt(Entry::d);

        static Entry of(FlatOps o, int k) {
            return new Entry(o.op()[k], o.n()[k], o.d()[k], o.a()[k], o.b()[k], o.c()[k], o.i0()[k], o.i1()[k]);
        }

        /** 0: row by row; 1 to 3: whole ranges, short, medium, long. */
        int kind() {
            return !OpCode.isWhole(op) ? 0 : n <= SHORT ? 1 : n <= MEDIUM ? 2 : 3;
        }

        int reads() {
            boolean adds = op.group().isAdjoint() || op == Op.ACCUMULATE || op == Op.SCALE_ADD || op == Op.MUL_ADD;
            int reads = adds ? 1 : 0;
            for (int j = 0; j < op.arity(); j++) {
                reads |= OpCode.isUsed(op, j) ? 2 << j : 0;
            }
            return reads | (FlatOps.isScalarOperand(op, 0) ? 16 : 0);
        }

        /** Whether {@code e} does to the rows after these what this does to these. */
        boolean continues(Entry e) {
            return kind() == 0
                    && op == e.op
                    && Double.compare(i0, e.i0) == 0
                    && Double.compare(i1, e.i1) == 0
                    && e.d == d + n
                    && follows(0, a, e.a)
                    && follows(1, b, e.b)
                    && follows(2, c, e.c);
        }

        private boolean follows(int operand, int mine, int next) {
            return operand >= op.arity() || next == mine + (FlatOps.isScalarOperand(op, operand) ? 0 : n);
        }

        Entry with(int more) {
            return new Entry(op, n + more, d, a, b, c, i0, i1);
        }
    }
}
