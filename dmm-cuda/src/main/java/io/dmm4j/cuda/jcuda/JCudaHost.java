package io.dmm4j.cuda.jcuda;

import io.dmm4j.cuda.device.DeviceInfo;
import io.dmm4j.cuda.device.Gpu;
import io.dmm4j.cuda.device.Host;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;

/** This machine. */
public final class JCudaHost implements Host {
    /** What the kernel shows where a driver is installed, on Linux and in its Windows subsystem. */
    private static final String[] TRACES = {"/dev/nvidiactl", "/dev/nvidia0", "/proc/driver/nvidia/version", "/dev/dxg"
    };

    private final Status status = new Status();

    @Override
    public boolean mayHaveDriver() {
        String system = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        return !system.startsWith("Linux")
                || Stream.of(TRACES).anyMatch(p -> Files.exists(Path.of(p)))
                || Libraries.isGiven(Libraries.DRIVER);
    }

    @Override
    public void loadDriver() {
        Libraries.loadDriver();
    }

    @Override
    public String start() {
        int result = JCudaDriver.cuInit(0);
        return result == CUresult.CUDA_SUCCESS ? "" : CUresult.stringFor(result);
    }

    @Override
    public int devices() {
        return Devices.count(status);
    }

    @Override
    public DeviceInfo info(int index) {
        return Devices.info(status, index);
    }

    @Override
    public void loadSparse() {
        Libraries.loadSparse();
    }

    @Override
    public Gpu open(int index) {
        return new JCudaGpu(index);
    }
}
