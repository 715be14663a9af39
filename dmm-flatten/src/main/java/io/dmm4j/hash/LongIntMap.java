package io.dmm4j.hash;

import java.util.Arrays;

/** Numbers different longs in the order in which they come: an open-addressed table that grows. */
public final class LongIntMap {
    /** [power of two, at least twice the longs] 1 + the number of the long in each slot, 0 where it is free. */
    private int[] slots;

    /** [size or more] the longs by number. */
    private long[] longs;

    private int size;

    /** A map of nothing. */
    public LongIntMap() {
        this(7);
    }

    /** A map of nothing, with room for some longs. */
    public LongIntMap(int expected) {
        longs = new long[expected + 1];
        slots = new int[2 * Integer.highestOneBit(2 * longs.length - 1)];
    }

    /** How many longs have a number. */
    public int size() {
        return size;
    }

    /** The long with a number from 0 (inclusive) to size (exclusive). */
    public long get(int number) {
        return longs[number];
    }

    /** The longs by number. */
    public long[] toArray() {
        return Arrays.copyOf(longs, size);
    }

    /** The number of a long, -1 if it has none. */
    public int find(long value) {
        return slots[slot(value)] - 1;
    }

    /** The number of a long; the next number if it has none. */
    public int number(long value) {
        int slot = slot(value);
        if (slots[slot] == 0) {
            longs[size++] = value;
            slots[slot] = size;
            if (size == longs.length) {
                grow();
            }
            return size - 1;
        }
        return slots[slot] - 1;
    }

    private int slot(long value) {
        int mask = slots.length - 1;
        int slot = (int) Mixer.mix(value, 0) & mask;
        while (slots[slot] != 0 && longs[slots[slot] - 1] != value) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void grow() {
        longs = Arrays.copyOf(longs, 2 * size);
        slots = new int[2 * Integer.highestOneBit(4 * size - 1)];
        for (int number = 0; number < size; number++) {
            slots[slot(longs[number])] = number + 1;
        }
    }
}
