package io.dmm4j.cuda.fake;

import io.dmm4j.cuda.kernel.Args;
import io.dmm4j.cuda.kernel.Kernel;
import io.dmm4j.cuda.kernel.LaunchShape;
import io.dmm4j.spi.Precision;

/** What runs the kernels of a fake device. */
public interface KernelRunner {
    /** Runs a kernel on what is alive. */
    void launch(Kernel kernel, Precision precision, LaunchShape shape, Args args, FakeAddresses memory);
}
