// Ops that need whole ranges: reductions, softmax, and the adjoints that depend on them.
#pragma once

#include "ops.cuh"
#include "scalars.cuh"

/** Who shares an op in one lane. Known at run time only, since every copy of the ops makes the module slower to load. */
enum Scope { THREAD, WARP_SLOTS, BLOCK };

/** The most bytes of what is exchanged among threads, and the most warps of a block. */
constexpr int EXCHANGED = 24;
constexpr int MOST_WARPS = 512 / WARP;

/**
 * The threads that share an op in one lane: {@code size} of them, this one is number {@code rank}. All threads of a warp
 * or block call {@link #all} the same number of times, those without a lane too.
 */
struct Team {
    Scope scope;
    int rank;
    int size;
    double* shared;

    __device__ __forceinline__ Team(Scope scope, double* shared) : scope(scope), rank(0), size(1), shared(shared) {
        if (scope == WARP_SLOTS) {
            size = slotsOfWarp();
            rank = threadIdx.y % size;
        } else if (scope == BLOCK) {
            size = blockDim.y;
            rank = threadIdx.y;
        }
    }

    /** What {@code x} of all threads of the team come to, in every one of them, always in the same order. */
    template <typename X>
    __device__ __forceinline__ X all(X x) const {
        static_assert(sizeof(X) <= EXCHANGED, "shared memory");
        if (scope == THREAD) {
            return x;
        }
        x = sumOfWarp(x, blockDim.x, WARP);
        if (scope == BLOCK) {
            X* table = reinterpret_cast<X*>(shared);
            if (threadIdx.y % slotsOfWarp() == 0) {
                table[threadInBlock() / WARP * blockDim.x + threadIdx.x] = x;
            }
            __syncthreads();
            x = table[threadIdx.x];
            for (int w = 1; w < (int)(blockDim.x * blockDim.y) / WARP; w++) {
                x.addAll(table[w * blockDim.x + threadIdx.x]);
            }
            __syncthreads();
        }
        return x;
    }
};

// ---- what is exchanged ------------------------------------------------------------------------------------

/** A sum, and how many numbers counted. */
template <typename T>
struct Sums {
    Sum<T> sum;
    int count;

    __device__ __forceinline__ Sums() : count(0) {}

    __device__ __forceinline__ void addAll(const Sums& o) {
        sum.addAll(o.sum);
        count += o.count;
    }
};

template <typename T>
__device__ __forceinline__ Sums<T> exchange(Sums<T> s, int distance) {
    s.sum = exchange(s.sum, distance);
    s.count = exchange(s.count, distance);
    return s;
}

/** The largest number and where it stands, NaN left out but noted: of equal ones the last, or the first. */
template <typename T>
struct Winner {
    enum Flags { FIRST = 1, NOT_A_NUMBER = 2 };

    T x;
    int at;
    int flags;

    __device__ __forceinline__ explicit Winner(bool first) : x(0), at(-1), flags(first ? FIRST : 0) {}

    __device__ __forceinline__ void add(T v, int i) {
        bool wins = at < 0 ? v == v : v > x || (v == x && (flags & FIRST ? i < at : i > at));
        x = wins ? v : x;
        at = wins ? i : at;
        flags |= v == v ? 0 : NOT_A_NUMBER;
    }

    __device__ __forceinline__ void addAll(const Winner& o) {
        if (o.at >= 0) {
            add(o.x, o.at);
        }
        flags |= o.flags;
    }
};

template <typename T>
__device__ __forceinline__ Winner<T> exchange(Winner<T> w, int distance) {
    w.x = exchange(w.x, distance);
    w.at = exchange(w.at, distance);
    w.flags = exchange(w.flags, distance);
    return w;
}

// ---- the ops: one or two passes that sum or compare, then one that writes ---------------------------------------

/** What a pass sums, u being S[x + i]; it counts the u that are not 0 where nothing else is said. */
enum Term {
    /** u. */
    PLAIN,
    /** |u|. */
    ABSOLUTE,
    /** u². */
    SQUARED,
    /** u · S[y + i]. */
    PRODUCT,
    /** u, counting where not u ≤ S[y + i]. */
    ABOVE,
    /** u, counting where |u| is the top. */
    AT_TOP
};

/** An op in one lane, {@code s} being the lane's column. Threads without a lane take part in exchanges only. */
template <typename T>
struct Whole {
    const Entry& e;
    T* s;
    i64 stride;
    bool active;
    Team team;

    __device__ __forceinline__ Whole(const Entry& e, T* s, i64 stride, bool active, Team team)
            : e(e), s(s), stride(stride), active(active), team(team) {}

    __device__ __forceinline__ T& at(int row) const {
        return s[(i64)row * stride];
    }

    /** The rows of this thread: from its rank to this, a team's size apart. */
    __device__ __forceinline__ int end() const {
        return active ? e.n : 0;
    }

    __device__ __forceinline__ Sums<T> sums(Term term, int x, int y, T top) const {
        Sums<T> sums;
        // Loads of several rows are under way at a time: nothing is stored between them.
#pragma unroll 4
        for (int i = team.rank; i < end(); i += team.size) {
            T u = at(x + i);
            T v = term == PRODUCT || term == ABOVE ? at(y + i) : term == SQUARED ? u : T(1);
            sums.count += term == ABOVE ? !(u <= v) : term == AT_TOP ? fabs(u) == top : u != 0;
            sums.sum.addProduct(term == ABSOLUTE ? fabs(u) : u, v);
        }
        return team.all(sums);
    }

    /** Σ e^(S[a + i] − top) over the numbers that are not 0; each term goes to S[d + i]. */
    __device__ __forceinline__ Sums<T> exponentials(T top) const {
        Sums<T> sums;
#pragma unroll 1
        for (int i = team.rank; i < end(); i += team.size) {
            T u = at(e.a + i);
            T power = u != 0 ? exp(u - top) : T(0);
            at(e.d + i) = power;
            sums.sum.add(power);
        }
        return team.all(sums);
    }

    /** Of the numbers from row x on that are not 0: their absolute values where sign is 0, else times the sign. */
    __device__ __forceinline__ Winner<T> winner(int x, int sign, bool first) const {
        Winner<T> w(first);
#pragma unroll 4
        for (int i = team.rank; i < end(); i += team.size) {
            T u = at(x + i);
            if (u != 0) {
                w.add(sign == 0 ? fabs(u) : sign < 0 ? -u : u, i);
            }
        }
        return team.all(w);
    }

    /** One thread writes the result. */
    __device__ __forceinline__ void result(double x) const {
        if (active && team.rank == 0) {
            at(e.d) = (T)(e.code == OP_DOT_ADD ? at(e.d) + x : x);
        }
    }

    /** What is summed. */
    __device__ __forceinline__ Term term() const {
        switch (e.code) {
            case OP_L1: return ABSOLUTE;
            case OP_L2:
            case OP_D_L2: return SQUARED;
            case OP_DOT:
            case OP_DOT_ADD:
            case OP_D_SOFTMAX: return PRODUCT;
            case OP_LESS_OR_EQUAL: return ABOVE;
            case OP_D_MAX_NORM: return AT_TOP;
            default: return PLAIN;
        }
    }

    __device__ __forceinline__ void run() const {
        int code = e.code;
        bool ofNorm = code == OP_MAX_NORM || code == OP_D_MAX_NORM;
        bool ofSmallest = code == OP_MIN || code == OP_D_MIN;
        bool wins = code == OP_D_MAX || code == OP_D_MIN || code == OP_D_MAX_NORM;
        bool extreme = code == OP_MAX || code == OP_MIN || code == OP_MAX_NORM;
        // Adjoints of reductions have g = S[a], and x from row b on.
        bool hasG = wins || code == OP_D_L2 || code == OP_D_MEAN;
        int x = hasG ? e.b : e.a;
        T g = active && hasG ? at(e.a) : T(0);
        int ties = code == OP_D_MAX_NORM ? (int)e.i0 : 0;
        Winner<T> w(ties == 1);
        if (wins || extreme || code == OP_SOFTMAX) {
            w = winner(x, ofNorm ? 0 : ofSmallest ? -1 : 1, ties == 1);
        }
        T top = w.flags & Winner<T>::NOT_A_NUMBER && !wins ? (T)NAN : w.x;
        if (extreme) {
            return result(ofSmallest ? -top : top);
        }
        if (code == OP_SOFTMAX) {
            return divideBy((T)exponentials(top).sum.value());
        }
        Sums<T> r;
        if (!wins || ties == 2) {
            r = sums(term(), x, e.b, top);
        }
        double sum = r.sum.value();
        switch (code) {
            case OP_D_SOFTMAX: return addSlopes((T)sum);
            case OP_D_L2: return g == 0 || sum == 0 ? void() : addShares((T)(g / sqrt(sum)), true);
            case OP_D_MEAN: return g == 0 || r.count == 0 ? void() : addShares(g / r.count, false);
            case OP_D_MAX:
            case OP_D_MIN:
            case OP_D_MAX_NORM: return g == 0 || w.at < 0 ? void() : addToWinners(w, g, ties == 2 ? r.count : 0, ofNorm);
            case OP_L2: return result(sqrt(sum));
            case OP_MEAN: return result(r.count == 0 ? 0 : sum / r.count);
            case OP_COUNT: return result(r.count);
            case OP_LESS_OR_EQUAL: return result(r.count == 0);
            default: return result(sum);
        }
    }

    __device__ __forceinline__ void divideBy(T sum) const {
        for (int i = team.rank; i < end(); i += team.size) {
            T u = at(e.d + i);
            at(e.d + i) = u != 0 ? u / sum : T(0);
        }
    }

    __device__ __forceinline__ void addSlopes(T sum) const {
        for (int i = team.rank; i < end(); i += team.size) {
            at(e.d + i) += at(e.b + i) * (at(e.a + i) - sum);
        }
    }

    /** share · x, or the share where x is not 0. */
    __device__ __forceinline__ void addShares(T share, bool times) const {
        for (int i = team.rank; i < end(); i += team.size) {
            T x = at(e.b + i);
            at(e.d + i) += times ? share * x : x != 0 ? share : T(0);
        }
    }

    /** To the winner, or where {@code equal} is not 0 a share to each of so many. */
    __device__ __forceinline__ void addToWinners(const Winner<T>& w, T g, int equal, bool signs) const {
        T share = equal == 0 ? g : g / equal;
        for (int i = team.rank; i < end(); i += team.size) {
            T x = at(e.b + i);
            if (equal == 0 ? i == w.at : fabs(x) == w.x) {
                at(e.d + i) += signs ? share * signOf(x) : share;
            }
        }
    }
};

/** Entries {@code k} to {@code end}, {@code step} apart, which this thread's team has to do. */
template <typename T>
__device__ __forceinline__ void teamRanges(
        int k, int end, int step, const Entry* entries, T* s, i64 stride, bool active, Scope scope, double* shared) {
    Team team(scope, shared);
    for (; k < end; k += step) {
        Entry e = entryAt(entries, k);
        Whole<T>(e, s, stride, active, team).run();
    }
}

/**
 * The entries of a level that need whole ranges, in one lane: short ones by a thread, medium ones by the threads of a
 * warp, long ones by a block.
 *
 * Floor: reductions read n · sizeof(T) bytes per operand and lane once; softmax and the adjoints read them twice, the
 * second time mostly from the L2 cache or nearer.
 */
template <typename T>
__device__ __forceinline__ void wholeRanges(
        const Level& level, const Entry* entries, T* s, i64 stride, bool active, double* shared) {
    int slots = slotsOfWarp();
    for (int scope = THREAD; scope <= BLOCK; scope++) {
        int from = scope == THREAD ? level.shorts : scope == WARP_SLOTS ? level.mediums : level.longs;
        int end = scope == THREAD ? level.mediums : scope == WARP_SLOTS ? level.longs : level.end;
        int first = scope == THREAD ? firstSlot() : scope == WARP_SLOTS ? firstSlot() / slots : blockIdx.y;
        int step = scope == THREAD ? allSlots() : scope == WARP_SLOTS ? allSlots() / slots : gridDim.y;
        if (from < end) {
            teamRanges(from + first, end, step, entries, s, stride, active, (Scope)scope, shared);
        }
    }
}
