package io.dmm4j.cuda;

import io.dmm4j.cuda.device.GpuException;
import io.dmm4j.cuda.device.Sizes;
import io.dmm4j.value.DmmException;

/** Words failures of the device for people. */
final class Failures {
    private Failures() {}

    /** What a user reads. */
    static DmmException words(GpuException e) {
        return new DmmException(
                switch (e.kind()) {
                    case OUT_OF_MEMORY -> "backend cuda is out of memory: " + e.getMessage();
                    case LOST ->
                        "backend cuda lost its device: " + e.getMessage()
                                + "; what was saved before stays as it is, so start again from the last checkpoint";
                    case FAILED -> "backend cuda failed: " + e.getMessage();
                },
                e);
    }

    /**
     * What a user reads when an executor does not fit.
     *
     * @param free bytes that are free without it
     * @param needs what it needs
     */
    static DmmException tooLarge(GpuException e, long free, MemoryNeeds needs) {
        long lanes = needs.lanesThatFit(free);
        String remedy = lanes < 1
                ? "not even one lane would fit"
                : lanes >= needs.options().lanes()
                        ? "memory is in pieces or taken by others"
                        : "about " + lanes + " lanes would fit";
        return new DmmException(
                "backend cuda is out of memory: " + e.getMessage() + "; " + Sizes.bytes(needs.bytes())
                        + " are needed in all, for " + needs.words() + ", and " + Sizes.bytes(free) + " are free: "
                        + remedy,
                e);
    }
}
