package io.dmm4j.cuda.jcuda;

import io.dmm4j.cuda.device.Dense;
import io.dmm4j.cuda.device.Memory;
import jcuda.Pointer;
import jcuda.jcublas.JCublas2;
import jcuda.jcublas.cublasHandle;
import jcuda.jcublas.cublasOperation;
import jcuda.runtime.cudaStream_t;

/**
 * Y = A·X + β·Y by cuBLAS. cuBLAS reads columns first, so row-major matrices are their own transposes there, and the
 * call computes Yᵀ = Xᵀ·Aᵀ without moving anything. The handle serves all queues; its workspace is the queue's, since queues
 * run at the same time.
 */
final class DenseProduct extends JCudaProduct {
    private final Dense d;
    private final cublasHandle handle;

    DenseProduct(JCudaGpu gpu, Dense d, JCudaQueue queue) {
        super(gpu, d.what());
        this.d = d;
        handle = gpu.blas();
        queue.blasWorkspace(); // made now, since nothing may be made while work is captured
    }

    private void check(int status, String call) {
        gpu.status().blas(status, () -> call + " for " + d.what() + " " + d.shapes());
    }

    @Override
    void run(JCudaQueue queue) {
        requireOpen();
        check(JCublas2.cublasSetStream(handle, new cudaStream_t(queue.stream)), "cublasSetStream");
        Memory workspace = queue.blasWorkspace(); // setting the stream takes the last one away
        check(
                JCublas2.cublasSetWorkspace(handle, JCudaMemory.pointer(workspace.all()), workspace.bytes()),
                "cublasSetWorkspace");
        int n = cublasOperation.CUBLAS_OP_N;
        Pointer one = gpu.one(d.wide());
        Pointer beta = d.add() ? one : gpu.zero(d.wide());
        Pointer a = JCudaMemory.pointer(d.a());
        Pointer x = JCudaMemory.pointer(d.x());
        Pointer y = JCudaMemory.pointer(d.y());
        int w = d.width();
        int m = d.rows();
        int k = d.cols();
        int status = d.wide()
                ? JCublas2.cublasDgemm(handle, n, n, w, m, k, one, x, d.stride(), a, k, beta, y, d.stride())
                : JCublas2.cublasSgemm(handle, n, n, w, m, k, one, x, d.stride(), a, k, beta, y, d.stride());
        check(status, d.wide() ? "cublasDgemm" : "cublasSgemm");
    }

    @Override
    void free() {
        // the handle is the device's, the workspace the queue's
    }
}
