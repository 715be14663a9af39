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
        char[] label = new char[LENGTH];
        label[0] = MARK;
        for (int k = LENGTH - 1, left = i; k > 0; k--, left /= 10) {
            label[k] = (char) ('0' + left % 10);
        }
        return new String(label);
    }

    /** Whether a label is a stand-in: the mark and eight digits. */
    static boolean is(String label) {
        if (label.length() != LENGTH || label.charAt(0) != MARK) {
            return false;
        }
        for (int i = 1; i < LENGTH; i++) {
            if (label.charAt(i) < '0' || label.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    /** Refuses a word that looks like a stand-in. */
    static void refuse(String label, String where, Object what) {
        if (is(label)) {
            throw new DmmException(
                    where + what + ": labels of U+FFFF and eight digits are kept for words that are not known yet");
        }
    }

    /** The number of a stand-in. */
    static int number(String label) {
        return Integer.parseInt(label, 1, LENGTH, 10);
    }
}
