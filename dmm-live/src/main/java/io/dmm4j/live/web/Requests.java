package io.dmm4j.live.web;

import io.dmm4j.json.JsonInput;
import io.dmm4j.live.LiveMachine;
import io.dmm4j.live.Session;
import io.dmm4j.net.Network;
import io.dmm4j.net.Port;
import io.dmm4j.net.Probe;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.Names;
import io.dmm4j.value.VValue;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Reads one message of a viewer and passes it on to the session. */
final class Requests {
    /** The most ports that one viewer watches. */
    static final int MOST_WATCHED = 64;

    private static final List<String> TYPES =
            List.of("pause", "resume", "step", "rate", "watch", "feed", "edit", "undo", "state");
    private static final List<String> FIELDS = List.of("type", "id", "cycles", "rate", "ports", "port", "value", "add");

    private final Session session;
    private final LiveMachine machine;
    private final Network network;

    /** A message, whatever its type; what it does not say is null. */
    private static final class Message {
        String type;
        Long id;
        Integer cycles;
        Double rate;
        Set<Probe> ports;
        Port port;
        VValue value;
        VValue add;
    }

    /** What to do about a message, and what it calls itself. */
    interface Reply {
        /** When the message has been read as far as its {@code id}, which is null without one. */
        void begin(Long id);

        /** It will be done. */
        void later(CompletableFuture<Long> done);

        /** What was fed had to be dropped. */
        void dropped(String why);

        /** The viewer wants to see other ports. */
        void watch(Set<Probe> ports);

        /** The viewer wants to be told everything again. */
        void all();
    }

    Requests(Session session) {
        this.session = session;
        machine = session.machine();
        network = machine.network();
    }

    /**
     * Reads a message and passes it on.
     *
     * @throws DmmException in one sentence, if it is wrong; then nothing was done
     */
    void serve(String text, Reply reply) {
        Message m = new Message();
        try (JsonInput in = JsonInput.of(text, "message")) {
            read(in, m);
        } finally {
            reply.begin(m.id);
        }
        if (m.type == null) {
            throw new DmmException("message: expected a field \"type\", found none");
        }
        switch (m.type) {
            case "pause" -> reply.later(session.pause());
            case "resume" -> reply.later(session.resume());
            case "step" -> reply.later(session.step(m.cycles == null ? 1 : m.cycles));
            case "rate" -> reply.later(session.rate(needed(m.rate, "rate")));
            case "watch" -> {
                reply.watch(needed(m.ports, "ports"));
                reply.later(session.show());
            }
            case "feed" -> feed(needed(m.port, "port"), needed(m.value, "value"), reply);
            case "edit" -> reply.later(session.edit(needed(m.add, "add")));
            case "undo" -> reply.later(session.undo());
            case "state" -> {
                reply.all();
                reply.later(session.show());
            }
            default -> throw new DmmException("message: " + Names.unknown("type", m.type, TYPES));
        }
    }

    private void feed(Port port, VValue value, Reply reply) {
        if (!session.offer(port, value, reply::dropped)) {
            throw new DmmException(port + ": " + session.inputs().capacity()
                    + " values wait already, expected fewer: try again later");
        }
        reply.later(session.show());
    }

    private static <T> T needed(T value, String field) {
        if (value == null) {
            throw new DmmException("message: expected a field \"" + field + "\", found none");
        }
        return value;
    }

    private void read(JsonInput in, Message m) {
        in.beginObject();
        for (String field = in.nextField(); field != null; field = in.nextField()) {
            switch (field) {
                case "type" -> m.type = in.readString();
                case "id" -> m.id = in.readLong();
                case "cycles" -> m.cycles = in.readInt();
                case "rate" -> m.rate = rate(in);
                case "ports" -> m.ports = ports(in);
                case "port" -> {
                    String text = in.readString();
                    m.port = placed(in, () -> Port.parse(text));
                }
                case "value" -> m.value = in.readVValue();
                case "add" -> m.add = in.readVValue();
                default -> throw in.fail(Names.unknown("field", field, FIELDS));
            }
        }
        in.endObject();
        in.endInput();
    }

    private static double rate(JsonInput in) {
        if (in.peek() != JsonInput.Kind.STRING) {
            return in.readDouble();
        } else if (in.readString().equals("max")) {
            return Double.POSITIVE_INFINITY;
        }
        throw in.expected("a number or \"max\"");
    }

    private Set<Probe> ports(JsonInput in) {
        Set<Probe> ports = new LinkedHashSet<>();
        in.beginArray();
        while (in.hasNext()) {
            String text = in.readString();
            ports.add(placed(in, () -> watchable(Probe.parse(text, network))));
            if (ports.size() > MOST_WATCHED) {
                throw in.fail("expected at most " + MOST_WATCHED + " ports");
            }
        }
        in.endArray();
        return ports;
    }

    private Probe watchable(Probe p) {
        if (p.side() == Probe.Side.IN && !network.probes().contains(p)) {
            throw new DmmException("probe " + p + ": expected an output, or one of the network's own probes");
        }
        return p;
    }

    private static <T> T placed(JsonInput in, java.util.function.Supplier<T> action) {
        JsonInput.Mark at = in.mark();
        try {
            return action.get();
        } catch (DmmException e) {
            throw in.failAt(at, e.getMessage());
        }
    }
}
