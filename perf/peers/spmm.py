"""Sparse matrix times dense matrix in SciPy and PyTorch, on the shapes of io.dmm4j.perf.cpu.DownCase.

Prints one line per library and case: peer,NAME,KIND,SIZE,LANES,GFLOPS (medians); other lines say what
was found and what was left out, and why. Matrices are drawn with seed 1.

usage: spmm.py [float32|float64]
"""

import sys
import time

ROWS, LINKS = 20000, 50
LANES = (1, 8, 64, 512)
CASES = (("scalar", 1), ("rigid", 8), ("rigid", 32), ("ragged", 8), ("ragged", 32))

try:
    import numpy as np
except ImportError as e:
    print(f"NumPy is missing ({e})")
    sys.exit(0)


def csr(kind, size, dtype):
    """Row pointers, columns and values; rigid is W of W x I, the small matrix times a wide one."""
    rng = np.random.default_rng(1)
    ports = ROWS // size
    if kind != "ragged":
        col = np.sort(rng.integers(0, ports, (ports, LINKS), dtype=np.int32), axis=1).ravel()
        ptr = np.arange(0, ports * LINKS + 1, LINKS, dtype=np.int32)
    else:
        length = rng.integers(1, 2 * size, ports)
        start = np.concatenate(([0], np.cumsum(length)))
        rows, cols = [], []
        for to in range(ports):
            for f in np.sort(rng.integers(0, ports, LINKS)):
                n = min(length[to], length[f])
                rows.append(start[to] + np.arange(n))
                cols.append(start[f] + np.arange(n))
        rows, cols = np.concatenate(rows), np.concatenate(cols)
        order = np.argsort(rows, kind="stable")
        col = cols[order].astype(np.int32)
        ptr = np.concatenate(([0], np.cumsum(np.bincount(rows, minlength=start[-1])))).astype(np.int32)
    return ptr, col, (rng.random(len(col)) - 0.5).astype(dtype)


def median_seconds(f):
    f()
    times = []
    while len(times) < 5 or (sum(times) < 0.4 and len(times) < 101):
        start = time.perf_counter()
        f()
        times.append(time.perf_counter() - start)
    return sorted(times)[len(times) // 2]


def libraries():
    found = {}
    try:
        import scipy
        import scipy.sparse as sparse

        print(f"SciPy {scipy.__version__}")
        found["SciPy"] = lambda ptr, col, w, y: (
            lambda a=sparse.csr_matrix((w, col, ptr), shape=(len(ptr) - 1, len(y))): a @ y
        )
    except ImportError as e:
        print(f"SciPy is missing ({e})")
    try:
        import torch

        print(f"PyTorch {torch.__version__} with {torch.get_num_threads()} threads")

        def torch_case(ptr, col, w, y):
            size = (len(ptr) - 1, len(y))
            a = torch.sparse_csr_tensor(torch.from_numpy(ptr), torch.from_numpy(col), torch.from_numpy(w), size)
            dense = torch.from_numpy(y)
            return lambda: a @ dense

        found["PyTorch"] = torch_case
    except ImportError as e:
        print(f"PyTorch is missing ({e})")
    return found


def main():
    dtype = np.dtype(sys.argv[1] if len(sys.argv) > 1 else "float32")
    for name, prepare in libraries().items():
        for kind, size in CASES:
            ptr, col, w = csr(kind, size, dtype)
            wide = size if kind == "rigid" else 1
            for lanes in LANES:
                y = np.random.default_rng(2).random((len(ptr) - 1, wide * lanes)).astype(dtype)
                if y.shape[1] == 1:
                    y = y[:, 0].copy()
                seconds = median_seconds(prepare(ptr, col, w, y))
                flops = 2.0 * len(col) * wide * lanes
                print(f"peer,{name},{kind},{size},{lanes},{flops / seconds / 1e9:.3f}", flush=True)


main()
