package io.dmm4j.cpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Makes the kernels for 64-bit floats out of those for 32-bit floats, which are the only ones that are
 * edited. Run {@link #main} in the module's folder after an edit, then the formatter.
 */
final class Twin {
    private static final Path SOURCES = Path.of("src/main/java/io/dmm4j/cpu");

    /** The files that have a twin. */
    static final List<String> KINDS = List.of(
            "ScalarKernels",
            "ScalarLinks",
            "Streams",
            "Elements",
            "VectorKernels",
            "VectorLinks",
            "AdjointKernels",
            "VectorAdjoints",
            "RowKernels",
            "VectorRows");

    private Twin() {}

    /** Writes all twins. */
    public static void main(String[] args) throws IOException {
        for (String kind : KINDS) {
            Files.writeString(file("Double" + kind), of(source("Float" + kind)));
        }
    }

    /** The source of a class of this package. */
    static String source(String name) throws IOException {
        return Files.readString(file(name));
    }

    /** The source for doubles, but for white space. */
    static String of(String floats) {
        return floats.replaceAll("\\{@code Double(\\w+)} is generated from this file", "Generated from {@code @$1}")
                .replace("(float) ", "")
                .replace("32-bit", "64-bit")
                .replace("float", "double")
                .replace("Float", "Double")
                .replace("{@code @", "{@code Float");
    }

    private static Path file(String name) {
        return SOURCES.resolve(name + ".java");
    }
}
