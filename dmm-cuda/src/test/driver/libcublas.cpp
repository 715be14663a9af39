// libcublas.so.12 on the host: the calls that io.dmm4j.cuda.jcuda makes. Matrices have their columns one after the other.

#include "device.h"

#include <cstdint>
#include <map>

namespace {

enum { OK = 0, NOT_INITIALIZED = 1, INVALID_VALUE = 7, EXECUTION_FAILED = 13 };
enum { POINTERS_ON_DEVICE = 1, NOT_TRANSPOSED = 0 };
constexpr size_t WORKSPACE = 32 << 20;

struct Handle {
    void* stream = nullptr;
    int pointers = 0;
    void* workspace = nullptr;
};

/** Which stream's work has each workspace, by the number of its memory: two streams may not share one. */
std::map<long, void*> owners;

int wrong(const char* what, const char* why) {
    return fakeWrong(INVALID_VALUE, what, why);
}

template <typename T>
int gemm(
        const char* what, Handle* h, int opA, int opB, int m, int n, int k, const T* alpha, const T* a, int lda, const T* b,
        int ldb, const T* beta, T* c, int ldc) {
    bool factors = h->pointers == POINTERS_ON_DEVICE && fakeIsDevice(alpha, sizeof(T)) && fakeIsDevice(beta, sizeof(T));
    bool fits = opA == NOT_TRANSPOSED && opB == NOT_TRANSPOSED && m > 0 && n > 0 && k > 0 && lda >= m && ldb >= k && ldc >= m
            && fakeIsDevice(a, ((int64_t)(k - 1) * lda + m) * sizeof(T))
            && fakeIsDevice(b, ((int64_t)(n - 1) * ldb + k) * sizeof(T))
            && fakeIsDevice(c, ((int64_t)(n - 1) * ldc + m) * sizeof(T));
    if (!factors || !fits) {
        return wrong(what, "shapes, memory or factors that do not fit");
    }
    if (!h->workspace) {
        return wrong(what, "no workspace");
    }
    void* owner = owners.emplace(fakePiece(h->workspace), h->stream).first->second;
    if (owner != h->stream) {
        return wrong(what, "the workspace of another stream");
    }
    int status = fakeAdd(h->stream, what, [=] {
        for (int64_t j = 0; j < n; j++) {
            for (int64_t i = 0; i < m; i++) {
                double sum = 0;
                for (int64_t l = 0; l < k; l++) {
                    sum += (double)a[l * lda + i] * b[j * ldb + l];
                }
                T& at = c[j * ldc + i];
                at = (T)(*alpha * sum + (*beta == 0 ? 0 : *beta * (double)at));
            }
        }
    });
    return status == 0 ? OK : EXECUTION_FAILED;
}

}  // namespace

API int cublasCreate_v2(void** handle) {
    if (!fakeMayMake("cublasCreate")) {
        return NOT_INITIALIZED;
    }
    *handle = new Handle;
    return OK;
}

API int cublasDestroy_v2(void* handle) {
    delete static_cast<Handle*>(handle);
    return OK;
}

API int cublasSetStream_v2(void* handle, void* stream) {
    static_cast<Handle*>(handle)->stream = stream;
    static_cast<Handle*>(handle)->workspace = nullptr;
    return OK;
}

API int cublasSetWorkspace_v2(void* handle, void* workspace, size_t bytes) {
    if (bytes < WORKSPACE || !fakeIsDevice(workspace, bytes) || (uintptr_t)workspace % 256) {
        return wrong("cublasSetWorkspace", "too little of it, or not aligned");
    }
    static_cast<Handle*>(handle)->workspace = workspace;
    return OK;
}

API int cublasSetPointerMode_v2(void* handle, int mode) {
    static_cast<Handle*>(handle)->pointers = mode;
    return OK;
}

API int cublasSetMathMode(void*, int) {
    return OK;
}

API int cublasSgemm_v2(
        void* h, int opA, int opB, int m, int n, int k, const float* alpha, const float* a, int lda, const float* b, int ldb,
        const float* beta, float* c, int ldc) {
    return gemm("cublasSgemm", static_cast<Handle*>(h), opA, opB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
}

API int cublasDgemm_v2(
        void* h, int opA, int opB, int m, int n, int k, const double* alpha, const double* a, int lda, const double* b, int ldb,
        const double* beta, double* c, int ldc) {
    return gemm("cublasDgemm", static_cast<Handle*>(h), opA, opB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
}
