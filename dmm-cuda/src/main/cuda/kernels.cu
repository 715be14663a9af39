// All kernels, as one module: scripts/build-ptx compiles this file to the PTX that ships in the jar.

#include "ops_kernels.cuh"
#include "down.cuh"
#include "dots.cuh"
#include "rows.cuh"
