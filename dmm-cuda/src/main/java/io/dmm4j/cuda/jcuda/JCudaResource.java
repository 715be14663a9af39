package io.dmm4j.cuda.jcuda;

import io.dmm4j.cuda.device.Resource;

/** What all native things have: a purpose, and one end. */
abstract class JCudaResource implements Resource {
    final JCudaGpu gpu;
    private final String what;
    private boolean closed;

    JCudaResource(JCudaGpu gpu, String what) {
        this.gpu = gpu;
        this.what = what;
    }

    /** Frees the native part. */
    abstract void free();

    final void requireOpen() {
        if (closed) {
            throw new IllegalStateException(what + " was used after it was closed");
        }
    }

    @Override
    public final String what() {
        return what;
    }

    @Override
    public final void close() {
        if (closed) {
            throw new IllegalStateException(what + " was closed twice");
        }
        closed = true;
        if (!gpu.status().isLost()) {
            gpu.enter();
            free();
        }
    }

    @Override
    public final String toString() {
        return what;
    }
}
