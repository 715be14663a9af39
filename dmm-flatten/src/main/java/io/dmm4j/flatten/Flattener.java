package io.dmm4j.flatten;

import io.dmm4j.flat.FlatProgram;
import io.dmm4j.net.ExternalPort;
import io.dmm4j.net.Network;
import io.dmm4j.net.Port;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Flattens networks: the front of this package. */
public final class Flattener {
    private Flattener() {}

    /**
     * The flat program of a network, with its tables.
     *
     * @throws io.dmm4j.value.DmmException if the options are closed and the trees of the network never stop
     *     growing, naming the neuron, the port, the path and the loop
     */
    public static Flattened flatten(Network network, FlattenOptions options) {
        return flatten(network, options, HeldRoom.Room.DEFAULT);
    }

    /** With so much room for the links of a held matrix. */
    static Flattened flatten(Network network, FlattenOptions options, HeldRoom.Room size) {
        Set<String> mentioned = Mentioned.in(network);
        mentioned.forEach(label -> Spare.refuse(label, "network ", network.name()));
        Network roomy = options.spare() > 0 ? withSpare(network, options.spare()) : network;
        Map<Port, VValue> start = options.start() == null ? network.initial() : options.start();
        ShapePool pool = new ShapePool();
        HeldRoom room = network.self() == null ? null : HeldRoom.infer(network, roomy, pool, start, options, size);
        Wiring wiring = room == null ? new Wiring(roomy) : room.wiring;
        if (options.spare() > 0 && Mentioned.namesAnything(wiring.neurons)) {
            return flatten(
                    network, options.withoutSpare(), size); // a word that names neurons needs rows under its names
        }
        Shapes shapes = room == null ? shapes(network, wiring, pool, start, options) : room.shapes;
        Layout layout = new Layout(wiring, shapes);
        Lowering lowering = new Lowering(wiring, pool, shapes, layout);
        FlatProgram program = lowering.lower(start);
        HeldProgram held = null;
        if (room != null) {
            HeldRuns runs = new HeldRuns(wiring, shapes, layout, new Alignment(pool));
            held = new HeldProgram(network, roomy, size, runs, room.held, room.entries);
            program = held.wired(program);
        }
        FlatStatistics statistics =
                new FlatStatistics(wiring.declared, lowering.linksInRuns(), lowering.linksOneRun(), shapes.cycles());
        return new Flattened(
                network,
                program,
                rows(wiring.outs, layout.outRow, shapes.out(), 0),
                rows(wiring.ins, layout.inRow, shapes.in(), layout.outputRows),
                statistics,
                options.spare(),
                options.spare() > 0 ? mentioned : Set.of(),
                held);
    }

    private static Shapes shapes(
            Network network, Wiring wiring, ShapePool pool, Map<Port, VValue> start, FlattenOptions options) {
        Shapes shapes = new ShapeInference(wiring, pool, start).infer(options.horizon(), options.closed());
        boolean grows = !options.closed() && isOpen(network);
        return options.liveOnly() && shapes.cycles() == Shapes.FOREVER && !grows
                ? Liveness.prune(wiring, pool, shapes)
                : shapes;
    }

    private static boolean isOpen(Network network) {
        return network.externals().stream().anyMatch(p -> network.external(p).open());
    }

    private static Network withSpare(Network network, int spare) {
        Network result = network;
        for (Port p : network.externals()) {
            ExternalPort e = network.external(p);
            if (e.open()) {
                Set<Path> paths = new TreeSet<>();
                for (int i = 0; i < spare; i++) {
                    paths.add(Path.of(Spare.label(i)));
                }
                result = result.withExternal(p, e.with(paths));
            }
        }
        return result;
    }

    private static List<PortRows> rows(List<Port> ports, int[] row, VValue[] shape, int first) {
        List<PortRows> found = new ArrayList<>(ports.size());
        for (int i = 0; i < shape.length; i++) {
            found.add(new PortRows(ports.get(i), first + row[i], shape[i]));
        }
        return found;
    }
}
