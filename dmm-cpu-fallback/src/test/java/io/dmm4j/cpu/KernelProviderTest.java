package io.dmm4j.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.spi.Availability;
import io.dmm4j.spi.Precision;
import io.dmm4j.testing.GoldenPrograms;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The choice of kernels, in JVMs started with and without the Vector API. */
class KernelProviderTest {
    private static final String[] MODULE = {"--add-modules", "jdk.incubator.vector"};

    /** What the other JVMs run: the golden programs, and vector kernels where they are chosen. */
    static final class Program {
        public static void main(String[] args) {
            Availability a = new CpuBackend().availability();
            GoldenPrograms.check(new CpuBackend()::open, Precision.FLOAT32, 2);
            System.out.println("kernels: " + KernelProvider.get().floats().name());
            System.out.println("remedy: " + a.remedy());
        }
    }

    @Test
    void theVectorApiIsUsedWhereItIs() throws Exception {
        String out = run(System.getProperty("java.class.path"), MODULE);
        assertTrue(out.contains("kernels: Vector API"), out);
        assertTrue(out.contains("remedy: \n"), out);
    }

    @Test
    void plainLoopsRunWhereItIsNotAndTheRemedyIsSaidOnce() throws Exception {
        String out = run(System.getProperty("java.class.path"));
        assertTrue(out.contains("kernels: plain loops"), out);
        assertTrue(out.contains("remedy: start Java with --add-modules jdk.incubator.vector"), out);
        assertEquals(2, out.split("INFO", -1).length, out);
    }

    @Test
    void aPropertyKeepsToPlainLoops() throws Exception {
        String out = run(
                System.getProperty("java.class.path"), MODULE[0], MODULE[1], "-D" + KernelProvider.PROPERTY + "=false");
        assertTrue(out.contains("kernels: plain loops"), out);
    }

    @Test
    void kernelsThatWereLeftOutOfTheLibraryAreAnError(@TempDir Path partial) throws Exception {
        Path classes = Path.of(CpuBackend.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        copyWithoutVectorKernels(classes, partial);
        String path = System.getProperty("java.class.path").replace(classes.toString(), partial.toString());
        String out = run(path, MODULE);
        assertTrue(out.contains("LinkageError: io.dmm4j.cpu.FloatVectorKernels cannot be used"), out);
    }

    private static void copyWithoutVectorKernels(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path f : (Iterable<Path>) files::iterator) {
                Path copy = to.resolve(from.relativize(f).toString());
                if (Files.isDirectory(f)) {
                    Files.createDirectories(copy);
                } else if (!f.getFileName().toString().contains("VectorKernels")) {
                    Files.copy(f, copy);
                }
            }
        }
    }

    private static String run(String classPath, String... options) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", classPath, Program.class.getName()));
        Process p = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .directory(new File("."))
                .start();
        String out = new String(p.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        p.waitFor();
        return out;
    }
}
