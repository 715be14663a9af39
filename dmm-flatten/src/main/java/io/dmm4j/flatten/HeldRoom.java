package io.dmm4j.flatten;

import io.dmm4j.net.Network;
import io.dmm4j.net.Port;
import io.dmm4j.value.VValue;
import java.util.Map;

/**
 * Finds which entries of a held matrix a program should have links for: those that are there at the start, and those that
 * may come, as far as there is room. Links make paths possible, paths in the matrix are links, so the two are inferred in
 * turn, until nothing is added or the room is used up; then the rows of what is left out are guarded.
 */
final class HeldRoom {
    /**
     * How many entries there may be links for.
     *
     * @param least so many
     * @param times and so many times as many as are there
     */
    record Room(long least, long times) {
        /** A few times what is there, and enough for small machines never to change. */
        static final Room DEFAULT = new Room(1024, 3);

        /** What is there and nothing else. */
        static final Room NONE = new Room(0, 1);

        long of(long present) {
            return least + times * present;
        }
    }

    final Wiring wiring;
    final Shapes shapes;
    final Held held;
    final VValue entries;

    private HeldRoom(Wiring wiring, Shapes shapes, Held held, VValue entries) {
        this.wiring = wiring;
        this.shapes = shapes;
        this.held = held;
        this.entries = entries;
    }

    /** Infers the shapes of a network and its matrix. */
    static HeldRoom infer(
            Network network,
            Network roomy,
            ShapePool pool,
            Map<Port, VValue> start,
            FlattenOptions options,
            Room size) {
        Port output = network.self().output();
        VValue entries = start.getOrDefault(output, VValue.EMPTY).map(x -> 1);
        long room = options.closed() ? Long.MAX_VALUE : size.of(entries.size());
        while (true) {
            Held held = Held.of(network, roomy, entries);
            Wiring wiring = new Wiring(held, output);
            Shapes shapes = new ShapeInference(wiring, pool, start).infer(options.horizon(), options.closed());
            VValue possible = shapes.out()[wiring.matrix];
            if (possible.size() == entries.size() || possible.size() > room) {
                return new HeldRoom(wiring, shapes, held, entries);
            }
            entries = possible;
        }
    }
}
