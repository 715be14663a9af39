package io.dmm4j.cuda.device;

/** A loaded module of kernels. */
public interface Kernels extends Resource {
    /**
     * A kernel by the name of its entry point.
     *
     * @throws GpuException if the module has none of that name
     */
    Function function(String name);

    /** A kernel of a module that is open. */
    interface Function {
        /** The entry point. */
        String name();
    }
}
