// Weight gradients: io.dmm4j.cuda.kernel.Kernel RUN_DOTS, RUN_DOTS_LANES, PARTIALS_ADD and LANE_SUMS.
#pragma once

#include "common.cuh"

/** 16 bytes. */
struct alignas(16) Run {
    int x, y, length, weight;
};

/** Σ over rows [from, to) of a run, step rows apart, and all lanes, a block's width apart. */
template <int V, typename T>
__device__ __forceinline__ double shareOfDot(
        const T* x, i64 xStride, const T* y, i64 yStride, int lanes, int from, int to, int step) {
    double sum = 0;
    for (int i = from; i < to; i += step) {
        const T* a = x + i * xStride;
        const T* b = y + i * yStride;
#pragma unroll 4
        for (int lane = threadIdx.x * V; lane < lanes; lane += blockDim.x * V) {
            Pack<T, V> p = load<V>(a + lane);
            Pack<T, V> q = load<V>(b + lane);
#pragma unroll
            for (int v = 0; v < V; v++) {
                sum = fma((double)p.v[v], (double)q.v[v], sum);
            }
        }
    }
    return sum;
}

__device__ __forceinline__ double sumOfTeam(double sum, int threads) {
    for (int distance = 1; distance < threads; distance *= 2) {
        sum += exchange(sum, distance);
    }
    return sum;
}

/** Number of this thread among all that count along the items: lanes are walked by each team itself. */
__device__ __forceinline__ unsigned gridSlot() {
    return (blockIdx.y * gridDim.x + blockIdx.x) * blockDim.y + threadIdx.y;
}

__device__ __forceinline__ unsigned gridSlots() {
    return gridDim.y * gridDim.x * blockDim.y;
}

/**
 * partial[run · splits + split] += Σ_i Σ_lanes x[xRow + i] · y[yRow + i] over the split's rows. A sum belongs to one team
 * of threads, which adds to what earlier cycles left: no two write to one place.
 *
 * Floor: 2 · sizeof(T) · lanes · Σ length bytes, less where rows are shared by runs and stay in the L2 cache; 2 · Σ length
 * · lanes flops in 64 bits. At 8 bytes per product this stays under the 64-bit rate of every device with half-rate
 * doubles, and of others too as long as memory is the narrower one.
 */
template <typename T>
__device__ __forceinline__ void runDots(
        const T* x,
        i64 xStride,
        const T* y,
        i64 yStride,
        int lanes,
        const Run* runs,
        int runCount,
        double* partial,
        int splits,
        int team) {
    bool wide = isWide(x, xStride, lanes) && isWide(y, yStride, lanes);
    int rank = threadIdx.y % team;
    i64 items = (i64)runCount * splits;
    i64 slot = gridSlot() / team;
    i64 ahead = slot % (slotsOfWarp() / team);
    for (i64 item = slot; item - ahead < items; item += gridSlots() / team) {
        double sum = 0;
        if (item < items) {
            int4 run = __ldg(reinterpret_cast<const int4*>(runs + item / splits));
            int split = (int)(item % splits);
            int from = (int)((i64)run.z * split / splits) + rank;
            int to = (int)((i64)run.z * (split + 1) / splits);
            const T* a = x + run.x * xStride;
            const T* b = y + run.y * yStride;
            sum = wide ? shareOfDot<Wide<T>::NUMBERS>(a, xStride, b, yStride, lanes, from, to, team)
                       : shareOfDot<1>(a, xStride, b, yStride, lanes, from, to, team);
        }
        sum = sumOfTeam(sum, team * blockDim.x);
        if (item < items && rank == 0 && threadIdx.x == 0) {
            partial[item] += sum;
        }
    }
}

/**
 * out[target[g], lane] += Σ over the runs of weight g and their rows of x · y. One thread per weight and lane.
 *
 * Floor: sizeof(T) · lanes · (2 · Σ length + 2 · weights) bytes.
 */
template <typename T>
__device__ __forceinline__ void runDotsLanes(
        const T* x,
        i64 xStride,
        const T* y,
        i64 yStride,
        int lanes,
        const Run* runs,
        const int* first,
        const int* target,
        int groupCount,
        T* out,
        i64 outStride) {
    eachRow<1>(groupCount, lanes, [&](int g, i64 lane) {
        double sum = 0;
        int end = __ldg(first + g + 1);
        for (int k = __ldg(first + g); k < end; k++) {
            int4 run = __ldg(reinterpret_cast<const int4*>(runs + k));
            const T* a = x + run.x * xStride + lane;
            const T* b = y + run.y * yStride + lane;
#pragma unroll 4
            for (int i = 0; i < run.z; i++) {
                sum = fma((double)a[i * xStride], (double)b[i * yStride], sum);
            }
        }
        T* to = out + __ldg(target + g) * outStride + lane;
        *to = (T)(*to + sum);
    });
}

/** gradient[target[g]] += Σ partial[first[g] … first[g+1]), in order. Floor: 8 bytes per partial, 16 per target. */
__device__ __forceinline__ void partialsAdd(
        const double* partial, const int* first, const int* target, int groupCount, double* gradient) {
    each(groupCount, [&](i64 g) {
        double sum = 0;
        for (int k = first[g]; k < first[g + 1]; k++) {
            sum += partial[k];
        }
        gradient[target[g]] += sum;
    });
}

/** partial[k] += Σ over lanes of S[rows[k]]. Floor: sizeof(T) · lanes bytes per row. */
template <typename T>
__device__ __forceinline__ void laneSums(
        const T* state, i64 stride, int lanes, const int* rows, int count, double* partial) {
    i64 slot = gridSlot();
    i64 ahead = slot % slotsOfWarp();
    for (i64 k = slot; k - ahead < count; k += gridSlots()) {
        double sum = 0;
        if (k < count) {
            const T* row = state + __ldg(rows + k) * stride;
            for (int lane = threadIdx.x; lane < lanes; lane += blockDim.x) {
                sum += row[lane];
            }
        }
        sum = sumOfTeam(sum, blockDim.x);
        if (k < count && threadIdx.x == 0) {
            partial[k] += sum;
        }
    }
}

#define RUN_DOTS(T, SUFFIX)                                                                                        \
    ENTRY(256, 4) dmm_run_dots##SUFFIX(                                                                               \
            const T* x,                                                                                            \
            i64 xStride,                                                                                           \
            const T* y,                                                                                            \
            i64 yStride,                                                                                           \
            int lanes,                                                                                             \
            const Run* runs,                                                                                       \
            int runCount,                                                                                          \
            double* partial,                                                                                       \
            int splits,                                                                                            \
            int team) {                                                                                            \
        runDots(x, xStride, y, yStride, lanes, runs, runCount, partial, splits, team);                             \
    }
PRECISIONS(RUN_DOTS)

#define RUN_DOTS_LANES(T, SUFFIX)                                                                                  \
    ENTRY(256, 4) dmm_run_dots_lanes##SUFFIX(                                                                         \
            const T* x,                                                                                            \
            i64 xStride,                                                                                           \
            const T* y,                                                                                            \
            i64 yStride,                                                                                           \
            int lanes,                                                                                             \
            const Run* runs,                                                                                       \
            const int* first,                                                                                      \
            const int* target,                                                                                     \
            int groupCount,                                                                                        \
            T* out,                                                                                                \
            i64 outStride) {                                                                                       \
        runDotsLanes(x, xStride, y, yStride, lanes, runs, first, target, groupCount, out, outStride);              \
    }
PRECISIONS(RUN_DOTS_LANES)

#define PARTIALS_ADD(T, SUFFIX)                                                                                    \
    ENTRY(256, 4) dmm_partials_add##SUFFIX(                                                                           \
            const double* partial, const int* first, const int* target, int groupCount, double* gradient) {        \
        partialsAdd(partial, first, target, groupCount, gradient);                                                 \
    }
PRECISIONS(PARTIALS_ADD)

#define LANE_SUMS(T, SUFFIX)                                                                                       \
    ENTRY(256, 4) dmm_lane_sums##SUFFIX(                                                                              \
            const T* state, i64 stride, int lanes, const int* rows, int count, double* partial) {                  \
        laneSums(state, stride, lanes, rows, count, partial);                                                      \
    }
PRECISIONS(LANE_SUMS)
