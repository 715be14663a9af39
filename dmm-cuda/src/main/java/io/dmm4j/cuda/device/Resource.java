package io.dmm4j.cuda.device;

/** Something native that must be freed once. A second close is an error that says where the thing was made. */
public interface Resource extends AutoCloseable {
    /** What it is for, as error messages say it: {@code state of 12 rows × 32 lanes}. */
    String what();

    /** Frees it; the queues that use it must have been synchronised. */
    @Override
    void close();
}
