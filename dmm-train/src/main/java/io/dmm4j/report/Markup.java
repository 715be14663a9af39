package io.dmm4j.report;

import io.dmm4j.value.Numbers;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Pieces of HTML that is also XML: escaping, elements, numbers. */
final class Markup {
    private static final MathContext SIX_DIGITS = new MathContext(6);

    private Markup() {}

    /**
     * The text with every character that could be taken for markup escaped, in content and in quoted attributes. What XML
     * does not allow (control characters, halves of surrogate pairs), and the characters that turn the direction of
     * writing around, show as {@code U+0007}.
     */
    static String escape(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                case '\t', '\n', '\r' -> out.append("&#").append(c).append(';');
                default -> out.append(isPlain(c) ? Character.toString(c) : String.format(Locale.ROOT, "U+%04X", c));
            }
        });
        return out.toString();
    }

    private static boolean isPlain(int c) {
        boolean turns =
                c == 0x200E || c == 0x200F || c == 0x061C || c >= 0x202A && c <= 0x202E || c >= 0x2066 && c <= 0x2069;
        boolean xml = c >= ' ' && c < 0xD800 && (c < 0x7F || c > 0x9F) || c > 0xDFFF && c != 0xFFFE && c != 0xFFFF;
        return xml && !turns;
    }

    /** An element around escaped text. */
    static String element(String name, String text) {
        return "<" + name + ">" + escape(text) + "</" + name + ">";
    }

    /** Six significant digits. */
    static String number(double x) {
        boolean exact = !Double.isFinite(x) || x == Math.rint(x) && Math.abs(x) < 1e15;
        return Numbers.format(exact ? x : new BigDecimal(x).round(SIX_DIGITS).doubleValue());
    }

    /** A coordinate of a drawing, to a hundredth. */
    static String coordinate(double x) {
        return Numbers.format(Math.rint(x * 100) / 100);
    }

    /** A format in the notation of {@link String#format}, the same in every country. */
    static String format(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }
}
