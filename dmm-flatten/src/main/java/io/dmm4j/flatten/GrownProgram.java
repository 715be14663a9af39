package io.dmm4j.flatten;

import io.dmm4j.net.Link;
import io.dmm4j.net.Network;
import io.dmm4j.net.Port;
import io.dmm4j.spi.Executor;
import io.dmm4j.spi.ExecutorOptions;
import io.dmm4j.spi.FlatBackend;
import io.dmm4j.spi.MachineOptions;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.VValue;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a machine runs at present: a network, its program, the executor of the program, and for how many more cycles the
 * program has rows. They are replaced together or, where the next executor cannot be opened, not at all; so while a machine
 * grows its device holds both programs.
 */
final class GrownProgram {
    private static final Logger LOG = System.getLogger(FlatMachine.class.getName());

    private final FlatBackend backend;
    private final MachineOptions options;
    private final HeldRoom.Room room;
    private final boolean canGrow;
    private Network network;
    private Flattened flattened;
    private Executor executor;
    private long horizon;
    private int regrowths;

    /**
     * Stands before cycle 1.
     *
     * @param fixed the program, which then cannot grow; null to flatten the network
     * @param room for the links of a held matrix
     */
    GrownProgram(Network network, Flattened fixed, FlatBackend backend, MachineOptions options, HeldRoom.Room room) {
        this.backend = backend;
        this.options = options;
        this.room = room;
        canGrow = fixed == null && !options.closed();
        Flattened first = fixed != null ? fixed : flatten(network, null);
        use(network, first, open(first));
    }

    private Flattened flatten(Network wanted, Map<Port, VValue> start) {
        int spare = options.closed() ? 0 : Vocabulary.spare(wanted);
        FlattenOptions how = new FlattenOptions(options.closed(), options.liveOnly(), options.window(), spare, start);
        return Flattener.flatten(wanted, how, room);
    }

    private Executor open(Flattened f) {
        return backend.open(
                f.program(),
                new ExecutorOptions(options.lanes(), options.precision(), options.threads(), options.window()));
    }

    private void use(Network n, Flattened f, Executor running) {
        network = n;
        flattened = f;
        executor = running;
        horizon = f.statistics().cycles();
    }

    // ---- what runs ---------------------------------------------------------------------------------

    Network network() {
        return network;
    }

    Flattened flattened() {
        return flattened;
    }

    Executor executor() {
        return executor;
    }

    /** Whether other paths can have rows than those that the program has them for. */
    boolean canGrow() {
        return canGrow;
    }

    /** How often the network was flattened anew. */
    int regrowths() {
        return regrowths;
    }

    /** The outputs of all lanes. */
    LaneState state() {
        return LaneState.of(flattened, executor);
    }

    // ---- how long it has rows ----------------------------------------------------------------------

    /** For how many cycles there are rows; {@link Shapes#FOREVER} if paths do not grow. */
    long horizon() {
        return horizon;
    }

    /** So many cycles were run. */
    void spend(int cycles) {
        horizon -= horizon == Shapes.FOREVER ? 0 : cycles;
    }

    /** Rows that are there for later cycles are used now and do not last to the horizon: new ones before the next cycle. */
    void outgrow(Port output) {
        if (!canGrow) {
            throw new DmmException("output " + output + ": the program was flattened for "
                    + flattened.statistics().cycles()
                    + " cycles in which this value does not come about now, and it cannot grow");
        }
        horizon = 0;
    }

    /** Makes sure that there are rows for a cycle. */
    void makeRows() {
        if (horizon == 0) {
            if (!canGrow) {
                throw new DmmException("the program was flattened for "
                        + flattened.statistics().cycles() + " cycles, they are over, and it cannot grow");
            }
            grow(network, Map.of());
        }
    }

    // ---- other programs ----------------------------------------------------------------------------

    /** Flattens a network anew from what is present, and from these outputs too, and carries the state over. */
    void grow(Network wanted, Map<Port, VValue> more) {
        Flattened old = flattened;
        LaneState state = state();
        Network learned = Vocabulary.learned(wanted, Vocabulary.bound(wanted, old));
        Map<Port, VValue> start = new HashMap<>(more);
        for (PortRows p : old.outputs()) {
            start.merge(p.port(), state.support(p), (a, b) -> a.zip(b, (x, y) -> 1));
        }
        Flattened wider = flatten(learned, start);
        swap(learned, wider, state.carriedTo(wider));
        regrowths++;
        LOG.log(
                Level.DEBUG,
                () -> "cycle " + executor.cycle() + ": new paths, "
                        + old.program().outputRows() + " to " + wider.program().outputRows() + " rows of outputs");
    }

    /** Goes on with a program that differs in the links of a held matrix only. */
    void rewire(Flattened rewired, LaneState state) {
        if (executor.rewire(rewired.program())) {
            flattened = rewired;
        } else {
            swap(network, rewired, state);
        }
    }

    /** Goes on with a network that differs in the weights of its links only. */
    void reweigh(Network wanted) {
        executor.setParameters(parameters(wanted, flattened));
        network = wanted;
    }

    private void swap(Network wanted, Flattened next, LaneState state) {
        Executor before = executor;
        Executor after = open(next);
        try {
            after.setParameters(parameters(wanted, next));
            after.writeState(state.rows(), before.cycle());
        } catch (RuntimeException | Error e) {
            after.close();
            throw e;
        }
        use(wanted, next, after);
        before.close();
    }

    /** The weights of the links are the first parameters; the rest stays. */
    private static double[] parameters(Network network, Flattened program) {
        double[] parameters = program.program().parameters().clone();
        List<Link> links = network.links();
        for (int k = 0; k < links.size(); k++) {
            parameters[k] = links.get(k).weight();
        }
        return parameters;
    }
}
