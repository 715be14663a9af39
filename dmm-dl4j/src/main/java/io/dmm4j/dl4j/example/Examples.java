package io.dmm4j.dl4j.example;

import io.dmm4j.value.DmmException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.exception.DL4JException;

/** The command line of the examples: the name of one, then its options. */
public final class Examples {

    /** An example. */
    private record Example(String what, Map<String, String> options, Run run) {}

    private interface Run {
        void run(Options options, PrintStream out);
    }

    private static final Map<String, Example> ALL = new LinkedHashMap<>();

    static {
        ALL.put(
                "digits",
                new Example(
                        "digits row by row through a sparse recurrent layer",
                        SparseDigits.options(),
                        SparseDigits::run));
        ALL.put(
                "memory",
                new Example("a symbol to be remembered, by a sparse LSTM", LongMemory.options(), LongMemory::run));
        ALL.put(
                "duplicates",
                new Example(
                        "the detector of duplicate characters, repaired by fit",
                        Duplicates.options(),
                        Duplicates::run));
    }

    private Examples() {}

    /** Runs an example; exits with 2 after one sentence if the arguments are wrong. */
    public static void main(String[] args) {
        try {
            run(args, System.out);
        } catch (DmmException | DL4JException e) {
            System.err.println("dl4j-example: " + e.getMessage());
            System.exit(2);
        }
    }

    static void run(String[] args, PrintStream out) {
        if (args.length > 0 && (args[0].equals("--help") || args[0].equals("-h"))) {
            help(out);
            return;
        }
        String name = args.length == 0 || args[0].startsWith("--") ? "digits" : args[0];
        Example e = ALL.get(name);
        if (e == null) {
            throw new DmmException(
                    "unknown example '" + name + "': expected one of " + String.join(", ", ALL.keySet()));
        }
        boolean named = args.length > 0 && args[0].equals(name);
        String[] rest = named ? Arrays.copyOfRange(args, 1, args.length) : args;
        e.run().run(Options.read(rest, e.options()), out);
    }

    private static void help(PrintStream out) {
        out.println("usage: dl4j-example [EXAMPLE] [--OPTION VALUE]...\n");
        ALL.forEach((name, e) -> {
            out.printf("%-11s %s%n", name, e.what());
            e.options().forEach((option, value) -> out.printf("            --%s %s%n", option, value));
        });
        out.println(
                "\nThe values are those that are taken unless said; digits without --data FOLDER (of MNIST's files) are drawn.");
    }
}
