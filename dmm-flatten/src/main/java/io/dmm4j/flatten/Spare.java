package io.dmm4j.flatten;

import io.dmm4j.value.DmmException;

/**
 * Labels that stand in shapes for words that are not known yet. They begin with U+FFFF, which is not a
 * character, so they sort last; the label table knows them by number and binds them to words.
 */
final class Spare {
    private static final char MARK = '\uFFFF';
    private static final int LENGTH = 9;

    private Spare() {}

    /** The stand-in number {@code i}, from 0; stand-ins sort by number. */
    static String label(int i) {
        String digits = Integer.toString(i);
        return MARK + "0".repeat(LENGTH - 1 - digits.length()) + digits;
    }

    /** Whether a label is a stand-in: the mark and eight digits. */
    static boolean is(String label) {
        return label.length() == LENGTH
                && label.charAt(0) == MARK
                && label.chars().skip(1).allMatch(c -> c >= '0' && c <= '9');
    }

    /** Refuses a word that looks like a stand-in. */
    static void refuse(String label, String where) {
        if (is(label)) {
            throw new DmmException(
                    where + ": labels of U+FFFF and eight digits are kept for words that are not known yet");
        }
    }

    /** The number of a stand-in. */
    static int number(String label) {
        return Integer.parseInt(label.substring(1));
    }
}
