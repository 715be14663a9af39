package io.dmm4j.cpu;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * The caller and some threads of its own that do the parts of one task together, again and again,
 * without allocation. Waiting spins for a while, then gives the processor away.
 */
final class Crew implements AutoCloseable {
    /** Spins before a waiting thread yields: about ten microseconds. */
    private static final int SPINS = 2000;

    /** Yields before a worker without work parks. */
    private static final int YIELDS = 50;

    /** Pieces that each member starts with between two meetings. */
    static final int PIECES = 8;

    /** Ints between counters, so that each has a cache line of its own. */
    private static final int APART = 16;

    /** What every member does with its own number. */
    interface Task {
        /** Does one part, 0 ≤ part &lt; size. */
        void run(int part);
    }

    private final Task task;
    private final Thread[] workers;
    private final AtomicInteger arrived = new AtomicInteger();
    /** The pieces of each member that have been taken since the last meeting. */
    private final AtomicIntegerArray taken;

    private final AtomicInteger working = new AtomicInteger();
    private volatile int phase;
    private volatile int round;
    private volatile boolean closed;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private Thread caller;

    /**
     * A crew of {@code size} members: the caller of {@link #run} is number 0.
     *
     * @param size ≥ 1
     */
    Crew(int size, Task task) {
        this.task = task;
        workers = new Thread[size - 1];
        taken = new AtomicIntegerArray(size * APART);
    }

    /** The number of members. */
    int size() {
        return workers.length + 1;
    }

    /** Has every member do its part, and returns when all are done. */
    void run() {
        start();
        caller = Thread.currentThread();
        arrived.set(0);
        putBack();
        working.set(workers.length);
        round++;
        for (Thread w : workers) {
            LockSupport.unpark(w);
        }
        part(0);
        for (int i = 0; working.get() > 0; i++) {
            pause(i);
        }
        rethrow();
    }

    private void rethrow() {
        Throwable f = failure.getAndSet(null);
        if (f != null) {
            throw new IllegalStateException("a part of the work failed: " + f, f);
        }
    }

    private void start() {
        for (int i = 0; i < workers.length; i++) {
            if (workers[i] == null) {
                int part = i + 1;
                int seen = round;
                workers[i] = new Thread(() -> work(part, seen), "dmm-cpu-" + part);
                workers[i].setDaemon(true);
                workers[i].start();
            }
        }
    }

    private void work(int part, int seen) {
        int done = seen;
        for (int i = 0; !closed; i++) {
            if (round == done) {
                pause(i);
                continue;
            }
            done = round;
            part(part);
            if (working.decrementAndGet() == 0) {
                LockSupport.unpark(caller);
            }
            i = 0;
        }
    }

    private void part(int part) {
        try {
            task.run(part);
        } catch (Throwable e) {
            failure.compareAndSet(null, e);
        }
    }

    /** Waits until every member has come here. */
    void await() {
        int here = phase;
        if (arrived.incrementAndGet() == size()) {
            arrived.set(0);
            putBack();
            phase = here + 1;
            return;
        }
        for (int i = 0; phase == here; i++) {
            if (failure.get() != null) {
                throw new IllegalStateException("another member of the crew failed");
            }
            if (i < SPINS) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
        }
    }

    /**
     * The next piece for a member, of {@code size · PIECES} until the next meeting: its own pieces first, then
     * those that others have not got to, because they are slower or the processor is away.
     *
     * @return −1 if there is none left
     */
    int take(int part) {
        for (int i = 0; i < size(); i++) {
            int of = (part + i) % size();
            int piece = taken.getAndIncrement(of * APART);
            if (piece < PIECES) {
                return of * PIECES + piece;
            }
        }
        return -1;
    }

    private void putBack() {
        for (int i = 0; i < size(); i++) {
            taken.set(i * APART, 0);
        }
    }

    private static void pause(int i) {
        if (i < SPINS) {
            Thread.onSpinWait();
        } else if (i < SPINS + YIELDS) {
            Thread.yield();
        } else {
            LockSupport.park();
        }
    }

    @Override
    public void close() {
        closed = true;
        for (Thread w : workers) {
            LockSupport.unpark(w);
        }
    }
}
