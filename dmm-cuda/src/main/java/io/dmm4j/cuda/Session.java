package io.dmm4j.cuda;

import io.dmm4j.cuda.device.GpuException;
import io.dmm4j.cuda.device.Scope;
import io.dmm4j.value.DmmException;
import java.util.function.Function;

/**
 * An executor's turns on a device: one caller at a time works on it, failures are put in words, and after one all calls but
 * {@link #close} say that it failed. It owns all that was made in its scope.
 */
final class Session implements AutoCloseable {
    private final OpenGpu device;
    private final Scope scope;
    private final Workshop shop;
    private String failure;

    private Session(OpenGpu device, Scope scope) {
        this.device = device;
        this.scope = scope;
        shop = new Workshop(device, scope);
    }

    /** Makes something that owns a session, or frees all and says what was missing. */
    static <T> T making(OpenGpu device, MemoryNeeds needs, String what, Function<Session, T> maker) {
        synchronized (device) {
            try (Scope scope = new Scope(what)) {
                T made = maker.apply(new Session(device, scope));
                scope.keep();
                return made;
            } catch (GpuException e) {
                throw e.kind() == GpuException.Kind.OUT_OF_MEMORY
                        ? Failures.tooLarge(e, free(device), needs)
                        : Failures.words(e);
            }
        }
    }

    /** The bytes that are free on a device. */
    static long free(OpenGpu device) {
        synchronized (device) {
            try {
                return device.gpu().freeBytes();
            } catch (GpuException e) {
                throw Failures.words(e);
            }
        }
    }

    /** Where the parts are made. */
    Workshop shop() {
        return shop;
    }

    /** Does something on the device, alone, and words what goes wrong. */
    void on(Runnable work) {
        synchronized (device) {
            if (scope.isClosed()) {
                throw new DmmException("this executor of backend cuda is closed");
            } else if (failure == null && device.gpu().isLost()) {
                failure = "another one lost the device";
            }
            if (failure != null) {
                throw new DmmException("this executor of backend cuda cannot go on: " + failure);
            }
            try {
                work.run();
            } catch (GpuException e) {
                failure = e.getMessage();
                throw Failures.words(e);
            }
        }
    }

    /** Frees everything, also after a failure; a second call does nothing. */
    @Override
    public void close() {
        synchronized (device) {
            if (scope.isClosed()) {
                return;
            }
            GpuException first = null;
            try {
                shop.queue().synchronise();
            } catch (GpuException e) {
                first = e;
            }
            try {
                scope.close();
            } catch (GpuException e) {
                first = first == null ? e : first;
            }
            if (first != null && failure == null) {
                throw Failures.words(first);
            }
        }
    }
}
