// Linear movements by runs: io.dmm4j.cuda.kernel.Kernel DOWN_SHARED, DOWN_LANES and DOWN_ROWS.
#pragma once

#include "common.cuh"

/** 16 bytes: rows [target, target + length), entries from first on; item counts the rows of the groups before. */
struct alignas(16) Group {
    int target, length, first, item;
};

/** 8 bytes. */
struct alignas(8) RunEntry {
    int source, weight;
};

__device__ __forceinline__ Group groupAt(const Group* groups, int g) {
    int4 w = __ldg(reinterpret_cast<const int4*>(groups + g));
    Group group;
    group.target = w.x;
    group.length = w.y;
    group.first = w.z;
    group.item = w.w;
    return group;
}

/** The last group of [from, to) that starts at this item or before. */
__device__ __forceinline__ int groupOf(const Group* groups, int from, int to, unsigned item) {
    while (to - from > 1) {
        int middle = from + (to - from) / 2;
        if ((unsigned)__ldg(&groups[middle].item) <= item) {
            from = middle;
        } else {
            to = middle;
        }
    }
    return from;
}

/** One weight for all lanes. */
template <typename T>
struct SharedWeights {
    const T* weights;

    template <int V>
    __device__ __forceinline__ Pack<T, V> get(int w, const T*, i64) const {
        Pack<T, V> p;
        T x = __ldg(weights + w);
#pragma unroll
        for (int v = 0; v < V; v++) {
            p.v[v] = x;
        }
        return p;
    }

    __device__ __forceinline__ bool wide(int) const {
        return true;
    }
};

/** A weight per lane: [weights × lanes]. */
template <typename T>
struct LaneWeights {
    const T* weights;
    i64 stride;

    template <int V>
    __device__ __forceinline__ Pack<T, V> get(int w, const T*, i64 lane) const {
        return load<V>(weights + w * stride + lane);
    }

    __device__ __forceinline__ bool wide(int lanes) const {
        return isWide(weights, stride, lanes);
    }
};

/** Weights that stand in rows of the state. */
template <typename T>
struct RowWeights {
    const int* row;
    i64 stride;

    template <int V>
    __device__ __forceinline__ Pack<T, V> get(int w, const T* state, i64 lane) const {
        return load<V>(state + __ldg(row + w) * stride + lane);
    }

    __device__ __forceinline__ bool wide(int) const {
        return true;
    }
};

/** Σ over this thread's share of a row's entries. */
template <int V, typename T, typename Weights>
__device__ __forceinline__ Pack<T, V> shareOfRow(
        Pack<T, V> sum,
        const T* state,
        i64 stride,
        i64 lane,
        const RunEntry* entries,
        int from,
        int to,
        int step,
        int i,
        const Weights& weights) {
#pragma unroll 4
    for (int k = from; k < to; k += step) {
        int2 entry = __ldg(reinterpret_cast<const int2*>(entries + k));
        Pack<T, V> w = weights.template get<V>(entry.y, state, lane);
        Pack<T, V> y = load<V>(state + (i64)(entry.x + i) * stride + lane);
#pragma unroll
        for (int v = 0; v < V; v++) {
            sum.v[v] = fma(w.v[v], y.v[v], sum.v[v]);
        }
    }
    return sum;
}

template <int V, typename T, typename Weights>
__device__ __forceinline__ void downTile(
        T* state,
        i64 stride,
        int lanes,
        i64 lane,
        const Group* groups,
        int groupCount,
        const RunEntry* entries,
        bool adds,
        int split,
        const Weights& weights) {
    unsigned items = (unsigned)groups[groupCount].item;
    int part = threadIdx.y % split;
    unsigned slot = firstSlot() / split;
    int g = 0;
    Group group = groupAt(groups, 0);
    // Bounds are those of the warp's first item, so that all its threads exchange.
    unsigned ahead = slot % (slotsOfWarp() / split);
    for (unsigned item = slot; item - ahead < items; item += allSlots() / split) {
        bool active = item < items && lane < lanes;
        Pack<T, V> sum = {};
        T* target = 0;
        if (active) {
            if (item - group.item >= (unsigned)group.length) {
                g = groupOf(groups, g, groupCount, item);
                group = groupAt(groups, g);
            }
            int i = (int)(item - group.item);
            target = state + (i64)(group.target + i) * stride + lane;
            if (adds && part == 0) {
                sum = load<V>(target);
            }
            int end = __ldg(&groups[g + 1].first);
            sum = shareOfRow(sum, state, stride, lane, entries, group.first + part, end, split, i, weights);
        }
        for (int distance = blockDim.x; distance < split * (int)blockDim.x; distance *= 2) {
#pragma unroll
            for (int v = 0; v < V; v++) {
                sum.v[v] += exchange(sum.v[v], distance);
            }
        }
        if (active && part == 0) {
            store(target, sum);
        }
    }
}

/**
 * S[target + i] (+)= Σ w · S[source + i], in the order of the entries; among {@code split} threads in a fixed one.
 *
 * Floor: sizeof(T) · lanes · (distinct source rows + target rows) bytes where sources stay in the L2 cache, at most
 * sizeof(T) · lanes · (Σ length + target rows) where they do not; 8 bytes per entry and 4 to 8 per weight, read once per
 * row of the group and warp; 2 · Σ length · lanes flops. A weight per lane adds sizeof(T) · lanes bytes per weight.
 */
template <typename T, typename Weights>
__device__ __forceinline__ void down(
        T* state,
        i64 stride,
        int lanes,
        const Group* groups,
        int groupCount,
        const RunEntry* entries,
        bool adds,
        int split,
        const Weights& weights) {
    constexpr int V = Wide<T>::NUMBERS;
    bool wide = isWide(state, stride, lanes) && weights.wide(lanes);
    i64 width = (wide ? V : 1) * blockDim.x;
    if (groupCount == 0) {
        return;
    }
    for (i64 tile = blockIdx.x * width; tile < lanes; tile += gridDim.x * width) {
        if (wide) {
            downTile<V>(state, stride, lanes, tile + threadIdx.x * V, groups, groupCount, entries, adds, split, weights);
        } else {
            downTile<1>(state, stride, lanes, tile + threadIdx.x, groups, groupCount, entries, adds, split, weights);
        }
    }
}

#define DOWN_SHARED(T, SUFFIX)                                                                                     \
    ENTRY(256, 4) dmm_down_shared##SUFFIX(                                                                            \
            T* state,                                                                                              \
            i64 stride,                                                                                            \
            int lanes,                                                                                             \
            const Group* groups,                                                                                   \
            int groupCount,                                                                                        \
            const RunEntry* entries,                                                                               \
            int adds,                                                                                              \
            int split,                                                                                             \
            const T* weights) {                                                                                    \
        down(state, stride, lanes, groups, groupCount, entries, adds, split, SharedWeights<T>{weights});           \
    }
PRECISIONS(DOWN_SHARED)

#define DOWN_LANES(T, SUFFIX)                                                                                      \
    ENTRY(256, 4) dmm_down_lanes##SUFFIX(                                                                             \
            T* state,                                                                                              \
            i64 stride,                                                                                            \
            int lanes,                                                                                             \
            const Group* groups,                                                                                   \
            int groupCount,                                                                                        \
            const RunEntry* entries,                                                                               \
            int adds,                                                                                              \
            int split,                                                                                             \
            const T* weights,                                                                                      \
            i64 weightStride) {                                                                                    \
        LaneWeights<T> w{weights, weightStride};                                                                   \
        down(state, stride, lanes, groups, groupCount, entries, adds, split, w);                                   \
    }
PRECISIONS(DOWN_LANES)

#define DOWN_ROWS(T, SUFFIX)                                                                                       \
    ENTRY(256, 4) dmm_down_rows##SUFFIX(                                                                              \
            T* state,                                                                                              \
            i64 stride,                                                                                            \
            int lanes,                                                                                             \
            const Group* groups,                                                                                   \
            int groupCount,                                                                                        \
            const RunEntry* entries,                                                                               \
            int adds,                                                                                              \
            int split,                                                                                             \
            const int* weightRow) {                                                                                \
        RowWeights<T> w{weightRow, stride};                                                                        \
        down(state, stride, lanes, groups, groupCount, entries, adds, split, w);                                   \
    }
PRECISIONS(DOWN_ROWS)
