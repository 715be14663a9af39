package io.dmm4j.cuda.device;

/** A point in a queue's work (a CUDA event). Before it was recorded, waiting for it does not wait. */
public interface Marker extends Resource {
    /** Blocks the host until the queue has come to the point where this was last recorded. */
    void await();

    /** Milliseconds from an earlier marker to this; both must have been reached. */
    double millisecondsSince(Marker earlier);
}
