package io.dmm4j.cuda.kernel;

/** The same on a GPU, with the PTX that ships. */
class RunKernelsOnGpuTest extends RunKernelsTest {
    @Override
    Launcher open() {
        return GpuLauncher.open();
    }
}
