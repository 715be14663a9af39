package io.dmm4j.value;

/** Prints a tree as compact JSON, the same text as {@code VJson.toString}, except that NaN and infinities are printed. */
final class Printer implements TreeVisitor {
    /** Above come the surrogates; escaping them keeps text with half a pair readable. */
    private static final char LAST_PLAIN = '\uD7FF';

    private final StringBuilder text = new StringBuilder();
    private boolean first = true; // nothing stands before the next entry of the open object

    private Printer() {}

    static String print(VValue tree) {
        Printer printer = new Printer();
        Walk.tree(tree, printer);
        return printer.text.toString();
    }

    @Override
    public void enter(String label, VValue node) {
        if (label != null) {
            key(label);
        }
        if (node.isLeaf() && !node.isEmpty()) {
            text.append(Numbers.format(node.number));
            return;
        }
        text.append('{');
        first = true;
        if (node.number != 0) {
            key(Path.NUMBER_KEY);
            text.append(Numbers.format(node.number));
        }
    }

    @Override
    public void leave(VValue node) {
        if (!node.isLeaf() || node.isEmpty()) {
            text.append('}');
        }
        first = false;
    }

    private void key(String label) {
        text.append(first ? "\"" : ",\"");
        first = false;
        for (int i = 0; i < label.length(); i++) {
            quote(label.charAt(i));
        }
        text.append("\":");
    }

    private void quote(char c) {
        switch (c) {
            case '"', '\\' -> text.append('\\').append(c);
            case '\n' -> text.append("\\n");
            case '\r' -> text.append("\\r");
            case '\t' -> text.append("\\t");
            case '\b' -> text.append("\\b");
            case '\f' -> text.append("\\f");
            default -> {
                if (c < ' ' || c > LAST_PLAIN) {
                    text.append(String.format("\\u%04X", (int) c));
                } else {
                    text.append(c);
                }
            }
        }
    }
}
