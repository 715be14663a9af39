package io.dmm4j.cli;

import io.dmm4j.cuda.CudaBackend;
import io.dmm4j.value.DmmException;
import picocli.CommandLine.Option;

/** The options of the GPU backend. They reach it as system properties, so that looking for a backend finds them. */
final class GpuFlags {
    @Option(names = "--device", paramLabel = "N", description = "with backend cuda: use GPU N (0 unless given)")
    private void device(Integer n) {
        if (n != null && n < 0) {
            throw new DmmException("--device: found " + n + ", expected the number of a GPU, from 0");
        } else if (n != null) {
            System.setProperty(CudaBackend.DEVICE, n.toString());
        }
    }

    @Option(
            names = "--deterministic",
            description = "with backend cuda: the same bits in every run on one device, where that costs speed too")
    private void deterministic(boolean sameBits) {
        if (sameBits) {
            System.setProperty(CudaBackend.DETERMINISTIC, "true");
        }
    }
}
