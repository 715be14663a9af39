// The table of ops: what io.dmm4j.cuda.kernel.OpTable packs.
#pragma once

#include "common.cuh"
#include "op_codes.h"

/** Of Entry::reads: what an op reads before it writes. */
enum Reads { READ_D = 1, READ_A = 2, READ_B = 4, READ_C = 8, ONE_A = 16 };

/** 48 bytes; d, a, b, c are first rows, item counts the rows of the level's entries before this one. */
struct alignas(16) Entry {
    int code, n, d, a, b, c, item, reads;
    double i0, i1;
};

/** 32 bytes: entries [first, shorts) work row by row, the others need whole ranges; items: rows of the former. */
struct alignas(16) Level {
    int first, shorts, mediums, longs, end, items, unused0, unused1;
};

__device__ __forceinline__ Entry entryAt(const Entry* entries, int k) {
    const int4* words = reinterpret_cast<const int4*>(entries + k);
    int4 w0 = __ldg(words);
    int4 w1 = __ldg(words + 1);
    double2 w2 = __ldg(reinterpret_cast<const double2*>(words + 2));
    Entry e;
    e.code = w0.x;
    e.n = w0.y;
    e.d = w0.z;
    e.a = w0.w;
    e.b = w1.x;
    e.c = w1.y;
    e.item = w1.z;
    e.reads = w1.w;
    e.i0 = w2.x;
    e.i1 = w2.y;
    return e;
}

/** The last of [from, to) whose item is not after this one. */
__device__ __forceinline__ int entryOf(const Entry* entries, int from, int to, int item) {
    while (to - from > 1) {
        int middle = from + (to - from) / 2;
        if (__ldg(&entries[middle].item) <= item) {
            from = middle;
        } else {
            to = middle;
        }
    }
    return from;
}
