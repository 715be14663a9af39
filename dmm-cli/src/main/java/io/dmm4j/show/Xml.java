package io.dmm4j.show;

/** Names from files, made fit to stand in a picture. */
final class Xml {
    private static final int LONGEST = 32;
    private static final int REPLACEMENT = 0xFFFD;

    private Xml() {}

    /** Text for between tags and between double quotes; what XML cannot hold becomes U+FFFD. */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.appendCodePoint(isLegal(c) ? c : REPLACEMENT);
            }
        });
        return escaped.toString();
    }

    private static boolean isLegal(int c) {
        boolean surrogate = c >= 0xD800 && c <= 0xDFFF;
        boolean control = c < 0x20 || c >= 0x7F && c < 0xA0;
        return !surrogate && !control && c != 0xFFFE && c != 0xFFFF;
    }

    /** The text, without its middle if it is long. */
    static String shorten(String text) {
        int n = text.codePointCount(0, text.length());
        if (n <= LONGEST) {
            return text;
        }
        int half = LONGEST / 2;
        return text.substring(0, text.offsetByCodePoints(0, half)) + "\u2026"
                + text.substring(text.offsetByCodePoints(0, n - half + 1));
    }
}
