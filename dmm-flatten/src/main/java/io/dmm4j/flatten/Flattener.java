package io.dmm4j.flatten;

import io.dmm4j.flat.FlatProgram;
import io.dmm4j.net.ExternalPort;
import io.dmm4j.net.Network;
import io.dmm4j.net.Port;
import io.dmm4j.value.DmmException;
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
        if (network.self() != null) {
            throw new DmmException("network " + network.name() + " holds its own matrix: run it with --backend tree");
        }
        Set<String> mentioned = Mentioned.in(network);
        mentioned.forEach(label -> Spare.refuse(label, "network " + network.name()));
        Network roomy = options.spare() > 0 ? withSpare(network, options.spare()) : network;
        Map<Port, VValue> start = options.start() == null ? network.initial() : options.start();
        Wiring wiring = new Wiring(roomy);
        ShapePool pool = new ShapePool();
        Shapes shapes = new ShapeInference(wiring, pool, start).infer(options.horizon(), options.closed());
        if (options.liveOnly() && shapes.cycles() == Shapes.FOREVER && (options.closed() || !isOpen(network))) {
            shapes = Liveness.prune(wiring, pool, shapes);
        }
        Layout layout = new Layout(wiring, shapes);
        Lowering lowering = new Lowering(wiring, pool, shapes, layout);
        FlatProgram program = lowering.lower(start);
        FlatStatistics statistics =
                new FlatStatistics(wiring.to.length, lowering.linksInRuns(), lowering.linksOneRun(), shapes.cycles());
        return new Flattened(
                network,
                program,
                rows(wiring.outs, layout.outRow, shapes.out(), 0),
                rows(wiring.ins, layout.inRow, shapes.in(), layout.outputRows),
                statistics,
                options.spare(),
                options.spare() > 0 ? mentioned : Set.of());
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
