package io.dmm4j.spi;

/** A way to run machines. Implementations are stateless, public and have a constructor without arguments. */
public sealed interface Backend permits FlatBackend, NetworkBackend {

    /** The name users choose it by: {@code tree}, {@code cpu}, {@code cuda}. */
    String name();

    /** Whether it can be used here; never throws. */
    Availability availability();

    /** Among usable backends the highest is chosen by default: tree 0, cpu 10, cuda 20. */
    int priority();
}
