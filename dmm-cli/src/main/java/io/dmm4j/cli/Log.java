package io.dmm4j.cli;

import java.io.PrintWriter;
import java.lang.System.Logger.Level;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;

/**
 * Where the modules' log lines go: each one line on standard error. Lines of level INFO wait until a command has found
 * its input to be right, so that beside the sentence about wrong input there is nothing else. Debugging lines are
 * dropped.
 */
public final class Log extends System.LoggerFinder {
    private static final List<String> WAITING = new ArrayList<>();

    /** Prints what has waited. */
    static synchronized void release(PrintWriter err) {
        WAITING.forEach(err::println);
        WAITING.clear();
    }

    private static synchronized void print(Level level, String message) {
        String line = "dmm: " + level.name().toLowerCase(Locale.ROOT) + ": " + message;
        if (level == Level.INFO) {
            WAITING.add(line);
        } else {
            System.err.println(line);
        }
    }

    @Override
    public System.Logger getLogger(String name, Module module) {
        return new Line(name);
    }

    private record Line(String name) implements System.Logger {
        @Override
        public String getName() {
            return name;
        }

        @Override
        public boolean isLoggable(Level level) {
            return level != Level.OFF && level.getSeverity() >= Level.INFO.getSeverity();
        }

        @Override
        public void log(Level level, ResourceBundle bundle, String message, Throwable thrown) {
            if (isLoggable(level)) {
                print(level, message);
            }
        }

        @Override
        public void log(Level level, ResourceBundle bundle, String format, Object... values) {
            boolean plain = values == null || values.length == 0;
            log(level, bundle, plain ? format : MessageFormat.format(format, values), (Throwable) null);
        }
    }
}
