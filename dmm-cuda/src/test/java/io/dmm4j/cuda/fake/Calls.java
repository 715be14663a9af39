package io.dmm4j.cuda.fake;

import io.dmm4j.cuda.device.GpuException;
import io.dmm4j.cuda.device.GpuException.Kind;

/** Counts calls, and lets one of them fail, or all from one on, as a lost device does. */
final class Calls {
    private long count;
    private long failing = -1;
    private Kind kind = Kind.FAILED;
    private boolean lost;

    void failAt(long call, Kind how) {
        failing = call < 0 ? -1 : count + call;
        kind = how;
        lost = false;
    }

    long count() {
        return count;
    }

    boolean isLost() {
        return lost;
    }

    void next(String operation) {
        long now = count++;
        if (lost) {
            throw new GpuException(Kind.LOST, operation + " failed with CUDA_ERROR_ILLEGAL_ADDRESS (simulated)");
        }
        if (now == failing) {
            lost = kind == Kind.LOST;
            throw new GpuException(kind, operation + " failed with call " + now + " (simulated)");
        }
    }
}
