package io.dmm4j.cuda.jcuda;

import io.dmm4j.cuda.device.Dense;
import io.dmm4j.cuda.device.DeviceInfo;
import io.dmm4j.cuda.device.Gpu;
import io.dmm4j.cuda.device.GpuException;
import io.dmm4j.cuda.device.HostMemory;
import io.dmm4j.cuda.device.Kernels;
import io.dmm4j.cuda.device.Marker;
import io.dmm4j.cuda.device.Memory;
import io.dmm4j.cuda.device.Product;
import io.dmm4j.cuda.device.Queue;
import io.dmm4j.cuda.device.Scope;
import io.dmm4j.cuda.device.Sparse;
import java.nio.ByteBuffer;
import jcuda.Pointer;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.JCudaDriver;
import jcuda.jcublas.JCublas2;
import jcuda.jcublas.cublasHandle;
import jcuda.jcublas.cublasMath;
import jcuda.jcublas.cublasPointerMode;
import jcuda.jcusparse.JCusparse;
import jcuda.jcusparse.cusparseHandle;
import jcuda.jcusparse.cusparsePointerMode;

/** A GPU through JCuda, on the primary context of its device. */
public final class JCudaGpu implements Gpu {
    private final Status status = new Status();
    private final CUdevice device;
    private final CUcontext context = new CUcontext();
    private final DeviceInfo info;
    private final cusparseHandle sparse = new cusparseHandle();
    private final Scope scope;
    private Memory scalars;
    private cublasHandle blas;

    /**
     * Opens a device. {@link Libraries} must have found the driver and cuSPARSE.
     *
     * @param index its number, from 0
     */
    public JCudaGpu(int index) {
        Libraries.requireLoaded();
        device = Devices.device(status, index);
        info = Devices.info(status, index);
        try (Scope making = new Scope("device " + index)) {
            scope = making;
            status.driver(JCudaDriver.cuDevicePrimaryCtxRetain(context, device), () -> "opening " + info.summary());
            scope.own(() -> status.driver(JCudaDriver.cuDevicePrimaryCtxRelease(device), () -> "closing the device"));
            enter();
            status.sparse(JCusparse.cusparseCreate(sparse), () -> "cusparseCreate");
            scope.own(() -> status.sparse(JCusparse.cusparseDestroy(sparse), () -> "cusparseDestroy"));
            status.sparse(
                    JCusparse.cusparseSetPointerMode(sparse, cusparsePointerMode.CUSPARSE_POINTER_MODE_DEVICE),
                    () -> "cusparseSetPointerMode");
            makeScalars();
            making.keep();
        }
    }

    /** 0 and 1 in both precisions: 1 (64 bits), 0 (64 bits), 1 (32 bits). */
    private void makeScalars() {
        scalars = scope.own(memory(3L * Double.BYTES, "the factors 0 and 1"));
        try (Scope copying = new Scope("copy of the factors 0 and 1")) {
            HostMemory host = copying.own(pinned(scalars.bytes(), "the factors 0 and 1"));
            Queue queue = copying.own(queue("copy of the factors 0 and 1"));
            ByteBuffer b = host.buffer();
            b.putDouble(0, 1).putDouble(8, 0).putFloat(16, 1).putFloat(20, 0);
            queue.upload(host, 0, scalars.all());
            queue.synchronise();
        }
    }

    /** The factor 1 on the device. */
    Pointer one(boolean wide) {
        return JCudaMemory.pointer(scalars.from(wide ? 0 : 16));
    }

    /** The factor 0 on the device. */
    Pointer zero(boolean wide) {
        return JCudaMemory.pointer(scalars.from(8));
    }

    /** Makes the context that of the calling thread, in which others may have made another one current. */
    void enter() {
        if (status.isLost()) {
            throw new GpuException(GpuException.Kind.LOST, "entering the device failed, as it was lost before");
        }
        status.driver(JCudaDriver.cuCtxSetCurrent(context), () -> "entering the device");
    }

    Status status() {
        return status;
    }

    cusparseHandle sparse() {
        return sparse;
    }

    // ---- cuBLAS, on first use ----------------------------------------------------------------------

    @Override
    public boolean hasDense() {
        return Libraries.hasBlas();
    }

    cublasHandle blas() {
        if (blas == null) {
            if (!hasDense()) {
                throw new GpuException(GpuException.Kind.FAILED, "dense products need libcublas.so.12, not found");
            }
            cublasHandle made = new cublasHandle();
            status.blas(JCublas2.cublasCreate(made), () -> "cublasCreate");
            scope.own(() -> status.blas(JCublas2.cublasDestroy(made), () -> "cublasDestroy"));
            status.blas(
                    JCublas2.cublasSetPointerMode(made, cublasPointerMode.CUBLAS_POINTER_MODE_DEVICE),
                    () -> "cublasSetPointerMode");
            status.blas(JCublas2.cublasSetMathMode(made, cublasMath.CUBLAS_PEDANTIC_MATH), () -> "cublasSetMathMode");
            blas = made;
        }
        return blas;
    }

    // ---- making ------------------------------------------------------------------------------------

    @Override
    public DeviceInfo info() {
        return info;
    }

    @Override
    public boolean isLost() {
        return status.isLost();
    }

    @Override
    public long freeBytes() {
        enter();
        long[] free = new long[1];
        status.driver(JCudaDriver.cuMemGetInfo(free, new long[1]), () -> "asking for free memory");
        return free[0];
    }

    @Override
    public Memory memory(long bytes, String what) {
        if (bytes < 1) {
            throw new IllegalArgumentException(what + ": " + bytes + " bytes");
        }
        enter();
        return new JCudaMemory(this, bytes, what);
    }

    @Override
    public HostMemory pinned(long bytes, String what) {
        if (bytes < 1 || bytes > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(what + ": " + bytes + " bytes");
        }
        enter();
        return new JCudaMemory.Pinned(this, bytes, what);
    }

    @Override
    public Queue queue(String what) {
        enter();
        return new JCudaQueue(this, what);
    }

    @Override
    public Marker marker(String what) {
        enter();
        return new JCudaMarker(this, what);
    }

    @Override
    public Kernels kernels(byte[] ptx, String what) {
        enter();
        return new JCudaKernels(this, ptx, what);
    }

    @Override
    public Product product(Sparse s, Queue queue) {
        enter();
        return new SparseProduct(this, s, (JCudaQueue) queue);
    }

    @Override
    public Product product(Dense d, Queue queue) {
        enter();
        return new DenseProduct(this, d, (JCudaQueue) queue);
    }

    @Override
    public void close() {
        if (status.isLost()) {
            // Nothing answers any more. Without its last user the driver drops the context and all that is left in it.
            JCudaDriver.cuDevicePrimaryCtxRelease(device);
            return;
        }
        enter();
        scope.close();
    }
}
