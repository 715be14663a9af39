package io.dmm4j.cuda.jcuda;

import io.dmm4j.cuda.device.GpuException;
import io.dmm4j.cuda.device.GpuException.Kind;
import java.util.function.Supplier;
import jcuda.driver.CUresult;
import jcuda.jcublas.cublasStatus;
import jcuda.jcusparse.cusparseStatus;

/** Turns what calls return into exceptions, and remembers whether the device is gone. */
final class Status {
    /** CUDA_ERROR_CONTAINED, which JCuda has no name for yet: an error that was kept to this process. */
    private static final int CONTAINED = 721;

    private boolean lost;

    /** Whether a call has found the device gone: then nothing on it can be freed one by one. */
    boolean isLost() {
        return lost;
    }

    /** Checks a call of the driver. */
    void driver(int status, Supplier<String> operation) {
        if (status != CUresult.CUDA_SUCCESS) {
            throw failure(kind(status), operation, CUresult.stringFor(status));
        }
    }

    /** Checks a call of cuSPARSE. */
    void sparse(int status, Supplier<String> operation) {
        if (status != cusparseStatus.CUSPARSE_STATUS_SUCCESS) {
            boolean memory = status == cusparseStatus.CUSPARSE_STATUS_ALLOC_FAILED
                    || status == cusparseStatus.CUSPARSE_STATUS_INSUFFICIENT_RESOURCES;
            throw failure(memory ? Kind.OUT_OF_MEMORY : Kind.FAILED, operation, cusparseStatus.stringFor(status));
        }
    }

    /** Checks a call of cuBLAS. */
    void blas(int status, Supplier<String> operation) {
        if (status != cublasStatus.CUBLAS_STATUS_SUCCESS) {
            boolean memory = status == cublasStatus.CUBLAS_STATUS_ALLOC_FAILED;
            throw failure(memory ? Kind.OUT_OF_MEMORY : Kind.FAILED, operation, cublasStatus.stringFor(status));
        }
    }

    private GpuException failure(Kind kind, Supplier<String> operation, String status) {
        lost |= kind == Kind.LOST;
        return new GpuException(kind, operation.get() + " failed with " + status);
    }

    /** Errors after which CUDA answers every call with the same error are errors of a lost device. */
    private static Kind kind(int status) {
        return switch (status) {
            case CUresult.CUDA_ERROR_OUT_OF_MEMORY -> Kind.OUT_OF_MEMORY;
            case CUresult.CUDA_ERROR_DEVICE_UNAVAILABLE,
                    CUresult.CUDA_ERROR_DEINITIALIZED,
                    CUresult.CUDA_ERROR_ECC_UNCORRECTABLE,
                    CUresult.CUDA_ERROR_NVLINK_UNCORRECTABLE,
                    CUresult.CUDA_ERROR_ILLEGAL_ADDRESS,
                    CUresult.CUDA_ERROR_LAUNCH_TIMEOUT,
                    CUresult.CUDA_ERROR_CONTEXT_IS_DESTROYED,
                    CUresult.CUDA_ERROR_ASSERT,
                    CUresult.CUDA_ERROR_HARDWARE_STACK_ERROR,
                    CUresult.CUDA_ERROR_ILLEGAL_INSTRUCTION,
                    CUresult.CUDA_ERROR_MISALIGNED_ADDRESS,
                    CUresult.CUDA_ERROR_INVALID_ADDRESS_SPACE,
                    CUresult.CUDA_ERROR_INVALID_PC,
                    CUresult.CUDA_ERROR_LAUNCH_FAILED,
                    CONTAINED,
                    CUresult.CUDA_ERROR_UNKNOWN -> Kind.LOST;
            default -> Kind.FAILED;
        };
    }
}
