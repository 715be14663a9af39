package io.dmm4j.flatten;

/**
 * Labels that stand in shapes for words that are not known yet. They begin with U+FFFF, which is not a
 * character, so they sort last; the label table knows them by number and binds them to words.
 */
final class Spare {
    private static final char MARK = '\uFFFF';

    private Spare() {}

    /** The stand-in number {@code i}, from 0; stand-ins sort by number. */
    static String label(int i) {
        return MARK + String.format("%08d", i);
    }

    static boolean is(String label) {
        return !label.isEmpty() && label.charAt(0) == MARK;
    }

    /** The number of a stand-in. */
    static int number(String label) {
        return Integer.parseInt(label.substring(1));
    }
}
