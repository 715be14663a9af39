package io.dmm4j.cuda;

import io.dmm4j.cuda.fake.FakeGpu;
import io.dmm4j.spi.Availability;
import java.util.function.Supplier;

/** The GPU backend on a fake device. */
public final class FakeCuda {
    private FakeCuda() {}

    /** The backend with its defaults. */
    public static CudaBackend on(FakeGpu gpu) {
        return on(gpu, CudaOptions.DEFAULT);
    }

    static CudaBackend on(FakeGpu gpu, CudaOptions options) {
        return on(gpu, () -> options);
    }

    static CudaBackend on(FakeGpu gpu, Supplier<CudaOptions> options) {
        OpenGpu open = new OpenGpu(gpu, new byte[0]);
        return new CudaBackend(() -> Availability.yes("a fake device"), () -> open, options);
    }

    /** Every way of moving links, with and without captured graphs. */
    static CudaOptions[] ways() {
        CudaOptions o = CudaOptions.DEFAULT;
        return new CudaOptions[] {
            o,
            o.withGraphs(false).withDeterministic(true),
            o.withDown(CudaOptions.Way.DENSE),
            o.withDown(CudaOptions.Way.RUNS),
        };
    }
}
