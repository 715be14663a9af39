package io.dmm4j.live;

import io.dmm4j.net.Probe;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Hands snapshots to followers on a thread of its own. The thread of the machine leaves the latest here and goes on at once;
 * one that nobody has taken yet is replaced.
 */
final class Publisher implements AutoCloseable {
    /** At most this often, in nanoseconds: ten times a second, with some slack for clocks. */
    private static final long INTERVAL = TimeUnit.MILLISECONDS.toNanos(95);

    /** Up to this rate every cycle is shown. */
    private static final double SLOW = 20;

    /** Without news the latest is shown again, so that connections stay open. */
    private static final long HEARTBEAT = TimeUnit.SECONDS.toNanos(15);

    private final List<Follower> followers = new CopyOnWriteArrayList<>();
    private final AtomicReference<Snapshot> latest = new AtomicReference<>();
    private final Thread thread = new Thread(this::publish, "live snapshots");
    private Snapshot shown; // of the publishing thread
    private long last; // of the machine's thread: when the latest snapshot was made
    private volatile boolean closed;

    Publisher() {
        thread.setDaemon(true);
        last = System.nanoTime() - INTERVAL;
        thread.start();
    }

    void add(Follower f) {
        followers.add(f);
    }

    void remove(Follower f) {
        followers.remove(f);
    }

    /** What anybody looks at. */
    Set<Probe> watched() {
        Set<Probe> all = new LinkedHashSet<>();
        followers.forEach(f -> all.addAll(f.watched()));
        return all;
    }

    /** Whether somebody would be told how things stand. */
    boolean isDue(double rate, long now) {
        return !followers.isEmpty() && (rate <= SLOW || now - last >= INTERVAL);
    }

    /** Whether anybody follows. */
    boolean isFollowed() {
        return !followers.isEmpty();
    }

    void offer(Snapshot s, long now) {
        last = now;
        latest.set(s);
        LockSupport.unpark(thread);
    }

    private void publish() {
        long beat = System.nanoTime();
        while (!closed) {
            Snapshot s = latest.getAndSet(null);
            if (s == null && shown != null && System.nanoTime() - beat > HEARTBEAT) {
                s = shown;
            }
            if (s == null) {
                LockSupport.parkNanos(HEARTBEAT);
                continue;
            }
            shown = s;
            beat = System.nanoTime();
            for (Follower f : followers) {
                f.see(s);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
