package io.dmm4j.cuda.kernel;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dmm4j.spi.Precision;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * The CUDA sources themselves, compiled for this machine's CPU by g++ and run in a process of their own: every thread of
 * a block, every barrier, every exchange in a warp. See {@code src/test/cuda}.
 */
final class HostCuda implements Launcher {
    private static Path program;

    private final Process process;
    private final BufferedOutputStream to;
    private final DataInputStream from;

    /** Compiles the sources unless that was done, and starts the process; skips the test where g++ is missing. */
    HostCuda() {
        try {
            process = new ProcessBuilder(program().toString())
                    .redirectError(CudaSources.TARGET.resolve("host-cuda.log").toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        to = new BufferedOutputStream(process.getOutputStream(), 1 << 16);
        from = new DataInputStream(process.getInputStream());
    }

    /** One line per entry point: its name, and one of *, + and − per parameter. */
    static List<String> signatures() {
        return List.of(
                CudaSources.output(List.of(program().toString(), "signatures")).split("\n"));
    }

    private static synchronized Path program() {
        CudaSources.assumePresent();
        assumeTrue(CudaSources.has("g++"), "skipped: no g++, which compiles the CUDA sources for the CPU");
        if (program == null) {
            program = compiled();
        }
        return program;
    }

    private static Path compiled() {
        String sha = CudaSources.sha256(CudaSources.MAIN, CudaSources.TEST).substring(0, 16);
        Path folder = CudaSources.TARGET.resolve("host-cuda");
        Path done = folder.resolve("kernels-" + sha);
        if (Files.exists(done)) {
            return done;
        }
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("entries.inc"), CudaSources.entries());
            Path fresh = Files.createTempFile(folder, "kernels", "");
            CudaSources.output(List.of(
                    "g++",
                    "-std=c++17",
                    "-O1",
                    "-ffp-contract=off",
                    "-fsanitize=alignment,shift,signed-integer-overflow,bounds",
                    "-fno-sanitize-recover=all",
                    "-Wno-unknown-pragmas",
                    "-I" + CudaSources.MAIN,
                    "-I" + folder,
                    "-o",
                    fresh.toString(),
                    CudaSources.TEST.resolve("host_main.cpp").toString()));
            return Files.move(fresh, done, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void launch(
            Kernel kernel, Precision precision, LaunchShape shape, Args args, Arena memory, boolean backwards) {
        shape.check(kernel);
        byte[] name = kernel.entry(precision).getBytes(StandardCharsets.US_ASCII);
        byte[] bytes = memory.bytes();
        long[] values = args.values();
        ByteBuffer head = ByteBuffer.allocate(64 + name.length + 12 * values.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(name.length)
                .put(name)
                .putInt(shape.gridX())
                .putInt(shape.gridY())
                .putInt(shape.blockX())
                .putInt(shape.blockY())
                .putInt(backwards ? 1 : 0)
                .putInt(values.length);
        for (int i = 0; i < values.length; i++) {
            boolean pointer = kernel.parameters().get(i).kind() == Parameter.Kind.POINTER;
            head.putLong(values[i]).putInt(pointer ? 1 : 0);
        }
        head.putLong(bytes.length);
        try {
            to.write(head.array(), 0, head.position());
            to.write(bytes);
            to.flush();
            from.readFully(bytes);
        } catch (IOException e) {
            throw new AssertionError(kernel.entry(precision) + ", " + shape + ": " + log(), e);
        }
        memory.setBytes(bytes);
    }

    private static String log() {
        try {
            return Files.readString(CudaSources.TARGET.resolve("host-cuda.log"));
        } catch (IOException e) {
            return "no log: " + e.getMessage();
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
