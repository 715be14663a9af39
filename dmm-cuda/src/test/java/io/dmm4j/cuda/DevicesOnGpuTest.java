package io.dmm4j.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dmm4j.cuda.device.Host;
import io.dmm4j.cuda.jcuda.JCudaHost;
import io.dmm4j.spi.Events;
import io.dmm4j.spi.Executor;
import io.dmm4j.spi.ExecutorOptions;
import io.dmm4j.testing.GoldenPrograms;
import org.junit.jupiter.api.Test;

/** Several devices. */
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
}
