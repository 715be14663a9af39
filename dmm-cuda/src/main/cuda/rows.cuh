// Moves of rows and numbers: the rest of io.dmm4j.cuda.kernel.Kernel.
#pragma once

#include "common.cuh"

/** to[target[g]] += Σ from[rows[k]], in order. Floor: sizeof(T) · lanes · (sources + 2 · targets) bytes. */
template <typename T>
__device__ __forceinline__ void rowsAdd(
        const T* from,
        i64 fromStride,
        int lanes,
        const int* rows,
        const int* first,
        const int* target,
        int groupCount,
        T* to,
        i64 toStride) {
    eachRow<1>(groupCount, lanes, [&](int g, i64 lane) {
        T* at = to + __ldg(target + g) * toStride + lane;
        T sum = *at;
        int end = __ldg(first + g + 1);
        for (int k = __ldg(first + g); k < end; k++) {
            sum += from[__ldg(rows + k) * fromStride + lane];
        }
        *at = sum;
    });
}

/** to[k] = from[rows[k]], V lanes at a time. Floor: 2 · sizeof(T) · lanes bytes per row. */
template <typename T>
__device__ __forceinline__ void rowsGather(
        const T* from, i64 fromStride, int lanes, const int* rows, int count, T* to, i64 toStride) {
    constexpr int V = Wide<T>::NUMBERS;
    if (isWide(from, fromStride, lanes) && isWide(to, toStride, lanes)) {
        eachRow<V>(count, lanes, [&](int k, i64 lane) {
            store(to + k * toStride + lane, load<V>(from + __ldg(rows + k) * fromStride + lane));
        });
    } else {
        eachRow<1>(count, lanes, [&](int k, i64 lane) {
            to[k * toStride + lane] = from[__ldg(rows + k) * fromStride + lane];
        });
    }
}

#define ROWS_ADD(T, SUFFIX)                                                                                        \
    ENTRY(256, 4) dmm_rows_add##SUFFIX(                                                                               \
            const T* from,                                                                                         \
            i64 fromStride,                                                                                        \
            int lanes,                                                                                             \
            const int* rows,                                                                                       \
            const int* first,                                                                                      \
            const int* target,                                                                                     \
            int groupCount,                                                                                        \
            T* to,                                                                                                 \
            i64 toStride) {                                                                                        \
        rowsAdd(from, fromStride, lanes, rows, first, target, groupCount, to, toStride);                           \
    }
PRECISIONS(ROWS_ADD)

#define ROWS_GATHER(T, SUFFIX)                                                                                     \
    ENTRY(256, 4) dmm_rows_gather##SUFFIX(                                                                            \
            const T* from, i64 fromStride, int lanes, const int* rows, int count, T* to, i64 toStride) {           \
        rowsGather(from, fromStride, lanes, rows, count, to, toStride);                                            \
    }
PRECISIONS(ROWS_GATHER)

/** Floor of all that fill rows: sizeof(T) · lanes bytes per row. */
#define ROWS_SET(T, SUFFIX)                                                                                        \
    ENTRY(256, 4) dmm_rows_set##SUFFIX(                                                                               \
            T* state, i64 stride, int lanes, const int* rows, const double* values, int count) {                   \
        eachRow<1>(count, lanes, [&](int k, i64 lane) { state[rows[k] * stride + lane] = (T)values[k]; });         \
    }
PRECISIONS(ROWS_SET)

#define ROWS_CLEAR(T, SUFFIX)                                                                                      \
    ENTRY(256, 4) dmm_rows_clear##SUFFIX(T* state, i64 stride, int lanes, const int* rows, int count) {               \
        eachRow<1>(count, lanes, [&](int k, i64 lane) { state[rows[k] * stride + lane] = 0; });                    \
    }
PRECISIONS(ROWS_CLEAR)

#define ROWS_PARAMETERS(T, SUFFIX)                                                                                 \
    ENTRY(256, 4) dmm_rows_parameters##SUFFIX(                                                                        \
            T* state, i64 stride, int lanes, const int* rows, const int* index, int count, const T* parameters) {  \
        eachRow<1>(count, lanes, [&](int k, i64 lane) {                                                            \
            state[rows[k] * stride + lane] = parameters[index[k]];                                                 \
        });                                                                                                        \
    }
PRECISIONS(ROWS_PARAMETERS)

#define ROWS_LANE_PARAMETERS(T, SUFFIX)                                                                            \
    ENTRY(256, 4) dmm_rows_lane_parameters##SUFFIX(                                                                   \
            T* state,                                                                                              \
            i64 stride,                                                                                            \
            int lanes,                                                                                             \
            const int* rows,                                                                                       \
            const int* index,                                                                                      \
            int count,                                                                                             \
            const T* parameters,                                                                                   \
            i64 parameterStride) {                                                                                 \
        eachRow<1>(count, lanes, [&](int k, i64 lane) {                                                            \
            state[rows[k] * stride + lane] = parameters[index[k] * parameterStride + lane];                        \
        });                                                                                                        \
    }
PRECISIONS(ROWS_LANE_PARAMETERS)

/**
 * S[row, lane] += value for the events of a cycle. The first of several for one place adds them all, in their order.
 * The range is read from the device, so that one captured launch serves every window. Floor: 32-byte sectors, two per
 * event, and 8 + sizeof(T) bytes.
 */
template <typename T>
__device__ __forceinline__ void addEvents(
        T* state, i64 stride, const int* start, int cycle, const int* rows, const int* lane, const T* values) {
    int from = start[cycle];
    int to = start[cycle + 1];
    each(to - from, [&](i64 k) {
        i64 e = from + k;
        int row = rows[e];
        int at = lane[e];
        if (k > 0 && rows[e - 1] == row && lane[e - 1] == at) {
            return;
        }
        T* s = state + row * stride + at;
        T sum = *s;
        do {
            sum += values[e++];
        } while (e < to && rows[e] == row && lane[e] == at);
        *s = sum;
    });
}

#define EVENTS(T, SUFFIX)                                                                                          \
    ENTRY(256, 4) dmm_events##SUFFIX(                                                                                 \
            T* state, i64 stride, const int* start, int cycle, const int* rows, const int* lane, const T* values) {\
        addEvents(state, stride, start, cycle, rows, lane, values);                                                \
    }
PRECISIONS(EVENTS)

/** Floor: 4 + sizeof(T) bytes per value, and the parameters once. */
#define VALUES_GATHER(T, SUFFIX)                                                                                   \
    ENTRY(256, 4) dmm_values_gather##SUFFIX(const T* parameters, const int* weight, i64 count, T* values) {           \
        each(count, [&](i64 k) { values[k] = __ldg(parameters + weight[k]); });                                    \
    }
PRECISIONS(VALUES_GATHER)

/** Floor: 8 + sizeof(T) bytes per number. */
#define ROUND(T, SUFFIX)                                                                                           \
    ENTRY(256, 4) dmm_round##SUFFIX(const double* from, i64 count, T* to) {                                           \
        each(count, [&](i64 k) { to[k] = (T)from[k]; });                                                           \
    }
PRECISIONS(ROUND)

#define WIDEN(T, SUFFIX)                                                                                           \
    ENTRY(256, 4) dmm_widen##SUFFIX(const T* from, i64 count, double* to) {                                           \
        each(count, [&](i64 k) { to[k] = from[k]; });                                                              \
    }
PRECISIONS(WIDEN)
