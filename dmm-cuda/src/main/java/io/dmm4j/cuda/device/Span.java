package io.dmm4j.cuda.device;

/**
 * A part of device memory.
 *
 * @param memory the whole
 * @param offset the first byte, from 0
 * @param bytes how many
 */
public record Span(Memory memory, long offset, long bytes) {

    /** Checks that the part lies in the whole. */
    public Span {
        if (offset < 0 || bytes < 0 || offset > memory.bytes() - bytes) {
            throw new IllegalArgumentException("bytes " + offset + " to " + (offset + bytes) + " of " + memory.what()
                    + ", which has " + memory.bytes());
        }
    }

    /** The address of the first byte on the device. */
    public long address() {
        return memory.address() + offset;
    }
}
