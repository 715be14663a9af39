// The cuSPARSE product of io.dmm4j.perf.cuda.SpmmReport from C++: the same call, the same shapes. Prints
// spmm,cpp,LANES,MICROSECONDS (medians of batches of 20 calls between two events).
//   nvcc -O2 -o cusparse_spmm cusparse_spmm.cu -lcusparse

#include <cuda_runtime.h>
#include <cusparse.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <vector>

#define OK(CALL)                                                     \
    if (int status = (int)(CALL)) {                                  \
        fprintf(stderr, "%s gives %d\n", #CALL, status);             \
        exit(1);                                                     \
    }

constexpr int ROWS = 20000, LINKS = 50, BATCH = 20, TIMES = 15;

template <typename T>
static T* upload(const std::vector<T>& from) {
    T* to;
    OK(cudaMalloc(&to, from.size() * sizeof(T)));
    OK(cudaMemcpy(to, from.data(), from.size() * sizeof(T), cudaMemcpyHostToDevice));
    return to;
}

int main() {
    std::mt19937 random(1);
    std::vector<int> start(ROWS + 1), col(ROWS * LINKS);
    for (int r = 0; r < ROWS; r++) {
        start[r + 1] = (r + 1) * LINKS;
        for (int k = 0; k < LINKS; k++) {
            col[r * LINKS + k] = (int)(random() % ROWS);
        }
        std::sort(col.begin() + r * LINKS, col.begin() + (r + 1) * LINKS);
    }
    auto numbers = [&](size_t n) {
        std::vector<float> v(n);
        for (float& x : v) {
            x = (float)(random() / 4294967296.0);
        }
        return v;
    };
    int *dStart = upload(start), *dCol = upload(col);
    float *values = upload(numbers(col.size())), *one = upload(std::vector<float>{1}), *zero = upload(std::vector<float>{0});
    cusparseHandle_t handle;
    cudaStream_t stream;
    OK(cusparseCreate(&handle));
    OK(cudaStreamCreateWithFlags(&stream, cudaStreamNonBlocking));
    OK(cusparseSetStream(handle, stream));
    OK(cusparseSetPointerMode(handle, CUSPARSE_POINTER_MODE_DEVICE));
    for (int lanes : {32, 64, 128, 256, 512, 1024}) {
        float *x = upload(numbers((size_t)ROWS * lanes)), *y;
        OK(cudaMalloc(&y, (size_t)ROWS * lanes * sizeof(float)));
        cusparseSpMatDescr_t a;
        cusparseDnMatDescr_t dx, dy;
        OK(cusparseCreateCsr(&a, ROWS, ROWS, ROWS * LINKS, dStart, dCol, values, CUSPARSE_INDEX_32I, CUSPARSE_INDEX_32I,
                CUSPARSE_INDEX_BASE_ZERO, CUDA_R_32F));
        OK(cusparseCreateDnMat(&dx, ROWS, lanes, lanes, x, CUDA_R_32F, CUSPARSE_ORDER_ROW));
        OK(cusparseCreateDnMat(&dy, ROWS, lanes, lanes, y, CUDA_R_32F, CUSPARSE_ORDER_ROW));
        auto n = CUSPARSE_OPERATION_NON_TRANSPOSE;
        size_t bytes;
        void* work;
        OK(cusparseSpMM_bufferSize(handle, n, n, one, a, dx, zero, dy, CUDA_R_32F, CUSPARSE_SPMM_CSR_ALG2, &bytes));
        OK(cudaMalloc(&work, std::max<size_t>(bytes, 1)));
        OK(cusparseSpMM_preprocess(handle, n, n, one, a, dx, zero, dy, CUDA_R_32F, CUSPARSE_SPMM_CSR_ALG2, work));
        cudaEvent_t before, after;
        OK(cudaEventCreate(&before));
        OK(cudaEventCreate(&after));
        std::vector<float> ms;
        for (int t = -3; t < TIMES; t++) {
            OK(cudaEventRecord(before, stream));
            for (int i = 0; i < BATCH; i++) {
                OK(cusparseSpMM(handle, n, n, one, a, dx, zero, dy, CUDA_R_32F, CUSPARSE_SPMM_CSR_ALG2, work));
            }
            OK(cudaEventRecord(after, stream));
            OK(cudaEventSynchronize(after));
            float time;
            OK(cudaEventElapsedTime(&time, before, after));
            if (t >= 0) {
                ms.push_back(time);
            }
        }
        std::sort(ms.begin(), ms.end());
        printf("spmm,cpp,%d,%.2f\n", lanes, 1e3 * ms[TIMES / 2] / BATCH);
        OK(cudaFree(x));
        OK(cudaFree(y));
        OK(cudaFree(work));
    }
}
