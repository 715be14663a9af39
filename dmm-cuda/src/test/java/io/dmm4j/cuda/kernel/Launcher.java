package io.dmm4j.cuda.kernel;

import io.dmm4j.spi.Precision;

/** Something that runs the kernels' own code. */
interface Launcher extends AutoCloseable {

    /** Runs a kernel on the memory; {@code backwards} takes blocks and threads in another order, where there is a choice. */
    void launch(Kernel kernel, Precision precision, LaunchShape shape, Args args, Arena memory, boolean backwards);

    @Override
    void close();
}
