package io.dmm4j.cuda.kernel;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dmm4j.cuda.device.Gpu;
import io.dmm4j.cuda.device.Grid;
import io.dmm4j.cuda.device.Host;
import io.dmm4j.cuda.device.HostMemory;
import io.dmm4j.cuda.device.Kernels;
import io.dmm4j.cuda.device.Memory;
import io.dmm4j.cuda.device.Queue;
import io.dmm4j.cuda.jcuda.JCudaHost;
import io.dmm4j.spi.Precision;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** A GPU: the memory is copied there for each launch and back. */
final class GpuLauncher implements Launcher {
    private final Gpu gpu;
    private final Kernels kernels;
    private final Queue queue;

    private GpuLauncher(Gpu gpu) {
        this.gpu = gpu;
        kernels = gpu.kernels(ptx(), "kernels under test");
        queue = gpu.queue("tests of kernels");
    }

    /** The first GPU; skips the test where there is none. */
    static GpuLauncher open() {
        Host host = new JCudaHost();
        assumeTrue(host.mayHaveDriver(), "skipped: no NVIDIA driver here");
        try {
            host.loadDriver();
        } catch (LinkageError e) {
            assumeTrue(false, "skipped: the NVIDIA driver does not load: " + e.getMessage());
        }
        String error = host.start();
        assumeTrue(error == null || error.isEmpty(), () -> "skipped: the NVIDIA driver does not start: " + error);
        assumeTrue(host.devices() > 0, "skipped: no GPU here");
        return new GpuLauncher(host.open(0));
    }

    private static byte[] ptx() {
        try (InputStream in = Kernel.class.getResourceAsStream("kernels.ptx")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void launch(
            Kernel kernel, Precision precision, LaunchShape shape, Args args, Arena memory, boolean backwards) {
        byte[] bytes = memory.bytes();
        try (Memory device = gpu.memory(bytes.length, "an arena");
                HostMemory host = gpu.pinned(bytes.length, "an arena")) {
            host.buffer().put(0, bytes);
            queue.upload(host, 0, device.all());
            List<Parameter> parameters = kernel.parameters();
            long[] values = args.values();
            int[] widths = new int[values.length];
            for (int i = 0; i < values.length; i++) {
                Parameter.Kind kind = parameters.get(i).kind();
                widths[i] = kind.bytes();
                values[i] += kind == Parameter.Kind.POINTER ? device.address() : 0;
            }
            Grid grid = new Grid(shape.gridX(), shape.gridY(), shape.blockX(), shape.blockY());
            queue.launch(kernels.function(kernel.entry(precision)), grid, 0, values, widths);
            queue.download(device.all(), host, 0);
            queue.synchronise();
            host.buffer().get(0, bytes);
        }
        memory.setBytes(bytes);
    }

    @Override
    public void close() {
        queue.close();
        kernels.close();
        gpu.close();
    }
}
