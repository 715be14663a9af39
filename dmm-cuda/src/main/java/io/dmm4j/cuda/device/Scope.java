package io.dmm4j.cuda.device;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Owns what is made in it and frees it, the latest first, when it is closed, on every path:
 *
 * <pre>{@code
 * try (Scope scope = new Scope("executor")) {
 *     Memory state = scope.own(gpu.memory(bytes, "state"));
 *     ...
 *     scope.release();   // all went well: the caller closes the scope later
 * }
 * }</pre>
 *
 * Closing goes on after a failure; the first failure is thrown at the end.
 */
public final class Scope implements AutoCloseable {
    private final String what;
    private final Origin origin;
    private final Deque<AutoCloseable> owned = new ArrayDeque<>();
    private Origin closedAt;
    private boolean kept;

    /** An empty scope. */
    public Scope(String what) {
        this.what = what;
        origin = Origin.here();
    }

    /** Takes a resource over; it is freed with this scope. */
    public <R extends AutoCloseable> R own(R resource) {
        if (closedAt != null) {
            close(resource, null);
            requireOpen();
        }
        owned.push(resource);
        return resource;
    }

    /** Frees one resource before the rest. */
    public void free(AutoCloseable resource) {
        requireOpen();
        if (owned.removeFirstOccurrence(resource)) {
            RuntimeException failure = close(resource, null);
            if (failure != null) {
                throw failure;
            }
        }
    }

    /** Lets the next {@link #close} do nothing: the end of a try block that succeeded. */
    public Scope keep() {
        requireOpen();
        kept = true;
        return this;
    }

    /** Fails if this scope is closed, saying where it was made and closed. */
    public void requireOpen() {
        if (closedAt != null) {
            throw new IllegalStateException(what + " is closed; it was made " + origin + " and closed " + closedAt);
        }
    }

    /** Whether everything was freed. */
    public boolean isClosed() {
        return closedAt != null;
    }

    @Override
    public void close() {
        if (kept) {
            kept = false;
            return;
        }
        requireOpen();
        closedAt = Origin.here();
        RuntimeException first = null;
        while (!owned.isEmpty()) {
            first = close(owned.pop(), first);
        }
        if (first != null) {
            throw first;
        }
    }

    private static RuntimeException close(AutoCloseable resource, RuntimeException earlier) {
        try {
            resource.close();
            return earlier;
        } catch (RuntimeException e) {
            return earlier == null ? e : earlier;
        } catch (Exception e) {
            return earlier == null ? new IllegalStateException(e) : earlier;
        }
    }
}
