package io.dmm4j.spi;

/**
 * Whether a backend can be used here, and if not, why and what mends it.
 *
 * @param usable whether {@code open} can be expected to work
 * @param detail one sentence: what was found, or what was not
 * @param remedy one sentence or command that mends it; empty where usable
 */
public record Availability(boolean usable, String detail, String remedy) {

    /** A backend that can be used. */
    public static Availability yes(String detail) {
        return new Availability(true, detail, "");
    }

    /** A backend that cannot be used. */
    public static Availability no(String detail, String remedy) {
        return new Availability(false, detail, remedy);
    }
}
