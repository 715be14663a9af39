package io.dmm4j.events;

import io.dmm4j.json.JsonInput;
import io.dmm4j.net.Network;
import io.dmm4j.net.Port;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.VValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Values for external inputs as one JSON object: {@code {"neuron.port": V, ...}}. */
public final class EventLine {
    private EventLine() {}

    /**
     * Takes the next value of the input, which is such an object.
     *
     * @param networks those that must have the inputs that are named
     * @throws DmmException with the place, if it is not, names an input twice or one that there is not
     */
    public static Map<Port, VValue> read(JsonInput in, List<Network> networks) {
        Map<Port, VValue> values = new LinkedHashMap<>();
        in.beginObject();
        for (String key = in.nextField(); key != null; key = in.nextField()) {
            Port port = port(key, in, networks);
            if (values.put(port, in.readVValue()) != null) {
                throw in.fail("expected each input once per line, found " + port + " again");
            }
        }
        in.endObject();
        return values;
    }

    private static Port port(String key, JsonInput in, List<Network> networks) {
        JsonInput.Mark at = in.mark();
        try {
            Port port = Port.parse(key);
            networks.forEach(n -> n.external(port));
            return port;
        } catch (DmmException e) {
            throw in.failAt(at, e.getMessage());
        }
    }
}
