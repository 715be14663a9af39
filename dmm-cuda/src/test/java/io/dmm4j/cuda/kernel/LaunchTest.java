package io.dmm4j.cuda.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.spi.Precision;
import org.junit.jupiter.api.Test;

/** The checked front of launches: arguments and shapes. */
class LaunchTest {
    private static Args clear() {
        return Args.of(Kernel.ROWS_CLEAR)
                .pointer("state", 256)
                .number("stride", 1L << 33)
                .number("lanes", 4);
    }

    private static void fails(String words, org.junit.jupiter.api.function.Executable code) {
        String message = assertThrows(RuntimeException.class, code).getMessage();
        assertTrue(message.contains(words), message);
    }

    @Test
    void argumentsComeInTheKernelsOrder() {
        fails("argument 3: found count, expected pointer rows", () -> clear().number("count", 1));
        fails("pointer rows: found LONG", () -> clear().number("rows", 1));
        fails(
                "long stride: found POINTER",
                () -> Args.of(Kernel.ROWS_CLEAR).pointer("state", 0).pointer("stride", 1));
        fails("argument pointer rows is missing", () -> clear().values());
        Args all = clear().pointer("rows", 512).number("count", 3);
        fails("found more, expected no more", () -> all.number("more", 1));
        assertEquals(1L << 33, all.value("stride"));
    }

    @Test
    void numbersFitTheirParameters() {
        Args args = Args.of(Kernel.ROWS_CLEAR).pointer("state", 256).number("stride", 4);
        fails("expected 32 bits", () -> args.number("lanes", 1L << 31));
    }

    @Test
    void shapesThatLaunchShapesMakeMayBeLaunched() {
        for (Precision p : Precision.values()) {
            for (int lanes : new int[] {1, 2, 3, 4, 31, 32, 33, 100, 4096, 1 << 20}) {
                LaunchShape.fused(lanes, p).check(Kernel.OPS_FUSED);
                for (long items : new long[] {0, 1, 1000, 1L << 40}) {
                    for (int shared = 1; shared <= 32; shared *= 2) {
                        LaunchShape.spread(items, lanes, p, shared).check(Kernel.DOWN_SHARED);
                    }
                    LaunchShape.flat(items).check(Kernel.ROUND);
                }
            }
        }
    }

    @Test
    void shapesThatAKernelIsNotMadeForAreRefused() {
        fails("whole warps", () -> new LaunchShape(1, 1, 8, 3).check(Kernel.ROWS_CLEAR));
        fails("at most 256 threads", () -> new LaunchShape(1, 1, 32, 16).check(Kernel.ROWS_CLEAR));
        fails("a power of two", () -> new LaunchShape(1, 1, 24, 4).check(Kernel.ROWS_CLEAR));
        fails("one block along the items", () -> new LaunchShape(1, 2, 32, 4).check(Kernel.OPS_FUSED));
        fails("one dimension", () -> new LaunchShape(1, 2, 64, 1).check(Kernel.ROUND));
        fails("positive sizes", () -> new LaunchShape(0, 1, 64, 1).check(Kernel.ROUND));
    }

    @Test
    void threadsThatShareAnItemStandInOneWarp() {
        Args args = Args.of(Kernel.RUN_DOTS)
                .pointer("x", 256)
                .number("xStride", 8)
                .pointer("y", 256)
                .number("yStride", 8)
                .number("lanes", 8)
                .pointer("runs", 256)
                .number("runCount", 1)
                .pointer("partial", 256)
                .number("splits", 1)
                .number("team", 8);
        new LaunchShape(1, 1, 4, 8).check(args);
        fails("team 8 to be a power of two within a warp", () -> new LaunchShape(1, 1, 8, 4).check(args));
    }
}
