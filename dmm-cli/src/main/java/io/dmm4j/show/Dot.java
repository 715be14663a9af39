package io.dmm4j.show;

import io.dmm4j.net.Link;
import io.dmm4j.net.Network;
import io.dmm4j.net.Neuron;
import io.dmm4j.value.Numbers;
import java.io.PrintWriter;

/** Writes a network in the language of Graphviz: every neuron and every link. */
public final class Dot {
    private Dot() {}

    /** Writes all of it. */
    public static void write(Network network, PrintWriter out) {
        double largest = network.links().stream()
                .mapToDouble(l -> Math.abs(l.weight()))
                .max()
                .orElse(1);
        out.println("digraph " + quote(network.name()) + " {");
        out.println("  rankdir=LR;");
        out.println("  node [shape=box, style=rounded, fontname=\"Helvetica\"];");
        out.println("  edge [fontname=\"Helvetica\", fontsize=9];");
        for (Neuron n : network.neurons()) {
            String type = n.isExternal() ? "external" : n.type().name();
            out.println("  " + quote(n.name()) + " [label=" + quote(n.name() + "\n" + type) + "];");
        }
        network.links().forEach(l -> link(l, largest, out));
        out.println("}");
    }

    private static void link(Link l, double largest, PrintWriter out) {
        double width = largest == 0 ? 0.5 : 0.5 + 4 * Math.sqrt(Math.abs(l.weight()) / largest);
        out.println("  " + quote(l.from().neuron()) + " -> " + quote(l.to().neuron())
                + " [taillabel=" + quote(l.from().port() + l.path())
                + ", headlabel=" + quote(l.to().port())
                + ", label=" + quote(Numbers.format(l.weight()))
                + ", penwidth=" + Numbers.format(Math.rint(100 * width) / 100)
                + ", color=" + quote(l.weight() < 0 ? "#c53030" : "#2b6cb0")
                + (l.trainable() ? "" : ", style=dashed") + "];");
    }

    /** A quoted string in which nothing is an escape; what no file can hold becomes U+FFFD. */
    private static String quote(String text) {
        return isPlain(text) ? '"' + text + '"' : escaped(text);
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x20 || c == '"' || c == '\\' || Character.isSurrogate(c)) {
                return false;
            }
        }
        return true;
    }

    private static String escaped(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                default -> quoted.appendCodePoint(c < 0x20 || c >= 0xD800 && c <= 0xDFFF ? 0xFFFD : c);
            }
        });
        return quoted.append('"').toString();
    }
}
