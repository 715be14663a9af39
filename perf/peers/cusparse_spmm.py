"""The cuSPARSE product of io.dmm4j.perf.cuda.SpmmReport from CuPy: the same call, the same shapes.

Prints spmm,cupy,LANES,MICROSECONDS (medians of batches of 20 calls between two events), or why it cannot.
"""

import sys

ROWS, LINKS, BATCH, TIMES = 20000, 50, 20, 15

try:
    import cupy
    import numpy as np
    from cupy_backends.cuda.libs import cusparse as lib
except ImportError as e:
    print(f"CuPy is missing ({e})")
    sys.exit(3)

rng = np.random.default_rng(1)
col = np.sort(rng.integers(0, ROWS, (ROWS, LINKS), dtype=np.int32), axis=1).ravel()
ptr = np.arange(0, ROWS * LINKS + 1, LINKS, dtype=np.int32)
ptr, col = cupy.asarray(ptr), cupy.asarray(col)
values = cupy.random.random(ROWS * LINKS, dtype=cupy.float32)
one, zero = np.array(1, "f"), np.array(0, "f")
n, row_major, alg2 = lib.CUSPARSE_OPERATION_NON_TRANSPOSE, 2, 6
float32 = 0

for lanes in (32, 64, 128, 256, 512, 1024):
    x = cupy.random.random((ROWS, lanes), dtype=cupy.float32)
    y = cupy.empty((ROWS, lanes), dtype=cupy.float32)
    handle = cupy.cuda.device.get_cusparse_handle()
    index, base = lib.CUSPARSE_INDEX_32I, lib.CUSPARSE_INDEX_BASE_ZERO
    a = lib.createCsr(ROWS, ROWS, ROWS * LINKS, ptr.data.ptr, col.data.ptr, values.data.ptr, index, index, base, float32)
    dx = lib.createDnMat(ROWS, lanes, lanes, x.data.ptr, float32, row_major)
    dy = lib.createDnMat(ROWS, lanes, lanes, y.data.ptr, float32, row_major)
    head = (handle, n, n, one.ctypes.data, a, dx, zero.ctypes.data, dy, float32, alg2)
    work = cupy.empty(max(1, lib.spMM_bufferSize(*head)), dtype=cupy.int8)
    times = []
    for t in range(-3, TIMES):
        before, after = cupy.cuda.Event(), cupy.cuda.Event()
        before.record()
        for _ in range(BATCH):
            lib.spMM(*head, work.data.ptr)
        after.record()
        after.synchronize()
        if t >= 0:
            times.append(1e3 * cupy.cuda.get_elapsed_time(before, after) / BATCH)
    print(f"spmm,cupy,{lanes},{sorted(times)[TIMES // 2]:.2f}")
