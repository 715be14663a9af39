// Ops that work row by row: each row of the result depends on one row of each operand.
#pragma once

#include "ops.cuh"
#include "scalars.cuh"

/** a / b where b is not 0, else 0. */
template <typename T>
__device__ __forceinline__ T quotient(T a, T b) {
    return b != 0 ? a / b : T(0);
}

/** f of one number, where f is long: a copy for every lane of a pack would make a module that takes long to load. */
template <typename T>
__device__ __forceinline__ T slowRow(int code, T a, T b, T d) {
    switch (code) {
        case OP_TANH: return tanh(a);
        case OP_SIN: return sin(a);
        case OP_SIGMOID: return sigmoidOf(a);
        case OP_SOFTPLUS: return softplusOf(a);
        case OP_EXP: return exp(a);
        case OP_COS: return cos(a);
        case OP_LOG: return log(a);
        case OP_D_SIN: return d + a * cos(b);
        case OP_D_COS: return d - a * sin(b);
        default: return d + a * sigmoidOf(b); // OP_D_SOFTPLUS
    }
}

/** The numbers of a pack one place forward, {@code last} behind them: registers have no index at run time. */
template <typename T, int V>
__device__ __forceinline__ void rotate(Pack<T, V>& p, T last) {
#pragma unroll
    for (int v = 0; v + 1 < V; v++) {
        p.v[v] = p.v[v + 1];
    }
    p.v[V - 1] = last;
}

template <typename T, int V>
__device__ __forceinline__ Pack<T, V> slowRows(int code, Pack<T, V> pa, Pack<T, V> pb, Pack<T, V> pd) {
    Pack<T, V> r = {};
#pragma unroll 1
    for (int v = 0; v < V; v++) {
        rotate(r, slowRow(code, pa.v[0], pb.v[0], pd.v[0]));
        rotate(pa, T(0));
        rotate(pb, T(0));
        rotate(pd, T(0));
    }
    return r;
}

#define EACH(FORMULA)                    \
    {                                    \
        _Pragma("unroll")                \
        for (int v = 0; v < V; v++) {    \
            T a = pa.v[v];               \
            T b = pb.v[v];               \
            T c = pc.v[v];               \
            T d = pd.v[v];               \
            (void)a, (void)b, (void)c, (void)d; /* most formulas use some of them */ \
            r.v[v] = FORMULA;            \
        }                                \
    }                                    \
    break

/**
 * Row i of an op in V lanes from {@code s} on. All reads come first, side by side, then one jump by the op's number.
 *
 * Floor: 16 bytes · (reads + 1) per thread and row at V lanes, that is (reads + 1) · sizeof(T) · n · lanes bytes per op;
 * arithmetic hides behind them but for sin, cos, tanh, exp and log in 64 bits.
 */
template <typename T, int V>
__device__ __forceinline__ void rowOfOp(const Entry& e, int i, T* s, i64 stride) {
    Pack<T, V> pa = {}, pb = {}, pc = {}, pd = {}, r;
    T* to = s + (i64)(e.d + i) * stride;
    if (e.reads & READ_A) {
        pa = load<V>(s + (i64)(e.a + (e.reads & ONE_A ? 0 : i)) * stride);
    }
    if (e.reads & READ_B) {
        pb = load<V>(s + (i64)(e.b + i) * stride);
    }
    if (e.reads & READ_C) {
        pc = load<V>(s + (i64)(e.c + i) * stride);
    }
    if (e.reads & READ_D) {
        pd = load<V>(to);
    }
    T i0 = (T)e.i0;
    T i1 = (T)e.i1;
    switch (e.code) {
        case OP_NEG: EACH(-a);
        case OP_RELU: EACH(a > 0 ? a : a != a ? a : T(0));
        case OP_LEAKY_RELU: EACH(a >= 0 ? a : i0 * a);
        case OP_ABS: EACH(fabs(a));
        case OP_SQUARE: EACH(a * a);
        case OP_SQRT: EACH(sqrt(a));
        case OP_SIGN: EACH(signOf(a));
        case OP_CLAMP: EACH(a < i0 ? i0 : a > i1 ? i1 : a);
        case OP_TIMES: EACH(i0 * a);

        case OP_ADD: EACH(a + b);
        case OP_SUB: EACH(a - b);
        case OP_MUL: EACH(a * b);
        case OP_DIV: EACH(quotient(a, b));
        case OP_MAX2: EACH(maxOf(a, b));
        case OP_MIN2: EACH(minOf(a, b));
        case OP_WHERE: EACH(a != 0 ? b : T(0));

        case OP_SCALE: EACH(a * b);
        case OP_SELECT: EACH(a != 0 ? b : c);

        case OP_ZERO: EACH(T(0));
        case OP_COPY: EACH(a);
        case OP_DETACH: EACH(a);
        case OP_ACCUMULATE: EACH(d + a);
        case OP_SCALE_ADD: EACH(fma(a, b, d));
        case OP_MUL_ADD: EACH(fma(a, b, d));

        case OP_D_NEG: EACH(d - a);
        case OP_D_RELU: EACH(d + (b > 0 ? a : b == 0 ? i0 * a : T(0)));
        case OP_D_LEAKY_RELU: EACH(d + (b >= 0 ? a : i0 * a));
        case OP_D_TANH: EACH(d + a * (1 - b * b));
        case OP_D_ABS: EACH(d + a * signOf(b));
        case OP_D_SQUARE: EACH(d + 2 * a * b);
        case OP_D_SQRT: EACH(d + quotient(a, 2 * b));
        case OP_D_CLAMP: EACH(d + (i0 < b && b < i1 ? a : T(0)));
        case OP_D_TIMES: EACH(d + i0 * a);
        case OP_D_SIGMOID: EACH(d + a * b * (1 - b));
        case OP_D_LOG: EACH(d + a / b);

        case OP_D_DIV_LEFT: EACH(d + quotient(a, c));
        case OP_D_DIV_RIGHT: EACH(d - quotient(a * b, c));
        case OP_D_MAX2: EACH(d + (b > c ? a : b == c ? a / 2 : T(0)));
        case OP_D_MIN2: EACH(d + (b < c ? a : b == c ? a / 2 : T(0)));
        case OP_D_WHERE: EACH(d + (b != 0 ? a : T(0)));

        case OP_D_SELECT_THEN: EACH(d + (a != 0 ? b : T(0)));
        case OP_D_SELECT_ELSE: EACH(d + (a == 0 ? b : T(0)));
        case OP_D_SUM: EACH(d + a);
        case OP_D_L1: EACH(d + a * signOf(b));
        default: r = slowRows(e.code, pa, pb, pd);
    }
    store(to, r);
}

#undef EACH

/** Entries [first, end) of a level, which work row by row, in the lanes of this thread: V from {@code s} on. */
template <typename T, int V>
__device__ __forceinline__ void rowByRow(int first, int end, int items, const Entry* entries, T* s, i64 stride) {
    unsigned slot = firstSlot();
    if (slot >= (unsigned)items) {
        return;
    }
    int k = entryOf(entries, first, end, (int)slot);
    Entry e = entryAt(entries, k);
    for (unsigned item = slot; item < (unsigned)items; item += allSlots()) {
        if ((int)item - e.item >= e.n) {
            k = entryOf(entries, k + 1, end, (int)item);
            e = entryAt(entries, k);
        }
        rowOfOp<T, V>(e, (int)item - e.item, s, stride);
    }
}
