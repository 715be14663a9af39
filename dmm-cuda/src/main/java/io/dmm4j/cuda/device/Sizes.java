package io.dmm4j.cuda.device;

import java.util.Locale;

/** Sizes in words. */
public final class Sizes {
    private Sizes() {}

    /** {@code 640 B}, {@code 1.5 GiB}. */
    public static String bytes(long n) {
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
        double x = n;
        int u = 0;
        while (x >= 1024 && u < units.length - 1) {
            x /= 1024;
            u++;
        }
        return u == 0 ? n + " B" : String.format(Locale.ROOT, "%.1f %s", x, units[u]);
    }
}
