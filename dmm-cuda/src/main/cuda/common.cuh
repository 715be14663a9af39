// What all kernels share: 16-byte packs, where a thread stands, and sums among threads.
#pragma once

typedef long long i64;

// ---- packs: V numbers of neighbouring lanes, moved by one instruction -----------------------------------

template <typename T, int V>
struct alignas(sizeof(T) * V) Pack {
    T v[V];
};

template <int V, typename T>
__device__ __forceinline__ Pack<T, V> load(const T* p) {
    return *reinterpret_cast<const Pack<T, V>*>(p);
}

template <typename T, int V>
__device__ __forceinline__ void store(T* p, Pack<T, V> x) {
    *reinterpret_cast<Pack<T, V>*>(p) = x;
}

/** Numbers of 16 bytes. */
template <typename T>
struct Wide {
    static constexpr int NUMBERS = 16 / sizeof(T);
};

/** Whether a matrix can be moved by 16 bytes. The answer is the same in all threads of a launch. */
template <typename T>
__device__ __forceinline__ bool isWide(const T* p, i64 stride, int lanes) {
    return (lanes | (int)(stride & 15)) % Wide<T>::NUMBERS == 0 && (reinterpret_cast<i64>(p) & 15) == 0;
}

// ---- where a thread stands: blockDim.x threads along the lanes, a power of two up to 32 --------------------

constexpr int WARP = 32;
constexpr unsigned ALL = 0xffffffffu;

__device__ __forceinline__ int threadInBlock() {
    return threadIdx.y * blockDim.x + threadIdx.x;
}

/** Threads of a warp that lie along the items. */
__device__ __forceinline__ int slotsOfWarp() {
    return WARP / blockDim.x;
}

/** This thread's first item along y, of all blocks along y. */
__device__ __forceinline__ unsigned firstSlot() {
    return blockIdx.y * blockDim.y + threadIdx.y;
}

__device__ __forceinline__ unsigned allSlots() {
    return gridDim.y * blockDim.y;
}

// ---- sums in a number with room to spare: float in double, double in a pair of doubles -----------------------
// Their order hardly ever shows in the rounded result, so that rows that hold 0 change no bit, wherever they stand.

template <typename T>
struct Sum;

template <>
struct Sum<float> {
    double s;

    __device__ __forceinline__ Sum() : s(0) {}

    __device__ __forceinline__ void add(float x) {
        s += x;
    }

    __device__ __forceinline__ void addProduct(float x, float y) {
        s = fma((double)x, (double)y, s);
    }

    __device__ __forceinline__ void addAll(const Sum& o) {
        s += o.s;
    }

    __device__ __forceinline__ double value() const {
        return s;
    }
};

/** s + e, by exact sums and products of two numbers (Knuth; Dekker). */
template <>
struct Sum<double> {
    double s;
    double e;

    __device__ __forceinline__ Sum() : s(0), e(0) {}

    __device__ __forceinline__ void add(double x) {
        double t = s + x;
        double z = t - s;
        e += (s - (t - z)) + (x - z);
        s = t;
    }

    __device__ __forceinline__ void addProduct(double x, double y) {
        double p = __dmul_rn(x, y);
        add(p);
        e += fma(x, y, -p);
    }

    __device__ __forceinline__ void addAll(const Sum& o) {
        double rest = o.e;
        add(o.s);
        e += rest;
    }

    /** Infinities and NaN are those of s: the rest is NaN beside them. */
    __device__ __forceinline__ double value() const {
        return s - s == 0 ? s + e : s;
    }
};

__device__ __forceinline__ float exchange(float x, int distance) {
    return __shfl_xor_sync(ALL, x, distance);
}

__device__ __forceinline__ double exchange(double x, int distance) {
    return __shfl_xor_sync(ALL, x, distance);
}

__device__ __forceinline__ int exchange(int x, int distance) {
    return __shfl_xor_sync(ALL, x, distance);
}

__device__ __forceinline__ Sum<float> exchange(Sum<float> x, int distance) {
    x.s = exchange(x.s, distance);
    return x;
}

__device__ __forceinline__ Sum<double> exchange(Sum<double> x, int distance) {
    x.s = exchange(x.s, distance);
    x.e = exchange(x.e, distance);
    return x;
}

/** Σ over the threads of a warp whose numbers differ in the bits of [from, to); all of them get it, in one order. */
template <typename X>
__device__ __forceinline__ X sumOfWarp(X x, int from, int to) {
    for (int distance = from; distance < to; distance *= 2) {
        X other = exchange(x, distance);
        // The thread with the lower number stands first, so that both add in one order.
        if (threadInBlock() & distance) {
            other.addAll(x);
            x = other;
        } else {
            x.addAll(other);
        }
    }
    return x;
}

// ---- rows of matrices ------------------------------------------------------------------------------------

/** body(k, lane) for 0 ≤ k < count and every V-th lane, over the whole grid. */
template <int V, typename F>
__device__ __forceinline__ void eachRow(int count, int lanes, F body) {
    for (i64 lane = ((i64)blockIdx.x * blockDim.x + threadIdx.x) * V; lane < lanes;
         lane += (i64)gridDim.x * blockDim.x * V) {
        for (unsigned k = firstSlot(); k < (unsigned)count; k += allSlots()) {
            body((int)k, lane);
        }
    }
}

/** body(k) for 0 ≤ k < count, over a grid of one dimension. */
template <typename F>
__device__ __forceinline__ void each(i64 count, F body) {
    for (i64 k = (i64)blockIdx.x * blockDim.x + threadIdx.x; k < count; k += (i64)gridDim.x * blockDim.x) {
        body(k);
    }
}

/** One kernel as an entry point per precision: NAME(T, suffix) defines it. */
#define PRECISIONS(NAME) \
    NAME(float, _f32)    \
    NAME(double, _f64)

#define ENTRY(THREADS, BLOCKS) extern "C" __global__ void __launch_bounds__(THREADS, BLOCKS)
