package io.dmm4j.hash;

/**
 * Scratch space of one round of look-ups, one per thread. New space for each call would cost more than the look-ups: its
 * lines come from memory just when memory is what the look-ups wait for.
 */
final class Batch {
    /** Look-ups in one round: more than a core can have in flight, few enough to stay in the first cache. */
    static final int SIZE = 64;

    private static final ThreadLocal<Batch> MINE = ThreadLocal.withInitial(Batch::new);

    /** [SIZE] what is looked for. */
    final long[] wanted = new long[SIZE];

    /** [SIZE] the cells that each key chooses. */
    final int[] cell0 = new int[SIZE];

    final int[] cell1 = new int[SIZE];
    final int[] cell2 = new int[SIZE];

    /** [SIZE] candidates while a round runs, then the result. */
    final int[] found = new int[SIZE];

    private Batch() {}

    /** This thread's; what is in it is left over from the last round. */
    static Batch mine() {
        return MINE.get();
    }
}
