package io.dmm4j.train;

import io.dmm4j.cpu.CpuBackend;
import io.dmm4j.flat.AdjointProgram;
import io.dmm4j.flat.FlatProgram;
import io.dmm4j.spi.Availability;
import io.dmm4j.spi.Executor;
import io.dmm4j.spi.ExecutorOptions;
import io.dmm4j.spi.FlatBackend;
import io.dmm4j.spi.GradientBackend;
import io.dmm4j.spi.GradientExecutor;
import io.dmm4j.value.DmmException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.HashSet;
import java.util.Set;

/** The cpu backend, which counts what is open and fails at one call if it is told to. */
public final class FaultyBackend implements FlatBackend, GradientBackend {
    static final String NAME = "faulty";

    private static final Set<Object> OPEN = new HashSet<>();
    private static long calls;
    private static long fault;

    private final CpuBackend cpu = new CpuBackend();

    /** For the service loader. */
    public FaultyBackend() {}

    /** Has the call fail that many calls from now, 1 for the next; 0 for none. Closing never fails, and is not counted. */
    static void failAt(long call) {
        fault = call == 0 ? 0 : calls + call;
    }

    /** Executors that are open. */
    static int open() {
        return OPEN.size();
    }

    private static void call() {
        if (++calls == fault) {
            throw new DmmException("planted");
        }
    }

    private static <T extends Executor> T watched(Class<T> type, T real) {
        OPEN.add(real);
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, m, arguments) -> {
            if (m.getName().equals("close")) {
                OPEN.remove(real);
            } else {
                call();
            }
            try {
                return m.invoke(real, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }

    @Override
    public Executor open(FlatProgram program, ExecutorOptions options) {
        call();
        return watched(Executor.class, cpu.open(program, options));
    }

    @Override
    public GradientExecutor openGradient(AdjointProgram program, ExecutorOptions options) {
        call();
        return watched(GradientExecutor.class, cpu.openGradient(program, options));
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
}
