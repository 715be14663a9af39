package io.dmm4j.cuda.device;

/**
 * Work for the device in order (a CUDA stream): each call adds to it and returns at once. Failures may show in a later
 * call. Not thread safe.
 */
public interface Queue extends Resource {

    /** Copies from host to device. */
    void upload(HostMemory from, long offset, Span to);

    /** Copies from device to host. */
    void download(Span from, HostMemory to, long offset);

    /** Copies on the device; the parts have one size and do not overlap. */
    void copy(Span from, Span to);

    /** Sets all bytes to 0. */
    void clear(Span memory);

    /**
     * Starts a kernel.
     *
     * @param grid blocks
     * @param sharedBytes dynamic shared memory per block
     * @param values the parameters in order: addresses and whole numbers
     * @param bytes how wide each parameter is, 4 or 8
     */
    void launch(Kernels.Function kernel, Grid grid, int sharedBytes, long[] values, int[] bytes);

    /** Computes a product. */
    void run(Product product);

    /** Runs captured work. */
    void run(Graph graph);

    /** Marks this point. */
    void record(Marker marker);

    /** Lets the work that follows wait for a marker of another queue. */
    void after(Marker marker);

    /** From now on calls are collected instead of run. Only work may be added until {@link #endCapture}. */
    void beginCapture();

    /** What was collected since {@link #beginCapture}, ready to run. */
    Graph endCapture(String what);

    /** Stops a capture that failed; what was collected is dropped. Does nothing if there is none. */
    void abandonCapture();

    /** Blocks the host until all work is done; failures of that work show here at the latest. */
    void synchronise();
}
