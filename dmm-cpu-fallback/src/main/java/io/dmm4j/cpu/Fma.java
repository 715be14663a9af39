package io.dmm4j.cpu;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/**
 * a·b + c, fused where the processor does that. Without the instruction {@code Math.fma} is exact
 * decimal arithmetic, a thousand times too slow to be of use.
 */
final class Fma {
    /** Whether the JVM uses fused multiply-adds of the processor. */
    static final boolean FUSED = detect();

    private Fma() {}

    static float fma(float a, float b, float c) {
        return FUSED ? Math.fma(a, b, c) : a * b + c;
    }

    static double fma(double a, double b, double c) {
        return FUSED ? Math.fma(a, b, c) : a * b + c;
    }

    private static boolean detect() {
        HotSpotDiagnosticMXBean vm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        return vm != null && Boolean.parseBoolean(vm.getVMOption("UseFMA").getValue());
    }
}
