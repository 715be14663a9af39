package io.dmm4j.cuda.device;

/**
 * What a device is.
 *
 * @param index its number among the devices, from 0
 * @param name as its maker calls it
 * @param major major compute capability
 * @param minor minor compute capability
 * @param multiprocessors how many
 * @param bytes its memory
 * @param sharedBytes shared memory that one block may ask for
 * @param driver the CUDA version of the driver, 1000·major + 10·minor
 */
public record DeviceInfo(
        int index, String name, int major, int minor, int multiprocessors, long bytes, int sharedBytes, int driver) {

    /** One line for people. */
    public String summary() {
        return "device " + index + " is " + name + ", compute capability " + major + "." + minor + ", "
                + Sizes.bytes(bytes) + ", driver for CUDA " + driver / 1000 + "." + driver % 1000 / 10;
    }
}
