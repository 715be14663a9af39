package io.dmm4j.cuda.kernel;

/** The same on a GPU, with the PTX that ships. */
class OpKernelsOnGpuTest extends OpKernelsTest {
    @Override
    Launcher open() {
        return GpuLauncher.open();
    }
}
