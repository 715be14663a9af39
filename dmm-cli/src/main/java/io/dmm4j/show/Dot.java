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
        long tenths = Math.round(10 * width);
        out.append("  ").append(quote(l.from().neuron())).append(" -> ").append(quote(l.to().neuron()));
        out.append(" [taillabel=").append(quote(l.from().port() + l.path()));
        out.append(", headlabel=").append(quote(l.to().port()));
        out.append(", label=").append(quote(Numbers.format(l.weight())));
        out.append(", penwidth=").append(Long.toString(tenths / 10)).append('.').append((char) ('0' + tenths % 10));
        out.append(l.weight() < 0 ? ", color=\"#c53030\"" : ", color=\"#2b6cb0\"");
        out.println(l.trainable() ? "];" : ", style=dashed];");
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
