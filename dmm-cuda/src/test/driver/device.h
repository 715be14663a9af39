// A CUDA device on the host, for tests of the layer that calls CUDA: what libcuda.cpp, libcusparse.cpp and libcublas.cpp share.
// Work is done as late as it may, when somebody waits for it; what a device would leave undefined is an error with a line on
// the standard error.
#pragma once

#include <functional>
#include <string>

#define API extern "C" __attribute__((visibility("default")))

/** Adds work to a stream, or to what is captured from it. Gives a CUresult. */
API int fakeAdd(void* stream, const char* what, const std::function<void()>& work);

/** Whether so many bytes from an address on lie in one piece of device memory that is alive. */
API bool fakeIsDevice(const void* address, size_t bytes);

/** The number of the piece of device memory that an address lies in: no other piece ever has it. */
API long fakePiece(const void* address);

/** Whether the calling thread may make and free things: it has a context and captures nothing. */
API bool fakeMayMake(const char* what);

/** Says what is wrong; gives the status. */
API int fakeWrong(int status, const char* what, const char* why);
