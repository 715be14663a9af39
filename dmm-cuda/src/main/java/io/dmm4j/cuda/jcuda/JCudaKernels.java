package io.dmm4j.cuda.jcuda;

import io.dmm4j.cuda.device.Kernels;
import java.util.Arrays;
import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;
import jcuda.driver.JCudaDriver;

/** A module of kernels. */
final class JCudaKernels extends JCudaResource implements Kernels {
    private final CUmodule module = new CUmodule();

    JCudaKernels(JCudaGpu gpu, byte[] ptx, String what) {
        super(gpu, what);
        byte[] terminated = Arrays.copyOf(ptx, ptx.length + 1);
        gpu.status().driver(JCudaDriver.cuModuleLoadData(module, terminated), () -> "loading " + what);
    }

    /** A function and the module it lives in. */
    record Entry(String name, CUfunction function, JCudaKernels module) implements Function {}

    @Override
    public Function function(String name) {
        requireOpen();
        gpu.enter();
        CUfunction function = new CUfunction();
        gpu.status()
                .driver(
                        JCudaDriver.cuModuleGetFunction(function, module, name),
                        () -> "finding kernel " + name + " in " + what());
        return new Entry(name, function, this);
    }

    @Override
    void free() {
        gpu.status().driver(JCudaDriver.cuModuleUnload(module), () -> "unloading " + what());
    }
}
