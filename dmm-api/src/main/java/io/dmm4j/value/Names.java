package io.dmm4j.value;

import java.util.Collection;
import java.util.Optional;
import java.util.TreeSet;

/** Wording for names that nobody knows: the nearest known one is suggested. */
public final class Names {
    /** Beyond this many known names a message no longer lists them. */
    private static final int LISTED = 12;

    private Names() {}

    /**
     * The known name nearest to a wrong one by edit distance (insert, delete, replace or swap neighbours, one each), if
     * that is at most a third of the wrong name's length, and at least one edit is always forgiven. Ties go to the
     * first in {@code String} order.
     */
    public static Optional<String> nearest(String wrong, Collection<String> known) {
        int allowed = Math.max(1, wrong.length() / 3);
        String best = null;
        for (String name : new TreeSet<>(known)) {
            int distance = Math.abs(name.length() - wrong.length()) > allowed ? allowed + 1 : distance(wrong, name);
            if (distance <= allowed && (best == null || distance < allowed)) {
                best = name;
                allowed = distance;
            }
        }
        return Optional.ofNullable(best);
    }

    /**
     * The phrase {@code unknown neuron type 'foo' (did you mean 'fop'?)}, or, where nothing is near, the known names if
     * they are few.
     *
     * @param kind what the name stands for, such as {@code neuron type}
     */
    public static String unknown(String kind, String wrong, Collection<String> known) {
        return "unknown " + kind + " '" + wrong + "'" + didYouMean(wrong, known);
    }

    /** The end of such a phrase: the nearest known name in brackets, else the known names if they are few, else nothing. */
    public static String didYouMean(String wrong, Collection<String> known) {
        Optional<String> near = nearest(wrong, known);
        if (near.isPresent()) {
            return " (did you mean '" + near.get() + "'?)";
        } else if (known.isEmpty()) {
            return " (there is none)";
        }
        return known.size() > LISTED ? "" : " (known: " + String.join(", ", new TreeSet<>(known)) + ")";
    }

    /** Edit distance with swaps of neighbours (optimal string alignment), three rows of the table at a time. */
    static int distance(String a, String b) {
        int[] before = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replace = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replace, 1 + Math.min(last[j], row[j - 1]));
                if (swapped(a, i, b, j)) {
                    row[j] = Math.min(row[j], before[j - 2] + 1);
                }
            }
            int[] free = before;
            before = last;
            last = row;
            row = free;
        }
        return last[b.length()];
    }

    private static boolean swapped(String a, int i, String b, int j) {
        return i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    }
}
