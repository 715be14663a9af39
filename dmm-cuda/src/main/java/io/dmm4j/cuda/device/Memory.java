package io.dmm4j.cuda.device;

/** Memory of the device, aligned to 256 bytes; its contents are undefined until they are written. */
public interface Memory extends Resource {
    /** Its size. */
    long bytes();

    /** The address of its first byte on the device. */
    long address();

    /** All of it. */
    default Span all() {
        return new Span(this, 0, bytes());
    }

    /** From {@code offset} to its end. */
    default Span from(long offset) {
        return new Span(this, offset, bytes() - offset);
    }

    /** {@code length} bytes from {@code offset} on. */
    default Span span(long offset, long length) {
        return new Span(this, offset, length);
    }
}
