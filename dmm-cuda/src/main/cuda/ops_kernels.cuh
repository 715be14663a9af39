// Entry points of ops: io.dmm4j.cuda.kernel.Kernel OPS_FUSED and OPS_LEVEL.
#pragma once

#include "ops_rows.cuh"
#include "ops_whole.cuh"

/** One level in a tile of lanes, which starts at {@code tile}; the tile is V times as wide as the block where wide. */
template <typename T>
__device__ __forceinline__ void runLevel(
        const Level& level, const Entry* entries, T* state, i64 stride, int lanes, i64 tile, bool wide, double* shared) {
    constexpr int V = Wide<T>::NUMBERS;
    i64 lane = tile + threadIdx.x * (wide ? V : 1);
    if (lane < lanes) {
        if (wide) {
            rowByRow<T, V>(level.first, level.shorts, level.items, entries, state + lane, stride);
        } else {
            rowByRow<T, 1>(level.first, level.shorts, level.items, entries, state + lane, stride);
        }
    }
    if (level.shorts == level.end) {
        return;
    }
    for (int part = 0; part < (wide ? V : 1); part++) {
        lane = tile + part * (int)blockDim.x + threadIdx.x;
        wholeRanges(level, entries, state + lane, stride, lane < lanes, shared);
    }
}

/**
 * Levels from … to of a table. Block x owns the lanes of a tile for all levels, so that a barrier of the block is all
 * that levels need.
 *
 * Floor: what the ops read and write, from the L1 and L2 caches where the tile's rows fit (rows · 128 bytes), plus a
 * barrier and two table reads per level, about a microsecond: for programs of few rows and for many lanes.
 */
template <typename T>
__device__ __forceinline__ void opsFused(
        T* state, i64 stride, int lanes, const Entry* entries, const Level* levels, int from, int to) {
    __shared__ double shared[MOST_WARPS * WARP * EXCHANGED / sizeof(double)];
    bool wide = isWide(state, stride, lanes);
    i64 width = (wide ? Wide<T>::NUMBERS : 1) * blockDim.x;
    for (i64 tile = blockIdx.x * width; tile < lanes; tile += gridDim.x * width) {
        for (int l = from; l < to; l++) {
            Level level = levels[l];
            runLevel(level, entries, state, stride, lanes, tile, wide, shared);
            __syncthreads();
        }
    }
}

/** One level over the whole grid: block y takes a share of the rows and ops. Floor: what the ops read and write. */
template <typename T>
__device__ __forceinline__ void opsLevel(
        T* state, i64 stride, int lanes, const Entry* entries, const Level* levels, int l) {
    __shared__ double shared[MOST_WARPS * WARP * EXCHANGED / sizeof(double)];
    bool wide = isWide(state, stride, lanes);
    i64 width = (wide ? Wide<T>::NUMBERS : 1) * blockDim.x;
    Level level = levels[l];
    for (i64 tile = blockIdx.x * width; tile < lanes; tile += gridDim.x * width) {
        runLevel(level, entries, state, stride, lanes, tile, wide, shared);
    }
}

#define OPS_FUSED(T, SUFFIX)                                                                                       \
    ENTRY(512, 1) dmm_ops_fused##SUFFIX(                                                                              \
            T* state, i64 stride, int lanes, const Entry* entries, const Level* levels, int from, int to) {        \
        opsFused(state, stride, lanes, entries, levels, from, to);                                                 \
    }
PRECISIONS(OPS_FUSED)

#define OPS_LEVEL(T, SUFFIX)                                                                                       \
    ENTRY(256, 2) dmm_ops_level##SUFFIX(                                                                              \
            T* state, i64 stride, int lanes, const Entry* entries, const Level* levels, int level) {               \
        opsLevel(state, stride, lanes, entries, levels, level);                                                    \
    }
PRECISIONS(OPS_LEVEL)
