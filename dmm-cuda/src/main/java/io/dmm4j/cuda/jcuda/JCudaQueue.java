package io.dmm4j.cuda.jcuda;

import io.dmm4j.cuda.device.Graph;
import io.dmm4j.cuda.device.Grid;
import io.dmm4j.cuda.device.HostMemory;
import io.dmm4j.cuda.device.Kernels;
import io.dmm4j.cuda.device.Marker;
import io.dmm4j.cuda.device.Memory;
import io.dmm4j.cuda.device.Product;
import io.dmm4j.cuda.device.Queue;
import io.dmm4j.cuda.device.Span;
import jcuda.NativePointerObject;
import jcuda.Pointer;
import jcuda.driver.CUgraph;
import jcuda.driver.CUgraphExec;
import jcuda.driver.CUstream;
import jcuda.driver.CUstreamCaptureMode;
import jcuda.driver.CUstream_flags;
import jcuda.driver.JCudaDriver;

/** A CUDA stream. */
final class JCudaQueue extends JCudaResource implements Queue {
    /** Enough for cuBLAS on every architecture; without one of its own a captured product could not be replayed. */
    private static final long BLAS_WORKSPACE = 32L << 20;

    final CUstream stream = new CUstream();
    private boolean capturing;
    private Memory blasWorkspace;

    JCudaQueue(JCudaGpu gpu, String what) {
        super(gpu, what);
        check(JCudaDriver.cuStreamCreate(stream, CUstream_flags.CU_STREAM_NON_BLOCKING), "creating");
    }

    private void check(int status, String operation) {
        gpu.status().driver(status, () -> operation + " (" + what() + ")");
    }

    private void enter() {
        requireOpen();
        gpu.enter();
    }

    /** What cuBLAS needs in this queue, made on first use. */
    Memory blasWorkspace() {
        if (blasWorkspace == null) {
            blasWorkspace = gpu.memory(BLAS_WORKSPACE, "workspace of cuBLAS");
        }
        return blasWorkspace;
    }

    // ---- work --------------------------------------------------------------------------------------

    @Override
    public void upload(HostMemory from, long offset, Span to) {
        enter();
        Pointer source = ((JCudaMemory.Pinned) from).at(offset);
        gpu.status()
                .driver(
                        JCudaDriver.cuMemcpyHtoDAsync(JCudaMemory.pointer(to), source, to.bytes(), stream),
                        () -> "copying " + to.bytes() + " bytes to "
                                + to.memory().what());
    }

    @Override
    public void download(Span from, HostMemory to, long offset) {
        enter();
        Pointer target = ((JCudaMemory.Pinned) to).at(offset);
        gpu.status()
                .driver(
                        JCudaDriver.cuMemcpyDtoHAsync(target, JCudaMemory.pointer(from), from.bytes(), stream),
                        () -> "copying " + from.bytes() + " bytes from "
                                + from.memory().what());
    }

    @Override
    public void copy(Span from, Span to) {
        if (from.bytes() != to.bytes()) {
            throw new IllegalArgumentException("a copy of " + from.bytes() + " bytes to " + to.bytes());
        }
        enter();
        gpu.status()
                .driver(
                        JCudaDriver.cuMemcpyDtoDAsync(
                                JCudaMemory.pointer(to), JCudaMemory.pointer(from), from.bytes(), stream),
                        () -> "copying " + from.bytes() + " bytes from "
                                + from.memory().what() + " to " + to.memory().what());
    }

    @Override
    public void clear(Span memory) {
        enter();
        gpu.status()
                .driver(
                        JCudaDriver.cuMemsetD8Async(JCudaMemory.pointer(memory), (byte) 0, memory.bytes(), stream),
                        () -> "clearing " + memory.bytes() + " bytes of "
                                + memory.memory().what());
    }

    /** Parameters are read during the call, so that heap arrays will do. */
    @Override
    public void launch(Kernels.Function kernel, Grid grid, int sharedBytes, long[] values, int[] bytes) {
        enter();
        JCudaKernels.Entry entry = (JCudaKernels.Entry) kernel;
        entry.module().requireOpen();
        NativePointerObject[] parameters = new NativePointerObject[values.length];
        for (int i = 0; i < values.length; i++) {
            parameters[i] = bytes[i] == Integer.BYTES
                    ? Pointer.to(new int[] {Math.toIntExact(values[i])})
                    : Pointer.to(new long[] {values[i]});
        }
        int status = JCudaDriver.cuLaunchKernel(
                entry.function(),
                grid.blocksX(),
                grid.blocksY(),
                1,
                grid.threadsX(),
                grid.threadsY(),
                1,
                sharedBytes,
                stream,
                Pointer.to(parameters),
                null);
        gpu.status().driver(status, () -> "kernel " + kernel.name() + " on " + grid);
    }

    @Override
    public void run(Product product) {
        enter();
        ((JCudaProduct) product).run(this);
    }

    @Override
    public void run(Graph graph) {
        enter();
        JCudaGraph g = (JCudaGraph) graph;
        g.requireOpen();
        gpu.status().driver(JCudaDriver.cuGraphLaunch(g.executable, stream), () -> "running " + graph.what());
    }

    // ---- order -------------------------------------------------------------------------------------

    @Override
    public void record(Marker marker) {
        enter();
        check(JCudaDriver.cuEventRecord(((JCudaMarker) marker).event, stream), "recording a marker");
    }

    @Override
    public void after(Marker marker) {
        enter();
        check(JCudaDriver.cuStreamWaitEvent(stream, ((JCudaMarker) marker).event, 0), "waiting for a marker");
    }

    @Override
    public void synchronise() {
        enter();
        check(JCudaDriver.cuStreamSynchronize(stream), "waiting for the work before");
    }

    // ---- capture -----------------------------------------------------------------------------------

    @Override
    public void beginCapture() {
        enter();
        check(
                JCudaDriver.cuStreamBeginCapture(stream, CUstreamCaptureMode.CU_STREAM_CAPTURE_MODE_THREAD_LOCAL),
                "capturing");
        capturing = true;
    }

    @Override
    public Graph endCapture(String what) {
        enter();
        CUgraph graph = new CUgraph();
        capturing = false;
        check(JCudaDriver.cuStreamEndCapture(stream, graph), "ending the capture of " + what);
        try {
            return new JCudaGraph(gpu, graph, what);
        } finally {
            check(JCudaDriver.cuGraphDestroy(graph), "destroying the template of " + what);
        }
    }

    @Override
    public void abandonCapture() {
        if (capturing) {
            capturing = false;
            gpu.enter();
            CUgraph graph = new CUgraph();
            if (JCudaDriver.cuStreamEndCapture(stream, graph) == jcuda.driver.CUresult.CUDA_SUCCESS) {
                check(JCudaDriver.cuGraphDestroy(graph), "dropping a capture");
            }
        }
    }

    @Override
    void free() {
        try {
            check(JCudaDriver.cuStreamDestroy(stream), "destroying");
        } finally {
            if (blasWorkspace != null) {
                blasWorkspace.close();
            }
        }
    }

    /** An instantiated CUDA graph. */
    private static final class JCudaGraph extends JCudaResource implements Graph {
        private final CUgraphExec executable = new CUgraphExec();

        JCudaGraph(JCudaGpu gpu, CUgraph graph, String what) {
            super(gpu, what);
            gpu.status().driver(JCudaDriver.cuGraphInstantiate(executable, graph, 0), () -> "instantiating " + what);
        }

        @Override
        void free() {
            gpu.status().driver(JCudaDriver.cuGraphExecDestroy(executable), () -> "destroying " + what());
        }
    }
}
