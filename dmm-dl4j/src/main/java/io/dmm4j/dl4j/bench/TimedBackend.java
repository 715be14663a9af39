package io.dmm4j.dl4j.bench;

import io.dmm4j.cpu.CpuBackend;
import io.dmm4j.flat.AdjointProgram;
import io.dmm4j.flat.FlatProgram;
import io.dmm4j.spi.Availability;
import io.dmm4j.spi.Backend;
import io.dmm4j.spi.Executor;
import io.dmm4j.spi.ExecutorOptions;
import io.dmm4j.spi.FlatBackend;
import io.dmm4j.spi.GradientBackend;
import io.dmm4j.spi.GradientExecutor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/** The CPU's backend with a clock in it. It is found by name after {@link #announce} in the same thread, and nowhere else. */
public final class TimedBackend implements FlatBackend, GradientBackend {
    /** Its name. */
    public static final String NAME = "timed";

    private final CpuBackend cpu = new CpuBackend();

    /** For {@link java.util.ServiceLoader}. */
    public TimedBackend() {}

    /** Makes this one of the services that the current thread finds. */
    static void announce() {
        try {
            Path entry = Files.createTempFile("backend", null);
            entry.toFile().deleteOnExit();
            Files.writeString(entry, TimedBackend.class.getName());
            URL url = entry.toUri().toURL();
            Thread.currentThread().setContextClassLoader(new ClassLoader(TimedBackend.class.getClassLoader()) {
                @Override
                protected Enumeration<URL> findResources(String name) {
                    boolean asked = name.equals("META-INF/services/" + Backend.class.getName());
                    return Collections.enumeration(asked ? List.of(url) : List.of());
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Availability availability() {
        return cpu.availability();
    }

    @Override
    public int priority() {
        return -1;
    }

    @Override
    public Executor open(FlatProgram program, ExecutorOptions options) {
        return new TimedExecutor(cpu.open(program, options));
    }

    @Override
    public GradientExecutor openGradient(AdjointProgram program, ExecutorOptions options) {
        return new TimedExecutor(cpu.openGradient(program, options));
    }
}
