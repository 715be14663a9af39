package io.dmm4j.cuda.device;

/**
 * The threads of a launch.
 *
 * @param blocksX blocks along x, 1 to 2^31 − 1
 * @param blocksY blocks along y, 1 to 65535
 * @param threadsX threads of a block along x
 * @param threadsY threads of a block along y; threadsX · threadsY ≤ 1024
 */
public record Grid(int blocksX, int blocksY, int threadsX, int threadsY) {

    /** Checks what every device can do. */
    public Grid {
        if (blocksX < 1
                || blocksY < 1
                || blocksY > 65535
                || threadsX < 1
                || threadsY < 1
                || (long) threadsX * threadsY > 1024) {
            throw new IllegalArgumentException(words(blocksX, blocksY, threadsX, threadsY) + " cannot be launched");
        }
    }

    private static String words(int blocksX, int blocksY, int threadsX, int threadsY) {
        return blocksX + " × " + blocksY + " blocks of " + threadsX + " × " + threadsY + " threads";
    }

    @Override
    public String toString() {
        return words(blocksX, blocksY, threadsX, threadsY);
    }
}
