package io.dmm4j.cuda.device;

/** A call of CUDA or one of its libraries failed: one sentence with the operation, its shapes and the status. */
public final class GpuException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What the caller can do about it. */
    public enum Kind {
        /** Less memory was free than was asked for: ask for less. */
        OUT_OF_MEMORY,
        /** The device or the context is gone, or a kernel broke it: nothing on it can be used any more. */
        LOST,
        /** This call failed. */
        FAILED
    }

    private final Kind kind;

    /** A failure. */
    public GpuException(Kind kind, String sentence) {
        super(sentence);
        this.kind = kind;
    }

    /** What the caller can do about it. */
    public Kind kind() {
        return kind;
    }
}
