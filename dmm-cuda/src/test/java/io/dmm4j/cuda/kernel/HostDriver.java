package io.dmm4j.cuda.kernel;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * CUDA's libraries on the host, as far as this backend calls them: {@code libcuda.so.1}, {@code libcusparse.so.12} and {@code
 * libcublas.so.12} of {@code src/test/driver}, with the kernels of {@code src/main/cuda}, compiled by g++. JCuda's natives link
 * to them, so that every call of the layer on JCuda is made for real, in another process.
 */
public final class HostDriver {
    private static final Path SOURCES = Path.of("src/test/driver").toAbsolutePath();
    private static final List<String> COMPILER = List.of(
            "g++",
            "-std=c++17",
            "-O1",
            "-fPIC",
            "-shared",
            "-fvisibility=hidden",
            "-ffp-contract=off",
            "-Wno-unknown-pragmas",
            "-I" + CudaSources.MAIN,
            "-I" + CudaSources.TEST);

    private HostDriver() {}

    /** The folder with the libraries, compiled if need be; skips the test where that cannot be. */
    public static synchronized Path libraries() {
        CudaSources.assumePresent();
        String system = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        assumeTrue(system.equals("Linux amd64"), "skipped: JCuda's natives are for Linux amd64, this is " + system);
        assumeTrue(CudaSources.has("g++"), "skipped: no g++, which compiles CUDA's libraries for the host");
        String sha = CudaSources.sha256(CudaSources.MAIN, CudaSources.TEST, SOURCES);
        Path done = CudaSources.TARGET.resolve("host-driver").resolve(sha.substring(0, 16));
        if (!Files.isDirectory(done)) {
            compile(done);
        }
        return done;
    }

    private static void compile(Path done) {
        try {
            Files.createDirectories(done.getParent());
            Path folder = Files.createTempDirectory(done.getParent(), "part");
            Files.writeString(folder.resolve("entries.inc"), CudaSources.entries());
            link(folder, "libcuda", "1", "");
            link(folder, "libcusparse", "12", "cusparse");
            link(folder, "libcublas", "12", "cublas");
            Files.move(folder, done, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Names of NVIDIA's libraries have the library as their version; the driver's have none. */
    private static void link(Path folder, String name, String version, String prefix) throws IOException {
        String file = name + ".so." + version;
        List<String> command = new ArrayList<>(COMPILER);
        command.addAll(List.of(
                "-I" + folder, "-Wl,-soname," + file, "-o", folder.resolve(file).toString()));
        command.add(SOURCES.resolve(name + ".cpp").toString());
        if (!prefix.isEmpty()) {
            Path versions = folder.resolve(name + ".versions");
            Files.writeString(versions, file + " { global: " + prefix + "*; local: *; };\n");
            command.add("-Wl,--version-script," + versions);
            command.add(folder.resolve("libcuda.so.1").toString());
        }
        CudaSources.output(command);
    }

    /** Runs a process that must succeed; gives what it printed. */
    public static String run(ProcessBuilder builder) {
        return CudaSources.output(builder);
    }
}
