package io.dmm4j.cli;

import java.io.PrintWriter;
import java.io.Writer;

/** Runs a little of every command, so that the JVM can archive the classes that they load; the launcher calls it. */
final class Rehearsal {
    private static final String DETECTOR = "example:duplicate-detector/handcrafted";
    private static final String[][] COMMANDS = {
        {"--help"},
        {"run", "--help"},
        {"run", DETECTOR, "--text", "tt.", "--every", "10", "--cycles", "40", "--backend", "cpu"},
        {"run", DETECTOR, "--text", "tt.", "--backend", "tree", "--precision", "float64", "--last"},
        {"run", "example:no-such", "--backend", "tree"},
        {"compare", DETECTOR, DETECTOR, "--text", "a b", "--text", "c"},
        {"flatten", DETECTOR, "--text", "abc"},
        {"show", "example:duplicate-detector/trainable"},
        {"eval", DETECTOR, "--teacher", DETECTOR},
        {"doctor"},
    };

    private Rehearsal() {}

    /** Runs them; nothing is printed. */
    public static void main(String[] args) {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        for (String[] command : COMMANDS) {
            Dmm.execute(nowhere, nowhere, command);
        }
        io.dmm4j.show.Svg.draw(io.dmm4j.net.Networks.load(DETECTOR), true);
        io.dmm4j.net.NetworkJson.write(
                io.dmm4j.net.Networks.load(DETECTOR), io.dmm4j.net.MatrixFormat.RANK4, new StringBuilder());
    }
}
