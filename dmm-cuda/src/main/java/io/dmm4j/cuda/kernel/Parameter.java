package io.dmm4j.cuda.kernel;

/**
 * One parameter of a kernel.
 *
 * @param name as in the CUDA source
 * @param kind what is passed
 */
public record Parameter(String name, Kind kind) {

    /** What a launch passes for a parameter. */
    public enum Kind {
        /** An address on the device, 8 bytes. */
        POINTER(Long.BYTES),
        /** A 64-bit integer. */
        LONG(Long.BYTES),
        /** A 32-bit integer. */
        INT(Integer.BYTES);

        private final int bytes;

        Kind(int bytes) {
            this.bytes = bytes;
        }

        /** The size in a launch. */
        public int bytes() {
            return bytes;
        }
    }

    @Override
    public String toString() {
        return kind.name().toLowerCase(java.util.Locale.ROOT) + " " + name;
    }
}
