// Enough of CUDA to run the kernels' own sources on a CPU: every thread of a block is a fiber, which runs until it meets
// a barrier or an exchange with its warp. What a device would leave undefined (threads of a warp or block that do not
// all come to the same barrier) ends the program with a message.
#pragma once

#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ucontext.h>
#include <vector>

#define __global__
#define __device__
#define __forceinline__ inline
#define __shared__ static
#define __launch_bounds__(...)

struct alignas(8) int2 {
    int x, y;
};

struct alignas(16) int4 {
    int x, y, z, w;
};

struct alignas(16) double2 {
    double x, y;
};

struct Index {
    unsigned x, y;
};

static Index threadIdx, blockIdx, blockDim, gridDim;

template <typename T>
static inline T __ldg(const T* p) {
    return *p;
}

static inline double __dmul_rn(double x, double y) {
    return x * y;
}

/** The block that runs. */
class Block {
public:
    enum State { READY, AT_BARRIER, IN_EXCHANGE, ENDED };

    /** Runs the threads of one block; {@code backwards} takes them in the other order. */
    template <typename F>
    static void run(F body, bool backwards) {
        size_t n = (size_t)blockDim.x * blockDim.y;
        if (fibers.size() < n) {
            fibers.resize(n);
        }
        start = [](void* f) { (*static_cast<F*>(f))(); };
        argument = &body;
        for (size_t i = 0; i < n; i++) {
            fibers[i].prepare();
        }
        for (bool moved = true; moved;) {
            moved = false;
            for (size_t i = 0; i < n; i++) {
                size_t t = backwards ? n - 1 - i : i;
                if (fibers[t].state == READY) {
                    resume(t);
                    moved = true;
                }
            }
            release(n, n, AT_BARRIER);
            release(n, 32, IN_EXCHANGE);
            for (size_t t = 0; t < n; t++) {
                moved |= fibers[t].state == READY;
            }
        }
        for (size_t t = 0; t < n; t++) {
            if (fibers[t].state != ENDED) {
                fprintf(stderr, "thread %zu of block (%u, %u) waits for threads that do not come\n", t, blockIdx.x, blockIdx.y);
                exit(3);
            }
        }
    }

    static void barrier() {
        wait(AT_BARRIER);
    }

    /** The bits that the thread {@code distance} away brings to the same exchange. */
    static uint64_t exchange(uint64_t mine, int distance) {
        size_t t = now;
        int parity = fibers[t].exchanges++ & 1;
        fibers[t].brought[parity] = mine;
        wait(IN_EXCHANGE);
        return fibers[t / 32 * 32 + (t % 32 ^ distance)].brought[parity];
    }

private:
    struct Fiber {
        ucontext_t context;
        std::vector<char> stack;
        State state = ENDED;
        unsigned exchanges = 0;
        uint64_t brought[2];

        void prepare() {
            if (stack.empty()) {
                stack.resize(1 << 16);
            }
            getcontext(&context);
            context.uc_stack.ss_sp = stack.data();
            context.uc_stack.ss_size = stack.size();
            context.uc_link = &scheduler;
            makecontext(&context, enter, 0);
            state = READY;
            exchanges = 0;
        }
    };

    static void enter() {
        start(argument);
        fibers[now].state = ENDED;
    }

    static void resume(size_t t) {
        now = t;
        threadIdx = {(unsigned)t % blockDim.x, (unsigned)t / blockDim.x};
        swapcontext(&scheduler, &fibers[t].context);
    }

    static void wait(State why) {
        fibers[now].state = why;
        swapcontext(&fibers[now].context, &scheduler);
    }

    /** Lets groups of threads go on that all wait for the same. */
    static void release(size_t n, size_t group, State why) {
        for (size_t from = 0; from < n; from += group) {
            bool all = true;
            for (size_t t = from; t < from + group; t++) {
                all &= fibers[t].state == why;
            }
            for (size_t t = from; all && t < from + group; t++) {
                fibers[t].state = READY;
            }
        }
    }

    static inline std::vector<Fiber> fibers;
    static inline ucontext_t scheduler;
    static inline size_t now;
    static inline void (*start)(void*);
    static inline void* argument;
};

static inline void __syncthreads() {
    Block::barrier();
}

template <typename T>
static inline T __shfl_xor_sync(unsigned, T x, int distance) {
    uint64_t bits = 0;
    memcpy(&bits, &x, sizeof x);
    bits = Block::exchange(bits, distance);
    memcpy(&x, &bits, sizeof x);
    return x;
}
