package io.dmm4j.cuda;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dmm4j.spi.Availability;

/** The backend on a real device, for tests that need one: without it they are skipped, and say why. */
final class OnGpu {
    private OnGpu() {}

    static CudaBackend backend() {
        return backend(CudaOptions.DEFAULT);
    }

    static CudaBackend backend(CudaOptions options) {
        Availability a = Devices.availability();
        assumeTrue(a.usable(), () -> "skipped: " + a.detail());
        return new CudaBackend(Devices::availability, Devices::open, () -> options);
    }

    /** Bytes that are free on the device. */
    static long freeBytes() {
        return Devices.open().gpu().freeBytes();
    }
}
