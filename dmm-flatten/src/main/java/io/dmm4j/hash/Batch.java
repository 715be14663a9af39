package io.dmm4j.hash;

/** Scratch space of one round of look-ups. */
final class Batch {
    /** Look-ups in one round: more than a core can have in flight, few enough to stay in the first cache. */
    static final int SIZE = 64;

    /** [SIZE] what is looked for. */
    final long[] wanted = new long[SIZE];

    /** [SIZE] the cells that each key chooses. */
    final int[] cell0 = new int[SIZE];

    final int[] cell1 = new int[SIZE];
    final int[] cell2 = new int[SIZE];

    /** [SIZE] candidates while a round runs, then the result. */
    final int[] found = new int[SIZE];
}
