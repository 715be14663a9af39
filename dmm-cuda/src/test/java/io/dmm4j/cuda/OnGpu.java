package io.dmm4j.cuda;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dmm4j.cuda.device.Gpu;
import io.dmm4j.spi.Availability;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

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

    /** The device itself. */
    static Gpu gpu() {
        backend();
        return Devices.open().gpu();
    }

    /** The kernels that ship. */
    static byte[] ptx() {
        try (InputStream in = OnGpu.class.getResourceAsStream("kernel/kernels.ptx")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Bytes that are free on the device. */
    static long freeBytes() {
        return gpu().freeBytes();
    }
}
