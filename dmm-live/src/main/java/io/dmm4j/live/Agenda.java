package io.dmm4j.live;

import io.dmm4j.value.DmmException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** What is to be done between two cycles, in the order of asking: any thread asks, the thread of the machine does it. */
final class Agenda {
    /** How many requests may wait for the end of the cycle. */
    private static final int MOST = 1024;

    private final BlockingQueue<Request> waiting = new ArrayBlockingQueue<>(MOST);
    private final LongSupplier cycle;
    private volatile boolean closed;

    private record Request(Runnable action, CompletableFuture<Long> done) {}

    /** An agenda whose futures give the cycle. */
    Agenda(LongSupplier cycle) {
        this.cycle = cycle;
    }

    // ---- any thread --------------------------------------------------------------------------------

    /** Asks; the future fails at once if nothing is done any more or too much waits. */
    CompletableFuture<Long> ask(Runnable action) {
        CompletableFuture<Long> done = new CompletableFuture<>();
        Request request = new Request(action, done);
        if (closed) {
            done.completeExceptionally(stopped());
        } else if (!waiting.offer(request)) {
            done.completeExceptionally(
                    new DmmException(MOST + " requests wait for the machine already, expected fewer: try again later"));
        } else if (closed && waiting.remove(request)) { // it came after the thread had looked for the last time
            done.completeExceptionally(stopped());
        }
        return done;
    }

    /** Nothing more is taken in. The thread of the machine is woken, and {@link #refuseAll} must be called by it in the end. */
    void close() {
        closed = true;
        waiting.offer(new Request(() -> {}, new CompletableFuture<>()));
    }

    /** Whether nothing more is taken in. */
    boolean isClosed() {
        return closed;
    }

    // ---- the thread of the machine -----------------------------------------------------------------

    /** Does what has been asked so far; answers whether something was done. */
    boolean doAll() {
        boolean any = false;
        for (int n = waiting.size(); n > 0; n--) {
            any |= serve(waiting.poll());
        }
        return any;
    }

    /** Waits for a request, and does it; answers whether something was done. */
    boolean await(long nanos) throws InterruptedException {
        Request r = waiting.poll(nanos, TimeUnit.NANOSECONDS);
        return r != null && serve(r);
    }

    private boolean serve(Request r) {
        try {
            r.action.run();
            r.done.complete(cycle.getAsLong());
            return true;
        } catch (DmmException e) {
            r.done.completeExceptionally(e);
            return false;
        }
    }

    /** Closes, and fails all that waits. */
    void refuseAll() {
        closed = true;
        for (Request r = waiting.poll(); r != null; r = waiting.poll()) {
            r.done.completeExceptionally(stopped());
        }
    }

    private static DmmException stopped() {
        return new DmmException("the machine has stopped");
    }
}
