package io.dmm4j.cuda;

import io.dmm4j.cuda.device.Gpu;
import io.dmm4j.cuda.device.Host;
import io.dmm4j.cuda.jcuda.JCudaHost;
import io.dmm4j.spi.Availability;
import io.dmm4j.value.DmmException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/** The devices of this machine: each is looked for once. */
final class Devices {
    private static final String PTX = "/io/dmm4j/cuda/kernel/kernels.ptx";
    private static final Map<Integer, Probe> PROBES = new HashMap<>();
    private static final OpenDevices OPEN = new OpenDevices(i -> open(new JCudaHost(), i));

    private Devices() {}

    static Availability availability() {
        try {
            return probe(CudaOptions.fromSystem().device()).availability();
        } catch (DmmException e) {
            return Availability.no(e.getMessage(), "correct it");
        }
    }

    private static synchronized Probe probe(int index) {
        return PROBES.computeIfAbsent(index, i -> Probe.look(new JCudaHost(), i));
    }

    /** The chosen device. */
    static OpenGpu open() {
        return OPEN.get(CudaOptions.fromSystem().device());
    }

    private static OpenGpu open(Host host, int index) {
        Gpu gpu = host.open(index);
        try {
            return new OpenGpu(gpu, ptx());
        } catch (RuntimeException e) {
            gpu.close();
            throw e;
        }
    }

    private static byte[] ptx() {
        try (InputStream in = Devices.class.getResourceAsStream(PTX)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
