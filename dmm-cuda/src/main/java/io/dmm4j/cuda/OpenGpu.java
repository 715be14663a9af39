package io.dmm4j.cuda;

import io.dmm4j.cuda.device.Gpu;
import io.dmm4j.cuda.device.Grid;
import io.dmm4j.cuda.device.Kernels;
import io.dmm4j.cuda.device.Queue;
import io.dmm4j.cuda.kernel.Args;
import io.dmm4j.cuda.kernel.Kernel;
import io.dmm4j.cuda.kernel.LaunchShape;
import io.dmm4j.cuda.kernel.Parameter;
import io.dmm4j.spi.Precision;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A device and its kernels. Executors on one device take turns: each locks it while it asks for work or waits. */
final class OpenGpu implements AutoCloseable {
    private final Gpu gpu;
    private final Kernels kernels;
    /** All of them are looked up before anything is captured: a look-up may load code. */
    private final Map<String, Kernels.Function> functions = new HashMap<>();

    OpenGpu(Gpu gpu, byte[] ptx) {
        this.gpu = gpu;
        kernels = gpu.kernels(ptx, "the kernels of dmm4j");
        try {
            for (Kernel k : Kernel.values()) {
                for (Precision p : Precision.values()) {
                    functions.put(k.entry(p), kernels.function(k.entry(p)));
                }
            }
        } catch (RuntimeException e) {
            kernels.close();
            throw e;
        }
    }

    Gpu gpu() {
        return gpu;
    }

    /** Adds a launch to a queue. */
    void launch(Queue queue, Precision precision, LaunchShape shape, Args args) {
        shape.check(args.kernel());
        List<Parameter> parameters = args.kernel().parameters();
        int[] bytes = new int[parameters.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = parameters.get(i).kind().bytes();
        }
        Grid grid = new Grid(shape.gridX(), shape.gridY(), shape.blockX(), shape.blockY());
        queue.launch(functions.get(args.kernel().entry(precision)), grid, 0, args.values(), bytes);
    }

    @Override
    public void close() {
        kernels.close();
        gpu.close();
    }
}
