package io.dmm4j.train;

import io.dmm4j.flat.AdjointProgram;
import io.dmm4j.flat.LossProgram;
import io.dmm4j.flat.UpdateProgram;
import io.dmm4j.flatten.Adjoint;
import io.dmm4j.flatten.FlattenOptions;
import io.dmm4j.flatten.Flattened;
import io.dmm4j.flatten.Flattener;
import io.dmm4j.flatten.Kinks;
import io.dmm4j.flatten.PortRows;
import io.dmm4j.net.ExternalPort;
import io.dmm4j.net.Network;
import io.dmm4j.net.Port;
import io.dmm4j.net.Probe;
import io.dmm4j.net.SelfMatrix;
import io.dmm4j.spi.TrainingProgram;
import io.dmm4j.train.ParameterId.Kind;
import io.dmm4j.train.data.Sequence;
import io.dmm4j.train.loss.LossLowering;
import io.dmm4j.train.loss.LossLowering.Shown;
import io.dmm4j.train.loss.Objective;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A network flattened for an objective and for the words of some data: what is run, and the names of what is trained. */
public final class Model {
    private final Parameters parameters;
    private final Objective objective;
    private final Flattened flattened;
    private final AdjointProgram adjoint;
    private final List<PortRows> probes = new ArrayList<>();
    private final int[] initialRow;
    private final LossProgram loss;

    private Model(Parameters parameters, Objective objective, Flattened flattened, Kinks kinks) {
        this.parameters = parameters;
        this.objective = objective;
        this.flattened = flattened;
        adjoint = Adjoint.of(flattened.program(), kinks);
        for (Probe p : flattened.network().probes()) {
            probes.add(flattened.rows(p));
        }
        if (flattened.program().parameters().length != parameters.inProgram()) {
            throw new IllegalStateException("the flat program counts "
                    + flattened.program().parameters().length + " parameters, expected " + parameters.inProgram());
        }
        initialRow = new int[parameters.count() - parameters.inProgram()];
        for (int i = 0; i < initialRow.length; i++) {
            ParameterId id = parameters.id(parameters.inProgram() + i);
            initialRow[i] = id.kind() == Kind.INITIAL ? flattened.row(id.at(), id.path()) : -1;
        }
        loss = LossLowering.of(objective, probes.stream().map(Model::shown).toList());
    }

    private static Shown shown(PortRows rows) {
        return new Shown(rows.count(), rows.shape().number() != 0);
    }

    /**
     * Flattens a network.
     *
     * @param words what each open external port will be fed: paths, from {@link #words}
     * @param settings what is trained, and what derivatives are where they are not unique
     * @throws DmmException if the objective names a probe that does not exist, or the trees of the network never stop growing
     */
    public static Model of(Network network, Objective objective, Map<Port, Set<Path>> words, Settings settings) {
        Parameters p =
                Parameters.of(network, settings.frozen(), settings.trainableInitial(), settings.trainableParameters());
        Network declared = Watched.of(p.network(), objective);
        for (Map.Entry<Port, Set<Path>> e : words.entrySet()) {
            ExternalPort port = network.external(e.getKey());
            declare(e.getKey(), port, e.getValue());
            if (port.open()) {
                Set<Path> all = new TreeSet<>(port.paths());
                all.addAll(e.getValue());
                declared = declared.withExternal(e.getKey(), ExternalPort.of(all));
            }
        }
        SelfMatrix.refuseShared(declared, "be trained");
        refuseUnowned(network);
        return new Model(p, objective, Flattener.flatten(declared, FlattenOptions.CLOSED), settings.kinks());
    }

    /** A trainable parameter of a type must be some declared neuron's: those that rows make come and go. */
    private static void refuseUnowned(Network n) {
        if (n.self() == null) {
            return;
        }
        n.self().patterns().forEach((pattern, type) -> type.parameters().forEach((name, p) -> {
            boolean owned = n.neurons().stream()
                    .anyMatch(d -> !d.isExternal()
                            && type.withoutIdlePorts().equals(d.type().withoutIdlePorts())
                            && !d.parameters().containsKey(name));
            if (p.trainable() && !owned) {
                throw new DmmException("self: neurons '" + pattern + "' of the type " + type.name()
                        + " are made while the machine runs, and its trainable parameter '" + name
                        + "' has no place in the network, expected a declared neuron of that type to share it with");
            }
        }));
    }

    private static void declare(Port at, ExternalPort port, Set<Path> fed) {
        for (Path path : fed) {
            if (!port.open() && !port.paths().contains(path)) {
                throw new DmmException("data: external input " + at + " is fed \"" + path
                        + "\", which it does not declare, and the port is not open");
            }
        }
    }

    /** The paths that sequences feed to each external port. */
    public static Map<Port, Set<Path>> words(List<Sequence> sequences) {
        Map<Port, Set<Path>> words = new HashMap<>();
        for (Sequence s : sequences) {
            for (Map<Port, VValue> cycle : s.inputs()) {
                cycle.forEach((port, tree) -> {
                    Set<Path> seen = words.computeIfAbsent(port, p -> new TreeSet<>());
                    tree.forEach((path, x) -> seen.add(path));
                });
            }
        }
        return words;
    }

    /** The numbers of the network. */
    public Parameters parameters() {
        return parameters;
    }

    /** What is minimised. */
    public Objective objective() {
        return objective;
    }

    /** The flat program and its tables. */
    public Flattened flattened() {
        return flattened;
    }

    /** The program and its reverse. */
    public AdjointProgram adjoint() {
        return adjoint;
    }

    /** The objective as a program. */
    public LossProgram loss() {
        return loss;
    }

    /** All of a training step. */
    TrainingProgram training(UpdateProgram update) {
        return new TrainingProgram(adjoint, loss, update, initialRow);
    }

    /** The rows of the probe of a term of the objective. */
    PortRows probe(int term) {
        return probes.get(term);
    }

    /** The rows of all probes together. */
    int probeRows() {
        return flattened.program().probes().total();
    }

    /** The state row of initial number {@code i}, counted after the parameters of the program; −1 if nothing reads it. */
    int initialRow(int i) {
        return initialRow[i];
    }

    /** For each link whether anything that it carries can reach a probe. */
    public boolean[] liveLinks() {
        boolean[] live = new boolean[parameters.links()];
        flattened.program().stages().forEach(s -> {
            for (int w : s.runs().weight()) {
                live[w] = true;
            }
        });
        return live;
    }
}
