package io.dmm4j.cli;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** Opens a page in the user's browser, where there is a user with a screen. */
final class Browser {
    private Browser() {}

    /** Tries to; what becomes of it is not waited for, because the address was printed as well. */
    static void open(String url) {
        List<String> command = command(System.getProperty("os.name").toLowerCase(Locale.ROOT), url);
        if (!Boolean.getBoolean("dmm.terminal") || command.isEmpty()) {
            return;
        }
        try {
            new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            // there is no such command here
        }
    }

    private static List<String> command(String system, String url) {
        if (system.contains("mac")) {
            return List.of("open", url);
        } else if (system.contains("windows")) {
            return List.of("rundll32", "url.dll,FileProtocolHandler", url);
        }
        boolean screen = System.getenv("DISPLAY") != null || System.getenv("WAYLAND_DISPLAY") != null;
        return screen ? List.of("xdg-open", url) : List.of();
    }
}
