package io.dmm4j.cuda.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dmm4j.spi.Precision;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** The CUDA sources in the source tree, and the compilers of this machine. */
final class CudaSources {
    static final Path MAIN = Path.of("src/main/cuda").toAbsolutePath();
    static final Path TEST = Path.of("src/test/cuda").toAbsolutePath();
    static final Path TARGET = Path.of("target").toAbsolutePath();

    private CudaSources() {}

    /** Skips the test where only jars are at hand. */
    static void assumePresent() {
        assumeTrue(Files.isDirectory(MAIN), "skipped: the CUDA sources are not here");
    }

    static List<Path> files(Path folder) {
        try (Stream<Path> s = Files.list(folder)) {
            return s.sorted().toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** SHA-256 of names and contents, as {@code scripts/build-ptx} computes it. */
    static String sha256(Path... folders) {
        try {
            MessageDigest d = MessageDigest.getInstance("SHA-256");
            for (Path folder : folders) {
                for (Path f : files(folder)) {
                    d.update(Files.readAllBytes(f));
                }
            }
            return HexFormat.of().formatHex(d.digest());
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether a program is on the path. */
    static boolean has(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(d -> Files.isExecutable(Path.of(d, program)));
    }

    /** Every entry point as {@code KERNEL(name)}: what the sources' hosts include. */
    static String entries() {
        StringBuilder s = new StringBuilder();
        for (Kernel k : Kernel.values()) {
            for (Precision p : Precision.values()) {
                s.append("KERNEL(").append(k.entry(p)).append(")\n");
            }
        }
        return s.toString();
    }

    /** What a program prints, which must succeed. */
    static String output(List<String> command) {
        return output(new ProcessBuilder(command));
    }

    static String output(ProcessBuilder builder) {
        try {
            Process p = builder.redirectErrorStream(true).start();
            String text = new String(p.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, p.waitFor(), () -> String.join(" ", builder.command()) + "\n" + text);
            return text;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(builder.command().get(0), e);
        }
    }
}
