package io.dmm4j.cuda.kernel;

/** The same on a GPU, with the PTX that ships. */
class RowKernelsOnGpuTest extends RowKernelsTest {
    @Override
    Launcher open() {
        return GpuLauncher.open();
    }
}
