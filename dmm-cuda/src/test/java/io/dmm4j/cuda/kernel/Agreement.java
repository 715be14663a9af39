package io.dmm4j.cuda.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import io.dmm4j.spi.Precision;

/**
 * Launches of the CUDA sources compared with {@link HostKernels}: the numbers of one allocation agree but for rounding,
 * all other memory to the bit; and threads in the opposite order leave the same bits, so that no thread depends on one
 * that no barrier puts before it.
 *
 * @param cuda the sources
 * @param relative the difference that is allowed, of the larger of the expected number and {@code scale}
 * @param scale the magnitude of what was summed
 */
record Agreement(Launcher cuda, double relative, double scale) {

    /** Agreement to the bit. */
    static Agreement exact(Launcher cuda) {
        return new Agreement(cuda, 0, 0);
    }

    /** Launches on a copy of the memory, and returns that copy. */
    Arena check(
            Kernel kernel, Precision p, LaunchShape shape, Args args, Arena memory, long out, Precision outPrecision) {
        Arena expected = memory.copy();
        HostKernels.launch(kernel, p, shape, args, expected);
        Arena found = memory.copy();
        cuda.launch(kernel, p, shape, args, found, false);
        Arena backwards = memory.copy();
        cuda.launch(kernel, p, shape, args, backwards, true);
        String what = kernel.entry(p) + ", " + shape + ", " + args;
        assertArrayEquals(found.bytes(), backwards.bytes(), () -> what + " depends on the order of threads");
        compare(what, memory, expected, found, out, outPrecision);
        return found;
    }

    private void compare(String what, Arena before, Arena expected, Arena found, long out, Precision p) {
        long bytes = before.sizes().get(out);
        byte[] unchanged = before.bytes();
        byte[] now = found.bytes();
        for (int i = 0; i < now.length; i++) {
            if ((i < out || i >= out + bytes) && now[i] != unchanged[i]) {
                fail(what + " changed byte " + i + " of the memory, the output is at " + out);
            }
        }
        for (long i = 0; i < bytes / Arena.size(p); i++) {
            double x = expected.get(p, out, i);
            double y = found.get(p, out, i);
            double most = relative * Math.max(scale, Math.abs(x));
            if (!(x == y || Double.isNaN(x) && Double.isNaN(y) || Math.abs(x - y) <= most)) {
                assertEquals(x, y, most, what + ", number " + i);
            }
        }
    }
}
