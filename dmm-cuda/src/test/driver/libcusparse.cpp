// libcusparse.so.12 on the host: the calls that io.dmm4j.cuda.jcuda makes, as plain loops in the order of the rows.

#include "device.h"

#include <cstdint>
#include <set>

namespace {

enum { OK = 0, NOT_INITIALIZED = 1, INVALID_VALUE = 3, EXECUTION_FAILED = 6 };
enum { INDEX_32I = 2, ORDER_ROW = 2, POINTERS_ON_DEVICE = 1, NOT_TRANSPOSED = 0, R_32F = 0, R_64F = 1 };
constexpr size_t WORKSPACE = 512;

struct Handle {
    void* stream = nullptr;
    int pointers = 0;
};

struct Matrix {
    int64_t rows, cols, entries;
    const int *start, *col;
    const void* values;
    int type;
    void* active = nullptr;
};

/** A vector has one column. */
struct Dense {
    int64_t rows, cols, stride;
    void* values;
    int type;
};

std::set<void*> live;

size_t size(int type) {
    return type == R_64F ? 8 : 4;
}

int wrong(const char* what, const char* why) {
    return fakeWrong(INVALID_VALUE, what, why);
}

int dense(void** made, int64_t rows, int64_t cols, int64_t stride, const void* values, int type) {
    if (rows < 1 || cols < 1 || stride < cols || (type != R_32F && type != R_64F)
            || !fakeIsDevice(values, ((rows - 1) * stride + cols) * size(type))) {
        return wrong("a dense operand", "its sizes, or too little memory");
    }
    *made = new Dense{rows, cols, stride, const_cast<void*>(values), type};
    live.insert(*made);
    return OK;
}

int destroy(void* descriptor, const char* what) {
    return live.erase(descriptor) ? OK : wrong(what, "no such descriptor");
}

template <typename T>
void multiply(const Matrix& a, const Dense& x, const Dense& y, const void* alpha, const void* beta) {
    T p = *static_cast<const T*>(alpha), q = *static_cast<const T*>(beta);
    const T *values = static_cast<const T*>(a.values), *from = static_cast<const T*>(x.values);
    T* to = static_cast<T*>(y.values);
    for (int64_t r = 0; r < a.rows; r++) {
        for (int64_t j = 0; j < x.cols; j++) {
            double sum = 0;
            for (int k = a.start[r]; k < a.start[r + 1]; k++) {
                sum += (double)values[k] * from[a.col[k] * x.stride + j];
            }
            T& at = to[r * y.stride + j];
            at = (T)(p * sum + (q == 0 ? 0 : q * (double)at));
        }
    }
}

int check(
        const char* what, void* handle, int opA, int opB, const void* alpha, Matrix* a, Dense* x, const void* beta, Dense* y,
        int type) {
    Handle* h = static_cast<Handle*>(handle);
    bool known = live.count(h) && live.count(a) && live.count(x) && live.count(y);
    if (!known) {
        return wrong(what, "a handle or a descriptor that is not alive");
    }
    bool fits = opA == NOT_TRANSPOSED && opB == NOT_TRANSPOSED && x->rows == a->cols && y->rows == a->rows
            && x->cols == y->cols && a->type == type && x->type == type && y->type == type;
    bool factors = h->pointers == POINTERS_ON_DEVICE && fakeIsDevice(alpha, size(type)) && fakeIsDevice(beta, size(type));
    return fits && factors ? (int)OK : wrong(what, "shapes, types or factors that do not fit");
}

int run(const char* what, void* handle, const void* alpha, Matrix* a, Dense* x, const void* beta, Dense* y, void* workspace) {
    if (!fakeIsDevice(workspace, WORKSPACE)) {
        return wrong(what, "too little workspace");
    }
    Matrix m = *a;
    Dense from = *x, to = *y;
    int status = fakeAdd(static_cast<Handle*>(handle)->stream, what, [=] {
        if (m.start[m.rows] != m.entries || m.start[0] != 0) {
            wrong(what, "row starts that do not end with the number of entries");
            abort();
        }
        m.type == R_64F ? multiply<double>(m, from, to, alpha, beta) : multiply<float>(m, from, to, alpha, beta);
    });
    return status == 0 ? OK : EXECUTION_FAILED;
}

}  // namespace

API int cusparseCreate(void** handle) {
    if (!fakeMayMake("cusparseCreate")) {
        return NOT_INITIALIZED;
    }
    *handle = new Handle;
    live.insert(*handle);
    return OK;
}

API int cusparseDestroy(void* handle) {
    return destroy(handle, "cusparseDestroy");
}

API int cusparseSetStream(void* handle, void* stream) {
    static_cast<Handle*>(handle)->stream = stream;
    return OK;
}

API int cusparseSetPointerMode(void* handle, int mode) {
    static_cast<Handle*>(handle)->pointers = mode;
    return OK;
}

API int cusparseCreateConstCsr(
        void** made, int64_t rows, int64_t cols, int64_t entries, const void* start, const void* col, const void* values,
        int startType, int colType, int base, int type) {
    bool fits = rows > 0 && cols > 0 && entries > 0 && startType == INDEX_32I && colType == INDEX_32I && base == 0
            && fakeIsDevice(start, (rows + 1) * 4) && fakeIsDevice(col, entries * 4)
            && fakeIsDevice(values, entries * size(type));
    if (!fits) {
        return wrong("cusparseCreateConstCsr", "its sizes, or too little memory");
    }
    *made = new Matrix{rows, cols, entries, static_cast<const int*>(start), static_cast<const int*>(col), values, type};
    live.insert(*made);
    return OK;
}

API int cusparseDestroySpMat(void* matrix) {
    return destroy(matrix, "cusparseDestroySpMat");
}

API int cusparseCreateDnVec(void** made, int64_t size, void* values, int type) {
    return dense(made, size, 1, 1, values, type);
}

API int cusparseCreateConstDnVec(void** made, int64_t size, const void* values, int type) {
    return dense(made, size, 1, 1, values, type);
}

API int cusparseDestroyDnVec(void* vector) {
    return destroy(vector, "cusparseDestroyDnVec");
}

API int cusparseCreateDnMat(void** made, int64_t rows, int64_t cols, int64_t stride, void* values, int type, int order) {
    return order == ORDER_ROW ? dense(made, rows, cols, stride, values, type) : wrong("cusparseCreateDnMat", "its order");
}

API int cusparseCreateConstDnMat(
        void** made, int64_t rows, int64_t cols, int64_t stride, const void* values, int type, int order) {
    return order == ORDER_ROW ? dense(made, rows, cols, stride, values, type) : wrong("cusparseCreateConstDnMat", "its order");
}

API int cusparseDestroyDnMat(void* matrix) {
    return destroy(matrix, "cusparseDestroyDnMat");
}

API int cusparseSpMV_bufferSize(
        void* h, int op, const void* alpha, Matrix* a, Dense* x, const void* beta, Dense* y, int type, int algorithm, size_t* bytes) {
    *bytes = WORKSPACE;
    return algorithm == 2 || algorithm == 3 ? check("cusparseSpMV_bufferSize", h, op, 0, alpha, a, x, beta, y, type)
                                            : wrong("cusparseSpMV_bufferSize", "its algorithm");
}

API int cusparseSpMV(
        void* h, int op, const void* alpha, Matrix* a, Dense* x, const void* beta, Dense* y, int type, int, void* workspace) {
    int status = check("cusparseSpMV", h, op, 0, alpha, a, x, beta, y, type);
    return status == OK ? run("cusparseSpMV", h, alpha, a, x, beta, y, workspace) : status;
}

API int cusparseSpMM_bufferSize(
        void* h, int opA, int opB, const void* alpha, Matrix* a, Dense* x, const void* beta, Dense* y, int type, int algorithm,
        size_t* bytes) {
    *bytes = WORKSPACE;
    return algorithm == 6 || algorithm == 12 ? check("cusparseSpMM_bufferSize", h, opA, opB, alpha, a, x, beta, y, type)
                                             : wrong("cusparseSpMM_bufferSize", "its algorithm");
}

API int cusparseSpMM_preprocess(
        void* h, int opA, int opB, const void* alpha, Matrix* a, Dense* x, const void* beta, Dense* y, int type, int,
        void* workspace) {
    if (!fakeMayMake("cusparseSpMM_preprocess")) {
        return EXECUTION_FAILED;
    }
    a->active = workspace;
    return check("cusparseSpMM_preprocess", h, opA, opB, alpha, a, x, beta, y, type);
}

API int cusparseSpMM(
        void* h, int opA, int opB, const void* alpha, Matrix* a, Dense* x, const void* beta, Dense* y, int type, int,
        void* workspace) {
    int status = check("cusparseSpMM", h, opA, opB, alpha, a, x, beta, y, type);
    if (status == OK && a->active != workspace) {
        return wrong("cusparseSpMM", "another workspace than that of its analysis");
    }
    return status == OK ? run("cusparseSpMM", h, alpha, a, x, beta, y, workspace) : status;
}
