package io.dmm4j.live.web;

import io.dmm4j.json.JsonOutput;
import io.dmm4j.live.Follower;
import io.dmm4j.live.Session;
import io.dmm4j.live.Snapshot;
import io.dmm4j.net.Network;
import io.dmm4j.net.Probe;
import io.dmm4j.value.DmmException;
import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session.Listener;
import org.eclipse.jetty.websocket.api.StatusCode;

/**
 * One connection. Whoever sends too much is told so and disconnected; whoever reads too slowly misses states, which is no
 * loss because the next one tells the difference from the last that was sent.
 */
public final class Viewer extends Listener.Abstract implements Listener.AutoDemanding, Follower {
    /** Ports that are watched unless the viewer says otherwise: the network's first probes. */
    private static final int WATCHED = 8;

    /** Answers that may be on their way to a viewer that does not read. */
    private static final int MOST_UNREAD = 256;

    private final Session session;
    private final LiveLimits limits;
    private final Requests requests;
    private final StateWriter writer = new StateWriter(); // guarded by itself
    private final TokenBucket bucket;
    private final AtomicInteger unread = new AtomicInteger();
    private volatile Set<Probe> watched;
    private final AtomicBoolean busy = new AtomicBoolean(); // a state is on its way
    private volatile boolean missed; // a state that came meanwhile
    private volatile boolean closed;

    Viewer(Session session, LiveLimits limits) {
        this.session = session;
        this.limits = limits;
        requests = new Requests(session);
        bucket = new TokenBucket(limits.messagesPerSecond(), limits.burst(), System.nanoTime());
        Network n = session.machine().network();
        watched = new LinkedHashSet<>(n.probes().stream().limit(WATCHED).toList());
    }

    @Override
    public void onWebSocketOpen(org.eclipse.jetty.websocket.api.Session connection) {
        super.onWebSocketOpen(connection);
        send(Hello.write(session, watched, limits));
        session.follow(this);
    }

    @Override
    public void onWebSocketText(String text) {
        if (closed) {
            return;
        }
        if (!bucket.take(System.nanoTime())) {
            refuse("too many messages, expected at most " + limits.messagesPerSecond() + " per second");
            return;
        }
        Answer answer = new Answer();
        try {
            requests.serve(text, answer);
        } catch (DmmException e) {
            answer.failed(e.getMessage());
        }
    }

    @Override
    public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
        callback.succeed();
        refuse("expected messages of text, found a binary one");
    }

    private void refuse(String why) {
        closed = true;
        session.unfollow(this);
        getSession().close(StatusCode.POLICY_VIOLATION, why, Callback.NOOP);
    }

    @Override
    public void onWebSocketClose(int status, String reason, Callback callback) {
        closed = true;
        session.unfollow(this);
        callback.succeed();
    }

    // ---- what the viewer is told -------------------------------------------------------------------

    @Override
    public Set<Probe> watched() {
        return watched;
    }

    @Override
    public void see(Snapshot snapshot) {
        if (closed) {
            return;
        } else if (!busy.compareAndSet(false, true)) {
            missed = true;
            return;
        }
        String text;
        synchronized (writer) {
            text = writer.write(snapshot, watched);
        }
        getSession().sendText(text, Callback.from(this::seen, e -> closed = true));
    }

    private void seen() {
        busy.set(false);
        if (missed) {
            missed = false;
            session.show();
        }
    }

    /** Sends an answer, unless the viewer has stopped reading them. */
    private void send(String text) {
        if (unread.incrementAndGet() > MOST_UNREAD) {
            closed = true;
            getSession().disconnect();
            return;
        }
        getSession().sendText(text, Callback.from(unread::decrementAndGet, e -> unread.decrementAndGet()));
    }

    /** The answer to one message. */
    private final class Answer implements Requests.Reply {
        private Long id;

        @Override
        public void begin(Long given) {
            id = given;
        }

        @Override
        public void later(CompletableFuture<Long> done) {
            done.whenComplete((cycle, e) -> {
                if (e == null) {
                    answer("done", json -> json.field("cycle").value(cycle));
                } else {
                    failed((e instanceof CompletionException ? e.getCause() : e).getMessage());
                }
            });
        }

        @Override
        public void dropped(String why) {
            answer("dropped", json -> json.field("message").value(why));
        }

        @Override
        public void watch(Set<Probe> ports) {
            watched = ports;
        }

        @Override
        public void all() {
            synchronized (writer) {
                writer.forget();
            }
        }

        void failed(String sentence) {
            answer("error", json -> json.field("message").value(sentence));
        }

        private void answer(String type, Consumer<JsonOutput> fields) {
            if (closed) {
                return;
            }
            StringBuilder text = new StringBuilder();
            try (JsonOutput json = JsonOutput.compact(text)) {
                json.beginObject().field("type").value(type);
                if (id != null) {
                    json.field("id").value(id);
                }
                fields.accept(json);
                json.endObject();
            }
            send(text.toString());
        }
    }
}
