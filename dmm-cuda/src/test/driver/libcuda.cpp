// libcuda.so.1 on the host: the calls that io.dmm4j.cuda.jcuda makes, with their rules. Kernels are ../../main/cuda, compiled by
// g++ (../cuda/host_cuda.h). The environment says what there is:
//   FAKE_CUDA_DEVICES (1), FAKE_CUDA_DRIVER (13000), FAKE_CUDA_CAPABILITY (90), FAKE_CUDA_MEMORY (bytes, 1 GiB),
//   FAKE_CUDA_INIT (what cuInit gives, 0)

#include "device.h"
#include "host_cuda.h"
#include "kernels.cu"

#include <deque>
#include <map>
#include <mutex>
#include <set>
#include <utility>

namespace {

enum { OK = 0, INVALID_VALUE = 1, OUT_OF_MEMORY = 2, INVALID_DEVICE = 101, INVALID_CONTEXT = 201, INVALID_HANDLE = 400,
       NOT_FOUND = 500, CAPTURE_UNSUPPORTED = 900, CAPTURE_INVALIDATED = 901 };

constexpr size_t GUARD = 4096;
constexpr unsigned char POISON = 0xff, EDGE = 0xa5;

struct Context {
    int device;
    int retained;
};

struct Piece {
    size_t bytes;
    Context* context;
    long number;
};

struct Work {
    std::string what;
    std::function<void()> run;
};

struct Graph {
    std::vector<Work> work;
    Context* context;
};

struct Stream {
    Context* context;
    std::deque<Work> pending;
    long done = 0;
    bool capturing = false;
    bool spoilt = false;
    std::vector<Work> captured;
};

struct Event {
    Context* context;
    Stream* stream = nullptr;
    long position = 0;
    double time = 0;
};

struct Function {
    std::string name;
    std::vector<int> widths;
    std::vector<bool> pointers;
    std::function<std::function<void()>(void**)> bind;
};

long number(const char* name, long unless) {
    const char* text = getenv(name);
    return text ? atol(text) : unless;
}

std::recursive_mutex lock;
Context contexts[16];
thread_local Context* current = nullptr;
std::map<const char*, Piece> memory;
std::map<const char*, Piece> pinned;
std::set<Stream*> streams;
std::set<Event*> events;
std::set<void*> graphs;
size_t used = 0;
long pieces = 0;
long modules = 0;

#define LOCKED std::lock_guard<std::recursive_mutex> guard(lock)

bool isCapturing() {
    for (Stream* s : streams) {
        if (s->capturing) {
            return true;
        }
    }
    return false;
}

int requireMaking(const char* what) {
    if (!current || !current->retained) {
        return fakeWrong(INVALID_CONTEXT, what, "the thread has no context");
    }
    if (isCapturing()) {
        for (Stream* s : streams) {
            s->spoilt |= s->capturing;
        }
        return fakeWrong(CAPTURE_UNSUPPORTED, what, "not while work is captured");
    }
    return OK;
}

bool liesIn(const std::map<const char*, Piece>& all, const void* address, size_t bytes) {
    const char* a = static_cast<const char*>(address);
    auto next = all.upper_bound(a);
    if (next == all.begin()) {
        return false;
    }
    const auto& piece = *--next;
    return a + bytes <= piece.first + piece.second.bytes && piece.second.context == current;
}

char* allocate(size_t bytes) {
    char* base = static_cast<char*>(aligned_alloc(GUARD, (bytes + 2 * GUARD + GUARD - 1) / GUARD * GUARD));
    if (!base) {
        return nullptr;
    }
    memset(base, EDGE, GUARD);
    memset(base + GUARD, POISON, bytes);
    memset(base + GUARD + bytes, EDGE, GUARD);
    return base + GUARD;
}

int release(std::map<const char*, Piece>& all, const char* address, const char* what) {
    auto found = all.find(address);
    if (found == all.end()) {
        return fakeWrong(INVALID_VALUE, what, "this was not allocated, or was freed before");
    }
    size_t bytes = found->second.bytes;
    for (size_t i = 0; i < GUARD; i++) {
        if ((unsigned char)address[-1 - (long)i] != EDGE || (unsigned char)address[bytes + i] != EDGE) {
            fakeWrong(INVALID_VALUE, what, "something was written beside this memory");
            abort();
        }
    }
    all.erase(found);
    ::free(const_cast<char*>(address) - GUARD);
    return OK;
}

/** Does the work of a stream before a position, counted from its first. */
void runTo(Stream* s, long position) {
    while (s->done < position && !s->pending.empty()) {
        Work w = std::move(s->pending.front());
        s->pending.pop_front();
        s->done++;
        w.run();
    }
}

Stream* known(void* stream, const char* what) {
    Stream* s = static_cast<Stream*>(stream);
    if (!streams.count(s)) {
        fakeWrong(INVALID_HANDLE, what, stream ? "no such stream" : "the legacy stream");
        return nullptr;
    }
    if (s->context != current) {
        fakeWrong(INVALID_CONTEXT, what, "the stream is of another context");
        return nullptr;
    }
    return s;
}

// ---- kernels ---------------------------------------------------------------------------------------------------

template <typename A>
A taken(void* at) {
    A a;
    memcpy(&a, at, sizeof a);
    return a;
}

template <typename... A, size_t... I>
std::function<void()> bound(void (*kernel)(A...), void** arguments, std::index_sequence<I...>) {
    return std::bind(kernel, taken<A>(arguments[I])...);
}

template <typename... A>
Function function(const char* name, void (*kernel)(A...)) {
    return Function{name, {(int)sizeof(A)...}, {std::is_pointer_v<A>...}, [kernel](void** arguments) {
                        return bound(kernel, arguments, std::index_sequence_for<A...>());
                    }};
}

std::map<std::string, Function>& functions() {
    static std::map<std::string, Function> all;
    if (all.empty()) {
#define KERNEL(NAME) all[#NAME] = function(#NAME, NAME);
#include "entries.inc"
#undef KERNEL
    }
    return all;
}

void runGrid(unsigned x, unsigned y, unsigned threadsX, unsigned threadsY, const std::function<void()>& body) {
    gridDim = {x, y};
    blockDim = {threadsX, threadsY};
    for (unsigned j = 0; j < y; j++) {
        for (unsigned i = 0; i < x; i++) {
            blockIdx = {i, j};
            Block::run([&] { body(); }, false);
        }
    }
}

}  // namespace

// ---- what the other libraries use ------------------------------------------------------------------------------

API int fakeWrong(int status, const char* what, const char* why) {
    fprintf(stderr, "fake CUDA: %s: %s\n", what, why);
    return status;
}

API bool fakeIsDevice(const void* address, size_t bytes) {
    LOCKED;
    return liesIn(memory, address, bytes);
}

API long fakePiece(const void* address) {
    LOCKED;
    auto next = memory.upper_bound(static_cast<const char*>(address));
    return next == memory.begin() ? 0 : (--next)->second.number;
}

API bool fakeMayMake(const char* what) {
    LOCKED;
    return requireMaking(what) == OK;
}

API int fakeAdd(void* stream, const char* what, const std::function<void()>& work) {
    LOCKED;
    Stream* s = known(stream, what);
    if (!s) {
        return INVALID_HANDLE;
    }
    if (s->capturing) {
        s->captured.push_back({what, work});
    } else {
        s->pending.push_back({what, work});
    }
    return OK;
}

// ---- the driver and its devices --------------------------------------------------------------------------------

API int cuInit(unsigned) {
    return (int)number("FAKE_CUDA_INIT", OK);
}

API int cuGetErrorString(int, const char** text) {
    *text = "an error of the fake device";
    return OK;
}

API int cuDriverGetVersion(int* version) {
    *version = (int)number("FAKE_CUDA_DRIVER", 13000);
    return OK;
}

API int cuDeviceGetCount(int* n) {
    *n = (int)number("FAKE_CUDA_DEVICES", 1);
    return OK;
}

API int cuDeviceGet(int* device, int index) {
    *device = index;
    return index >= 0 && index < number("FAKE_CUDA_DEVICES", 1) ? OK : INVALID_DEVICE;
}

API int cuDeviceGetName(char* name, int length, int device) {
    snprintf(name, length, "fake device %d", device);
    return OK;
}

API int cuDeviceTotalMem_v2(size_t* bytes, int) {
    *bytes = number("FAKE_CUDA_MEMORY", 1L << 30);
    return OK;
}

API int cuDeviceGetAttribute(int* value, int which, int) {
    long capability = number("FAKE_CUDA_CAPABILITY", 90);
    switch (which) {
        case 75: *value = capability / 10; return OK;
        case 76: *value = capability % 10; return OK;
        case 16: *value = 4; return OK;
        case 97: *value = 96 << 10; return OK;
        default: return INVALID_VALUE;
    }
}

API int cuDevicePrimaryCtxRetain(void** context, int device) {
    LOCKED;
    contexts[device].device = device;
    contexts[device].retained++;
    *context = &contexts[device];
    return OK;
}

API int cuDevicePrimaryCtxRelease_v2(int device) {
    LOCKED;
    if (contexts[device].retained == 0) {
        return fakeWrong(INVALID_CONTEXT, "releasing a context", "it is not retained");
    }
    contexts[device].retained--;
    return OK;
}

API int cuCtxSetCurrent(void* context) {
    current = static_cast<Context*>(context);
    return OK;
}

// ---- memory ----------------------------------------------------------------------------------------------------

API int cuMemGetInfo_v2(size_t* free, size_t* total) {
    LOCKED;
    int status = requireMaking("asking for free memory");
    *total = number("FAKE_CUDA_MEMORY", 1L << 30);
    *free = *total - used;
    return status;
}

API int cuMemAlloc_v2(char** address, size_t bytes) {
    LOCKED;
    if (int status = requireMaking("cuMemAlloc")) {
        return status;
    }
    if (used + bytes > (size_t)number("FAKE_CUDA_MEMORY", 1L << 30)) {
        return OUT_OF_MEMORY;
    }
    *address = allocate(bytes);
    memory[*address] = {bytes, current, ++pieces};
    used += bytes;
    return OK;
}

API int cuMemFree_v2(char* address) {
    LOCKED;
    if (int status = requireMaking("cuMemFree")) {
        return status;
    }
    for (Stream* s : streams) {
        runTo(s, s->done + (long)s->pending.size());
    }
    auto found = memory.find(address);
    used -= found == memory.end() ? 0 : found->second.bytes;
    return release(memory, address, "cuMemFree");
}

API int cuMemHostAlloc(char** address, size_t bytes, unsigned) {
    LOCKED;
    if (int status = requireMaking("cuMemHostAlloc")) {
        return status;
    }
    *address = allocate(bytes);
    pinned[*address] = {bytes, current, ++pieces};
    return OK;
}

API int cuMemFreeHost(char* address) {
    LOCKED;
    if (int status = requireMaking("cuMemFreeHost")) {
        return status;
    }
    return release(pinned, address, "cuMemFreeHost");
}

static int copies(const char* what, bool fits, void* to, const void* from, size_t bytes, void* stream) {
    if (!fits) {
        return fakeWrong(INVALID_VALUE, what, "memory of another kind, or too little of it");
    }
    return fakeAdd(stream, what, [=] { memcpy(to, from, bytes); });
}

API int cuMemcpyHtoDAsync_v2(char* to, const char* from, size_t bytes, void* stream) {
    LOCKED;
    bool fits = liesIn(memory, to, bytes) && liesIn(pinned, from, bytes);
    return copies("cuMemcpyHtoDAsync", fits, to, from, bytes, stream);
}

API int cuMemcpyDtoHAsync_v2(char* to, const char* from, size_t bytes, void* stream) {
    LOCKED;
    bool fits = liesIn(pinned, to, bytes) && liesIn(memory, from, bytes);
    return copies("cuMemcpyDtoHAsync", fits, to, from, bytes, stream);
}

API int cuMemcpyDtoDAsync_v2(char* to, const char* from, size_t bytes, void* stream) {
    LOCKED;
    bool fits = liesIn(memory, to, bytes) && liesIn(memory, from, bytes);
    bool overlap = to < from + bytes && from < to + bytes;
    return copies("cuMemcpyDtoDAsync", fits && !overlap, to, from, bytes, stream);
}

API int cuMemsetD8Async(char* to, unsigned char value, size_t bytes, void* stream) {
    LOCKED;
    if (!liesIn(memory, to, bytes)) {
        return fakeWrong(INVALID_VALUE, "cuMemsetD8Async", "not device memory, or too little of it");
    }
    return fakeAdd(stream, "cuMemsetD8Async", [=] { memset(to, value, bytes); });
}

// ---- streams and events ----------------------------------------------------------------------------------------

API int cuStreamCreate(void** stream, unsigned flags) {
    LOCKED;
    if (int status = requireMaking("cuStreamCreate")) {
        return status;
    }
    if (flags != 1) {
        return fakeWrong(INVALID_VALUE, "cuStreamCreate", "the stream waits for the legacy stream");
    }
    Stream* s = new Stream{current};
    streams.insert(s);
    *stream = s;
    return OK;
}

API int cuStreamSynchronize(void* stream) {
    LOCKED;
    Stream* s = known(stream, "cuStreamSynchronize");
    if (!s) {
        return INVALID_HANDLE;
    }
    if (s->capturing) {
        s->spoilt = true;
        return fakeWrong(CAPTURE_UNSUPPORTED, "cuStreamSynchronize", "not while work is captured");
    }
    runTo(s, s->done + (long)s->pending.size());
    return OK;
}

API int cuStreamDestroy_v2(void* stream) {
    LOCKED;
    Stream* s = known(stream, "cuStreamDestroy");
    if (!s) {
        return INVALID_HANDLE;
    }
    runTo(s, s->done + (long)s->pending.size());
    for (Event* e : events) {
        e->stream = e->stream == s ? nullptr : e->stream;
    }
    streams.erase(s);
    delete s;
    return OK;
}

API int cuEventCreate(void** event, unsigned) {
    LOCKED;
    if (int status = requireMaking("cuEventCreate")) {
        return status;
    }
    Event* e = new Event{current};
    events.insert(e);
    *event = e;
    return OK;
}

API int cuEventDestroy_v2(void* event) {
    LOCKED;
    return events.erase(static_cast<Event*>(event)) ? (delete static_cast<Event*>(event), (int)OK)
                                                    : fakeWrong(INVALID_HANDLE, "cuEventDestroy", "no such event");
}

API int cuEventRecord(void* event, void* stream) {
    LOCKED;
    Event* e = static_cast<Event*>(event);
    Stream* s = known(stream, "cuEventRecord");
    if (!s || !events.count(e) || e->context != current) {
        return fakeWrong(INVALID_HANDLE, "cuEventRecord", "no such event in this context");
    }
    if (!s->capturing) {
        s->pending.push_back({"an event", [e] {
                                  timespec now;
                                  clock_gettime(CLOCK_MONOTONIC, &now);
                                  e->time = now.tv_sec * 1e3 + now.tv_nsec / 1e6;
                              }});
        e->stream = s;
        e->position = s->done + (long)s->pending.size();
    }
    return OK;
}

API int cuEventSynchronize(void* event) {
    LOCKED;
    Event* e = static_cast<Event*>(event);
    if (!events.count(e) || isCapturing()) {
        return fakeWrong(INVALID_HANDLE, "cuEventSynchronize", "no such event, or work is captured");
    }
    if (e->stream) {
        runTo(e->stream, e->position);
    }
    return OK;
}

API int cuEventElapsedTime(float* ms, void* from, void* to) {
    LOCKED;
    *ms = (float)(static_cast<Event*>(to)->time - static_cast<Event*>(from)->time);
    return OK;
}

API int cuStreamWaitEvent(void* stream, void* event, unsigned) {
    LOCKED;
    Event* e = static_cast<Event*>(event);
    if (!events.count(e)) {
        return fakeWrong(INVALID_HANDLE, "cuStreamWaitEvent", "no such event");
    }
    Stream* other = e->stream;
    long position = e->position;
    return fakeAdd(stream, "cuStreamWaitEvent", [=] {
        if (other && streams.count(other)) {
            runTo(other, position);
        }
    });
}

// ---- kernels ---------------------------------------------------------------------------------------------------

API int cuModuleLoadData(void** module, const char* image) {
    LOCKED;
    if (int status = requireMaking("cuModuleLoadData")) {
        return status;
    }
    if (!strstr(image, ".version 8.0")) {
        return fakeWrong(INVALID_VALUE, "cuModuleLoadData", "no PTX that ends with a 0");
    }
    modules++;
    *module = &modules;
    return OK;
}

API int cuModuleUnload(void* module) {
    LOCKED;
    return module == &modules && modules-- > 0 ? OK : fakeWrong(INVALID_HANDLE, "cuModuleUnload", "no such module");
}

API int cuModuleGetFunction(void** found, void* module, const char* name) {
    LOCKED;
    auto f = functions().find(name);
    if (module != &modules || f == functions().end()) {
        return NOT_FOUND;
    }
    *found = &f->second;
    return OK;
}

API int cuLaunchKernel(
        void* kernel,
        unsigned gridX,
        unsigned gridY,
        unsigned gridZ,
        unsigned blockX,
        unsigned blockY,
        unsigned blockZ,
        unsigned sharedBytes,
        void* stream,
        void** arguments,
        void** extra) {
    LOCKED;
    Function* f = static_cast<Function*>(kernel);
    if (gridZ != 1 || blockZ != 1 || sharedBytes != 0 || extra || blockX * blockY > 1024 || gridY > 65535) {
        return fakeWrong(INVALID_VALUE, f->name.c_str(), "a shape that cannot be launched");
    }
    for (size_t i = 0; i < f->widths.size(); i++) {
        void* value = f->pointers[i] ? taken<void*>(arguments[i]) : nullptr;
        if (f->pointers[i] && !liesIn(memory, value, 1)) {
            return fakeWrong(INVALID_VALUE, f->name.c_str(), "an argument that should be an address of the device");
        }
    }
    std::function<void()> body = f->bind(arguments);
    return fakeAdd(stream, f->name.c_str(), [=] { runGrid(gridX, gridY, blockX, blockY, body); });
}

// ---- graphs ----------------------------------------------------------------------------------------------------

API int cuStreamBeginCapture_v2(void* stream, int mode) {
    LOCKED;
    Stream* s = known(stream, "cuStreamBeginCapture");
    if (!s || s->capturing || mode != 1) {
        return fakeWrong(INVALID_VALUE, "cuStreamBeginCapture", "no stream, one that captures, or not by thread");
    }
    s->capturing = true;
    s->spoilt = false;
    s->captured.clear();
    return OK;
}

API int cuStreamEndCapture(void* stream, void** graph) {
    LOCKED;
    Stream* s = known(stream, "cuStreamEndCapture");
    if (!s || !s->capturing) {
        return fakeWrong(INVALID_VALUE, "cuStreamEndCapture", "nothing is captured");
    }
    s->capturing = false;
    *graph = nullptr;
    if (s->spoilt) {
        return CAPTURE_INVALIDATED;
    }
    *graph = new Graph{s->captured, current};
    graphs.insert(*graph);
    return OK;
}

API int cuGraphInstantiateWithFlags(void** executable, void* graph, unsigned long long flags) {
    LOCKED;
    if (!graphs.count(graph) || flags != 0) {
        return fakeWrong(INVALID_HANDLE, "cuGraphInstantiate", "no such graph");
    }
    *executable = new Graph(*static_cast<Graph*>(graph));
    graphs.insert(*executable);
    return OK;
}

API int cuGraphLaunch(void* executable, void* stream) {
    LOCKED;
    if (!graphs.count(executable)) {
        return fakeWrong(INVALID_HANDLE, "cuGraphLaunch", "no such graph");
    }
    std::vector<Work>* work = &static_cast<Graph*>(executable)->work;
    return fakeAdd(stream, "a graph", [=] {
        for (Work& w : *work) {
            w.run();
        }
    });
}

static int destroyGraph(void* graph, const char* what) {
    LOCKED;
    if (!graphs.erase(graph)) {
        return fakeWrong(INVALID_HANDLE, what, "no such graph");
    }
    for (Stream* s : streams) {
        runTo(s, s->done + (long)s->pending.size());
    }
    delete static_cast<Graph*>(graph);
    return OK;
}

API int cuGraphDestroy(void* graph) {
    return destroyGraph(graph, "cuGraphDestroy");
}

API int cuGraphExecDestroy(void* executable) {
    return destroyGraph(executable, "cuGraphExecDestroy");
}
