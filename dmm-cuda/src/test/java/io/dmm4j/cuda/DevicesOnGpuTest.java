package io.dmm4j.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dmm4j.cuda.device.Host;
import io.dmm4j.cuda.jcuda.JCudaHost;
import io.dmm4j.spi.Events;
import io.dmm4j.spi.Executor;
import io.dmm4j.spi.ExecutorOptions;
import io.dmm4j.testing.GoldenPrograms;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Several devices, several threads. */
class DevicesOnGpuTest {
    @Test
    void twoDevicesInOneThread() {
        CudaBackend first = OnGpu.backend();
        Host host = new JCudaHost();
        host.loadDriver();
        assumeTrue(host.devices() > 1, "skipped: there is one device only");
        try (OpenGpu other = new OpenGpu(host.open(1), OnGpu.ptx())) {
            CudaBackend second = new CudaBackend(first::availability, () -> other, () -> CudaOptions.DEFAULT);
            ExecutorOptions o = ExecutorOptions.of(3, 2);
            try (Executor x = first.open(GoldenPrograms.load("counter").program(), o);
                    Executor y = second.open(GoldenPrograms.load("counter").program(), o)) {
                for (int i = 0; i < 4; i++) {
                    x.run(2, new Events());
                    y.run(2, new Events());
                }
                double[] expected = new double[x.program().outputRows() * 3];
                double[] found = expected.clone();
                x.readState(expected);
                y.readState(found);
                assertArrayEquals(expected, found);
            }
        }
    }

    /** Opened here, run in one thread after the other, closed here: a context is current in one thread only. */
    @Test
    void oneDeviceInSeveralThreads() throws InterruptedException {
        CudaBackend backend = OnGpu.backend();
        ExecutorOptions o = ExecutorOptions.of(3, 2);
        double[] expected;
        double[] found;
        try (Executor x = backend.open(GoldenPrograms.load("counter").program(), o);
                Executor y = backend.open(GoldenPrograms.load("counter").program(), o)) {
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            for (int i = 0; i < 4; i++) {
                x.run(2, new Events());
                Thread other = new Thread(() -> y.run(2, new Events()));
                other.setUncaughtExceptionHandler((t, e) -> thrown.set(e));
                other.start();
                other.join();
            }
            assertNull(thrown.get());
            expected = new double[x.program().outputRows() * 3];
            found = expected.clone();
            x.readState(expected);
            y.readState(found);
        }
        assertArrayEquals(expected, found);
    }
}
