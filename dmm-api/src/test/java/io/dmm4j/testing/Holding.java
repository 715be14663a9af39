package io.dmm4j.testing;

import io.dmm4j.net.Link;
import io.dmm4j.net.MatrixFormat;
import io.dmm4j.net.Network;
import io.dmm4j.net.Port;
import java.util.ArrayList;
import java.util.List;

/** Makes a network hold its links as its own matrix, in an accumulator {@code self} that never changes it. */
public final class Holding {
    private Holding() {}

    /**
     * The machine that does what a synchronous network does, link by link.
     *
     * @param network a synchronous network that does not hold its matrix, without a neuron {@code self}
     */
    public static Network of(Network network, MatrixFormat format) {
        List<Link> links = new ArrayList<>();
        network.links().forEach(l -> links.add(new Link(l.to(), l.from(), l.path(), l.weight(), true)));
        links.add(Link.of(Port.of("self", "accum"), Port.of("self", "single"), 1));
        Network.Builder b = network.withLinks(List.of()).toBuilder()
                .add("self", "clj/accum")
                .self("self", "single", format);
        links.forEach(b::add);
        return b.build();
    }
}
