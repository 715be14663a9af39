// What ops do to numbers: io.dmm4j.expr.Scalars, in the precision of the state.
#pragma once

#include "common.cuh"

template <typename T>
__device__ __forceinline__ T sigmoidOf(T x) {
    T e = exp(-fabs(x));
    return (x >= 0 ? T(1) : e) / (1 + e);
}

/** NaN stays NaN. */
template <typename T>
__device__ __forceinline__ T softplusOf(T x) {
    return (x > 0 ? x : T(0)) + log1p(exp(-fabs(x)));
}

template <typename T>
__device__ __forceinline__ T signOf(T x) {
    return x > 0 ? T(1) : x < 0 ? T(-1) : x;
}

/** The larger; NaN if one is NaN. */
template <typename T>
__device__ __forceinline__ T maxOf(T a, T b) {
    return a != a || a > b ? a : b;
}

/** The smaller; NaN if one is NaN. */
template <typename T>
__device__ __forceinline__ T minOf(T a, T b) {
    return a != a || a < b ? a : b;
}
