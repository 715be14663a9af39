// Launches kernels of ../../main/cuda on the CPU, as asked on the standard input: little-endian,
//   int length, name; int gridX, gridY, blockX, blockY, backwards; int n, n × (long value, int isPointer);
//   long bytes, memory        pointers count from the first byte of the memory, 0 is null
// and answers with the memory. With an argument, prints the entry points and the kinds of their parameters.

#include "host_cuda.h"
#include "kernels.cu"

#include <string>
#include <utility>

struct Argument {
    int64_t value;
    int32_t isPointer;
};

template <typename A>
static A as(int64_t v, char* memory) {
    if constexpr (std::is_pointer_v<A>) {
        return v == 0 ? nullptr : reinterpret_cast<A>(memory + v);
    } else {
        return (A)v;
    }
}

template <typename A>
static char kind() {
    return std::is_pointer_v<A> ? '*' : sizeof(A) == 8 ? '+' : '-';
}

template <typename... A, size_t... I>
static void launch(
        void (*kernel)(A...), const std::vector<Argument>& a, char* memory, bool backwards, std::index_sequence<I...>) {
    for (unsigned y = 0; y < gridDim.y; y++) {
        for (unsigned x = 0; x < gridDim.x; x++) {
            blockIdx = backwards ? Index{gridDim.x - 1 - x, gridDim.y - 1 - y} : Index{x, y};
            Block::run([&] { kernel(as<A>(a[I].value, memory)...); }, backwards);
        }
    }
}

template <typename... A>
static bool launchAs(
        const char* entry,
        void (*kernel)(A...),
        const std::string& name,
        const std::vector<Argument>& a,
        char* memory,
        bool backwards) {
    if (name != entry) {
        return false;
    }
    if (a.size() != sizeof...(A)) {
        fprintf(stderr, "%s: %zu arguments\n", entry, a.size());
        exit(2);
    }
    launch(kernel, a, memory, backwards, std::index_sequence_for<A...>());
    return true;
}

template <typename... A>
static void print(const char* entry, void (*)(A...)) {
    std::string kinds = {kind<A>()...};
    printf("%s %s\n", entry, kinds.c_str());
}

template <typename T>
static T read() {
    T x;
    if (fread(&x, sizeof x, 1, stdin) != 1) {
        exit(0);
    }
    return x;
}

int main(int count, char**) {
    if (count > 1) {
#define KERNEL(NAME) print(#NAME, NAME);
#include "entries.inc"
#undef KERNEL
        return 0;
    }
    for (;;) {
        std::string name(read<int32_t>(), ' ');
        if (fread(&name[0], 1, name.size(), stdin) != name.size()) {
            return 2;
        }
        gridDim.x = read<int32_t>();
        gridDim.y = read<int32_t>();
        blockDim.x = read<int32_t>();
        blockDim.y = read<int32_t>();
        bool backwards = read<int32_t>() != 0;
        std::vector<Argument> a(read<int32_t>());
        for (Argument& x : a) {
            x.value = read<int64_t>();
            x.isPointer = read<int32_t>();
        }
        size_t bytes = read<int64_t>();
        char* memory = static_cast<char*>(aligned_alloc(256, (bytes + 255) / 256 * 256));
        if (fread(memory, 1, bytes, stdin) != bytes) {
            return 2;
        }
        bool done = false;
#define KERNEL(NAME) done = done || launchAs(#NAME, NAME, name, a, memory, backwards);
#include "entries.inc"
#undef KERNEL
        if (!done) {
            fprintf(stderr, "no kernel %s\n", name.c_str());
            return 2;
        }
        fwrite(memory, 1, bytes, stdout);
        fflush(stdout);
        free(memory);
    }
}
