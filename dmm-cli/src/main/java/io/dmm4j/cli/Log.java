package io.dmm4j.cli;

import java.util.ResourceBundle;

/** Where the modules' log lines go: each one line on standard error. Debugging lines are dropped. */
public final class Log extends System.LoggerFinder {
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
            return level.getSeverity() >= Level.INFO.getSeverity();
        }

        @Override
        public void log(Level level, ResourceBundle bundle, String message, Throwable thrown) {
            print(level, message);
        }

        @Override
        public void log(Level level, ResourceBundle bundle, String format, Object... values) {
            boolean plain = values == null || values.length == 0;
            print(level, plain ? format : java.text.MessageFormat.format(format, values));
        }

        private void print(Level level, String message) {
            if (isLoggable(level)) {
                System.err.println("dmm: " + level.name().toLowerCase(java.util.Locale.ROOT) + ": " + message);
            }
        }
    }
}
