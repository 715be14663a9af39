package io.dmm4j.live.web;

import io.dmm4j.json.JsonOutput;
import io.dmm4j.live.Session;
import io.dmm4j.net.Network;
import io.dmm4j.net.Neuron;
import io.dmm4j.net.Port;
import io.dmm4j.net.Probe;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;

/** The first message to a viewer: what never changes. */
final class Hello {
    static final String PROTOCOL = "dmm4j-live/1";

    private Hello() {}

    static String write(Session session, Set<Probe> watched, LiveLimits limits) {
        Network n = session.machine().network();
        StringBuilder text = new StringBuilder();
        try (JsonOutput json = JsonOutput.compact(text)) {
            json.beginObject().field("type").value("hello").field("protocol").value(PROTOCOL);
            json.field("network").beginObject().field("name").value(n.name());
            json.field("schedule").value(n.schedule().name().toLowerCase(Locale.ROOT));
            json.field("rank").value(session.machine().format().rank());
            if (n.self() != null) {
                json.field("self").value(n.self().output().text());
            }
            json.field("neurons").beginArray();
            n.neurons().forEach(x -> neuron(x, json));
            json.endArray();
            json.field("inputs");
            texts(n.externals().stream().map(Port::text).toList(), json);
            json.field("probes");
            texts(n.probes().stream().map(Probe::toString).toList(), json);
            json.endObject();
            json.field("backend").value(session.machine().machine().backend());
            json.field("watched");
            texts(watched.stream().map(Probe::toString).toList(), json);
            json.field("limits").beginObject();
            json.field("messageBytes").value(limits.messageBytes());
            json.field("messagesPerSecond").value(limits.messagesPerSecond());
            json.endObject().endObject();
        }
        return text.toString();
    }

    private static void neuron(Neuron n, JsonOutput json) {
        json.beginObject().field("name").value(n.name());
        json.field("type").value(n.isExternal() ? "external" : n.type().name());
        json.field("inputs");
        texts(n.inputs(), json);
        json.field("outputs");
        texts(n.outputs(), json);
        json.endObject();
    }

    private static void texts(Collection<String> all, JsonOutput json) {
        json.beginArray();
        all.forEach(json::value);
        json.endArray();
    }
}
