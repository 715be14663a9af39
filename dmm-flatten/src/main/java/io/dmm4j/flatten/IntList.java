package io.dmm4j.flatten;

import java.util.Arrays;

/** A list of ints without objects. */
final class IntList {
    private int[] items = new int[16];
    private int count;

    void add(int item) {
        if (count == items.length) {
            items = Arrays.copyOf(items, 2 * count);
        }
        items[count++] = item;
    }

    int[] toArray() {
        return Arrays.copyOf(items, count);
    }
}
