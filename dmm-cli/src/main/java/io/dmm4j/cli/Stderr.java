package io.dmm4j.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;

/**
 * Standard error, where the launcher keeps it. The JVM prints a warning about every incubator module before the first
 * line of Java runs, and has no switch against it. So the launcher filters what the JVM itself prints, and passes the
 * true standard error as another file descriptor, whose number is the system property {@value #PROPERTY}.
 */
final class Stderr {
    private static final String PROPERTY = "dmm.stderr";

    private Stderr() {}

    /** Makes {@link System#err} the true standard error, if the launcher passed one. */
    static void restore() {
        Integer number = Integer.getInteger(PROPERTY);
        if (number == null) {
            return;
        }
        try {
            FileDescriptor descriptor = new FileDescriptor();
            Field field = FileDescriptor.class.getDeclaredField("fd");
            field.setAccessible(true);
            field.setInt(descriptor, number);
            System.setErr(new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8));
        } catch (ReflectiveOperationException | RuntimeException e) {
            // this JVM does not let us: what we print goes through the filter too
        }
    }
}
