"""A gradient step of a detector as dense flattened NumPy and as PyTorch, beside the one that dmm4j has made.

Reads a folder that io.dmm4j.perf.train.TrainingStepReport has written: network.json, and step.json with what is fed, what
is wanted, and the loss and gradient to be matched. A side that does not match to 1e-4 is reported and not timed.

Prints one line per library: peer,NAME,MILLISECONDS (median); other lines say what was found and what was left out, and why.

usage: step.py FOLDER THREADS
"""

import json
import os
import sys
import time

FOLDER, THREADS = sys.argv[1], int(sys.argv[2])
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = str(THREADS)  # read when NumPy is loaded

try:
    import numpy as np
except ImportError as e:
    print(f"NumPy is missing ({e})")
    sys.exit(0)

LIMIT = 4  # of lite/dot-clamped(4)
TOLERANCE = 1e-4
KINDS = {
    "lite/accum": (["dict-1", "dict-2"], ["dict"]),
    "lite/max-norm": (["dict"], ["norm"]),
    "lite/dot-clamped(4)": (["dict-1", "dict-2"], ["dot"]),
    "lite/compare": (["dict-1", "dict-2"], ["true", "false"]),
    "lite/output": (["dict-1", "dict-2"], []),
}


class Detector:
    """Ports by kind, so that an operation is one on a slice; W dense; paths are the root and the letters."""

    def __init__(self, network, step):
        neurons = {}
        for n in network["neurons"]:
            neurons.setdefault(n.get("type", "input"), []).append(n["name"])
        self.ins, self.outs = [], []
        self.x, self.y = {}, {}
        self.source("input", neurons["input"], "char")
        self.source("eos", neurons["lite/eos"], "char")
        self.source("one", neurons["lite/const_1"], "const_1")
        for kind, (inputs, outputs) in KINDS.items():
            for port in inputs:
                self.x[kind, port] = self.extend(self.ins, neurons[kind], port)
            for port in outputs:
                self.y[kind, port] = self.extend(self.outs, neurons[kind], port)
        letters = sorted({c for lane in step["fed"] for c in lane if c} | {"."})
        self.paths = {c: i + 1 for i, c in enumerate(letters)}
        self.weights(network["matrix"])
        self.data(step)

    def source(self, name, names, port):
        self.y[name] = self.extend(self.outs, names, port)

    @staticmethod
    def extend(ports, names, port):
        first = len(ports)
        ports.extend((n, port) for n in names)
        return slice(first, len(ports))

    def weights(self, matrix):
        rows = {p: i for i, p in enumerate(self.ins)}
        columns = {p: i for i, p in enumerate(self.outs)}
        self.w = np.zeros((len(self.ins), len(self.outs)), np.float32)
        self.links = {}
        for part in ("trainable", "fixed"):
            for to, ports in matrix.get(part, {}).items():
                for port, sources in ports.items():
                    for source, outs in sources.items():
                        for out, weight in outs.items():
                            at = rows[to, port], columns[source, out]
                            self.w[at] = weight
                            if part == "trainable":
                                self.links[f"{to}.{port} <- {source}.{out}"] = at

    def data(self, step):
        fed = step["fed"]
        self.lanes, self.cycles, self.size = len(fed), len(fed[0]), len(self.paths) + 1
        self.given = np.zeros((self.cycles, self.size, self.lanes), np.float32)
        for lane, letters in enumerate(fed):
            for cycle, c in enumerate(letters):
                if c:
                    self.given[cycle, self.paths[c], lane] = 1
        self.eos = np.zeros((self.size, self.lanes), np.float32)
        self.eos[self.paths["."]] = 1
        self.one = np.zeros((self.size, self.lanes), np.float32)
        self.one[0] = 1
        self.wanted = np.array(step["wanted"], np.float32)  # [cycles, probes, lanes]


class NumPyStep:
    """Forwards and backwards by hand; the gradient by W is one product of all cycles at the end."""

    def __init__(self, d):
        self.d = d
        self.y = np.zeros((d.cycles + 1, len(d.outs), d.size, d.lanes), np.float32)  # from before cycle 1 on
        self.x = np.zeros((d.cycles, len(d.ins), d.size, d.lanes), np.float32)
        self.gx = np.zeros_like(self.x)
        self.y[1:, d.y["input"]] = d.given[:, None]
        self.y[1:, d.y["eos"]] = d.eos
        self.y[1:, d.y["one"]] = d.one

    def run(self):
        d, x, y, gx = self.d, self.x, self.y, self.gx
        w = d.w
        flat = d.size * d.lanes
        a1, a2, a = d.x["lite/accum", "dict-1"], d.x["lite/accum", "dict-2"], d.y["lite/accum", "dict"]
        n1, n = d.x["lite/max-norm", "dict"], d.y["lite/max-norm", "norm"]
        dot = "lite/dot-clamped(4)"
        d1, d2, do = d.x[dot, "dict-1"], d.x[dot, "dict-2"], d.y[dot, "dot"]
        c1, c2 = d.x["lite/compare", "dict-1"], d.x["lite/compare", "dict-2"]
        yes, no = d.y["lite/compare", "true"], d.y["lite/compare", "false"]
        out = slice(d.x["lite/output", "dict-1"].start, d.x["lite/output", "dict-2"].stop)
        for t in range(d.cycles):
            np.matmul(w, y[t].reshape(-1, flat), out=x[t].reshape(-1, flat))
            now, after = x[t], y[t + 1]
            np.add(now[a1], now[a2], out=after[a])
            after[n, 0] = np.abs(now[n1]).max(axis=1)
            after[do, 0] = np.einsum("npl,npl->nl", now[d1], now[d2]).clip(-LIMIT, LIMIT)
            gap = now[c1, 0] - now[c2, 0]
            after[yes, 0] = np.maximum(gap, 0)
            after[no, 0] = np.maximum(-gap, 0)
        error = x[:, out, 0] - d.wanted
        loss = float(np.sum(np.square(error, dtype=np.float64)))
        gy = np.zeros_like(y[0])
        for t in range(d.cycles - 1, -1, -1):
            now, g = x[t], gx[t]
            g[a1] = gy[a]
            g[a2] = gy[a]
            size = np.abs(now[n1])
            last = d.size - 1 - size[:, ::-1].argmax(axis=1)[:, None]
            g[n1] = 0
            sign = np.sign(np.take_along_axis(now[n1], last, axis=1))
            np.put_along_axis(g[n1], last, sign * gy[n, None, 0], axis=1)
            free = np.abs(np.einsum("npl,npl->nl", now[d1], now[d2])) < LIMIT
            through = (gy[do, 0] * free)[:, None]
            g[d1] = through * now[d2]
            g[d2] = through * now[d1]
            gap = now[c1, 0] - now[c2, 0]
            slope = gy[yes, 0] * (gap > 0) - gy[no, 0] * (gap < 0)
            g[c1, 0] = slope
            g[c2, 0] = -slope
            g[out, 0] = 2 * error[t]
            np.matmul(w.T, g.reshape(-1, flat), out=gy.reshape(-1, flat))
        left = gx.transpose(1, 0, 2, 3).reshape(len(d.ins), -1)
        right = y[:-1].transpose(1, 0, 2, 3).reshape(len(d.outs), -1)
        return loss, left @ right.T


class TorchStep:
    """The same forwards, differentiated by autograd."""

    def __init__(self, d, torch):
        self.d, self.torch = d, torch
        self.w = torch.from_numpy(d.w).requires_grad_()
        self.given = torch.from_numpy(d.given)
        self.eos, self.one = torch.from_numpy(d.eos), torch.from_numpy(d.one)
        self.wanted = torch.from_numpy(d.wanted)

    def run(self):
        d, torch = self.d, self.torch
        flat = d.size * d.lanes
        zeros = torch.zeros(d.size - 1, d.lanes)

        def scalar(s):
            return torch.cat((s[:, None], zeros.expand(len(s), -1, -1)), 1)

        def x(now, kind, port):
            return now[d.x[kind, port]]

        self.w.grad = None
        y = torch.zeros(len(d.outs), d.size, d.lanes)
        loss = 0
        for t in range(d.cycles):
            now = (self.w @ y.reshape(-1, flat)).reshape(-1, d.size, d.lanes)
            seen = torch.cat((x(now, "lite/output", "dict-1")[:, 0], x(now, "lite/output", "dict-2")[:, 0]))
            loss = loss + (seen - self.wanted[t]).square().sum()
            products = x(now, "lite/dot-clamped(4)", "dict-1") * x(now, "lite/dot-clamped(4)", "dict-2")
            gap = x(now, "lite/compare", "dict-1")[:, 0] - x(now, "lite/compare", "dict-2")[:, 0]
            y = torch.cat(
                (
                    self.given[t][None],
                    self.eos[None],
                    self.one[None],
                    x(now, "lite/accum", "dict-1") + x(now, "lite/accum", "dict-2"),
                    scalar(x(now, "lite/max-norm", "dict").abs().max(1).values),
                    scalar(products.sum(1).clamp(-LIMIT, LIMIT)),
                    scalar(gap.relu()),
                    scalar((-gap).relu()),
                )
            )
        loss.backward()
        return loss.item(), self.w.grad.numpy()


def difference(d, step, loss, gradient):
    """The relative error of the loss, or of the gradient by its largest number, whichever is larger."""
    expected = step["gradient"]
    largest = max(abs(g) for g in expected.values())
    worst = max(abs(float(gradient[at]) - expected[name]) for name, at in d.links.items())
    assert len(expected) == len(d.links), f"{len(d.links)} links, expected {len(expected)}"
    return max(abs(loss - step["loss"]) / abs(step["loss"]), worst / largest)


def median_ms(f):
    for _ in range(3):
        f()
    times = []
    while len(times) < 7 or (sum(times) < 3 and len(times) < 101):
        start = time.perf_counter()
        f()
        times.append(time.perf_counter() - start)
    return 1e3 * sorted(times)[len(times) // 2]


def main():
    with open(os.path.join(FOLDER, "network.json"), encoding="utf-8") as f:
        network = json.load(f)
    with open(os.path.join(FOLDER, "step.json"), encoding="utf-8") as f:
        step = json.load(f)
    d = Detector(network, step)
    sides = {f"NumPy {np.__version__}": NumPyStep(d)}
    try:
        import torch

        torch.set_num_threads(THREADS)
        sides[f"PyTorch {torch.__version__}"] = TorchStep(d, torch)
    except ImportError as e:
        print(f"PyTorch is missing ({e})")
    wrong = False
    for name, side in sides.items():
        error = difference(d, step, *side.run())
        if error < TOLERANCE:
            print(f"peer,{name},{median_ms(side.run):.4f},{error:.2g}", flush=True)
        else:
            print(f"{name} DIFFERS: relative error {error:.3g}, expected below {TOLERANCE}")
            wrong = True
    sys.exit(1 if wrong else 0)


main()
