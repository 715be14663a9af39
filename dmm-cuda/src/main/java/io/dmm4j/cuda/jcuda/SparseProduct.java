package io.dmm4j.cuda.jcuda;

import io.dmm4j.cuda.device.Scope;
import io.dmm4j.cuda.device.Sparse;
import jcuda.Pointer;
import jcuda.cudaDataType;
import jcuda.jcusparse.JCusparse;
import jcuda.jcusparse.cusparseConstDnMatDescr;
import jcuda.jcusparse.cusparseConstDnVecDescr;
import jcuda.jcusparse.cusparseConstSpMatDescr;
import jcuda.jcusparse.cusparseDnMatDescr;
import jcuda.jcusparse.cusparseDnVecDescr;
import jcuda.jcusparse.cusparseHandle;
import jcuda.jcusparse.cusparseIndexBase;
import jcuda.jcusparse.cusparseIndexType;
import jcuda.jcusparse.cusparseOperation;
import jcuda.jcusparse.cusparseOrder;
import jcuda.jcusparse.cusparseSpMMAlg;
import jcuda.jcusparse.cusparseSpMVAlg;
import jcuda.runtime.cudaStream_t;

/**
 * Y = A·X + β·Y by cuSPARSE: SpMM on row-major operands, SpMV where they have one column. α and β lie on the device, so
 * that a captured product keeps them. Handles are bound to the stream at each call, since one handle serves all queues.
 */
final class SparseProduct extends JCudaProduct {
    private static final int N = cusparseOperation.CUSPARSE_OPERATION_NON_TRANSPOSE;

    private final Sparse s;
    private final cusparseHandle handle;
    private final int type;
    private final boolean vector;
    private final int algorithm;
    private final cusparseConstSpMatDescr a = new cusparseConstSpMatDescr();
    private final cusparseConstDnMatDescr x = new cusparseConstDnMatDescr();
    private final cusparseDnMatDescr y = new cusparseDnMatDescr();
    private final cusparseConstDnVecDescr xVector = new cusparseConstDnVecDescr();
    private final cusparseDnVecDescr yVector = new cusparseDnVecDescr();
    private final Pointer alpha;
    private final Pointer beta;
    private final Scope scope;
    private Pointer workspace = new Pointer();

    SparseProduct(JCudaGpu gpu, Sparse s, JCudaQueue queue) {
        super(gpu, s.what());
        this.s = s;
        handle = gpu.sparse();
        type = s.wide() ? cudaDataType.CUDA_R_64F : cudaDataType.CUDA_R_32F;
        vector = s.width() == 1 && s.stride() == 1;
        algorithm = algorithm(s, vector);
        alpha = gpu.one(s.wide());
        beta = s.add() ? gpu.one(s.wide()) : gpu.zero(s.wide());
        try (Scope making = new Scope(s.what())) {
            scope = making;
            describe();
            long bytes = workspaceBytes();
            if (bytes > 0) {
                workspace = JCudaMemory.pointer(
                        scope.own(gpu.memory(bytes, "workspace of " + s.what())).all());
            }
            analyse(queue);
            making.keep();
        }
    }

    private static int algorithm(Sparse s, boolean vector) {
        if (vector) {
            return s.deterministic() ? cusparseSpMVAlg.CUSPARSE_SPMV_CSR_ALG2 : cusparseSpMVAlg.CUSPARSE_SPMV_CSR_ALG1;
        }
        return s.deterministic() ? cusparseSpMMAlg.CUSPARSE_SPMM_CSR_ALG3 : cusparseSpMMAlg.CUSPARSE_SPMM_CSR_ALG2;
    }

    private void check(int status, String call) {
        gpu.status().sparse(status, () -> call + " for " + s.what() + " " + s.shapes());
    }

    // ---- preparing ---------------------------------------------------------------------------------

    private void describe() {
        int index = cusparseIndexType.CUSPARSE_INDEX_32I;
        check(
                JCusparse.cusparseCreateConstCsr(
                        a,
                        s.rows(),
                        s.cols(),
                        s.entries(),
                        JCudaMemory.pointer(s.rowStart()),
                        JCudaMemory.pointer(s.col()),
                        JCudaMemory.pointer(s.values()),
                        index,
                        index,
                        cusparseIndexBase.CUSPARSE_INDEX_BASE_ZERO,
                        type),
                "cusparseCreateConstCsr");
        scope.own(() -> check(JCusparse.cusparseDestroySpMat(a), "cusparseDestroySpMat"));
        Pointer from = JCudaMemory.pointer(s.x());
        Pointer to = JCudaMemory.pointer(s.y());
        if (vector) {
            check(JCusparse.cusparseCreateConstDnVec(xVector, s.cols(), from, type), "cusparseCreateConstDnVec");
            scope.own(() -> check(JCusparse.cusparseDestroyDnVec(xVector), "cusparseDestroyDnVec"));
            check(JCusparse.cusparseCreateDnVec(yVector, s.rows(), to, type), "cusparseCreateDnVec");
            scope.own(() -> check(JCusparse.cusparseDestroyDnVec(yVector.asConst()), "cusparseDestroyDnVec"));
        } else {
            int order = cusparseOrder.CUSPARSE_ORDER_ROW;
            check(
                    JCusparse.cusparseCreateConstDnMat(x, s.cols(), s.width(), s.stride(), from, type, order),
                    "cusparseCreateConstDnMat");
            scope.own(() -> check(JCusparse.cusparseDestroyDnMat(x), "cusparseDestroyDnMat"));
            check(
                    JCusparse.cusparseCreateDnMat(y, s.rows(), s.width(), s.stride(), to, type, order),
                    "cusparseCreateDnMat");
            scope.own(() -> check(JCusparse.cusparseDestroyDnMat(y.asConst()), "cusparseDestroyDnMat"));
        }
    }

    private long workspaceBytes() {
        long[] bytes = new long[1];
        int status = vector
                ? JCusparse.cusparseSpMV_bufferSize(handle, N, alpha, a, xVector, beta, yVector, type, algorithm, bytes)
                : JCusparse.cusparseSpMM_bufferSize(handle, N, N, alpha, a, x, beta, y, type, algorithm, bytes);
        check(status, vector ? "cusparseSpMV_bufferSize" : "cusparseSpMM_bufferSize");
        return bytes[0];
    }

    /** Analysis is part of making the product, so that a capture holds the computation alone. */
    private void analyse(JCudaQueue queue) {
        if (!vector) {
            bind(queue);
            check(
                    JCusparse.cusparseSpMM_preprocess(handle, N, N, alpha, a, x, beta, y, type, algorithm, workspace),
                    "cusparseSpMM_preprocess");
        }
    }

    // ---- running -----------------------------------------------------------------------------------

    private void bind(JCudaQueue queue) {
        check(JCusparse.cusparseSetStream(handle, new cudaStream_t(queue.stream)), "cusparseSetStream");
    }

    @Override
    void run(JCudaQueue queue) {
        requireOpen();
        bind(queue);
        int status = vector
                ? JCusparse.cusparseSpMV(handle, N, alpha, a, xVector, beta, yVector, type, algorithm, workspace)
                : JCusparse.cusparseSpMM(handle, N, N, alpha, a, x, beta, y, type, algorithm, workspace);
        check(status, vector ? "cusparseSpMV" : "cusparseSpMM");
    }

    @Override
    void free() {
        scope.close();
    }
}
