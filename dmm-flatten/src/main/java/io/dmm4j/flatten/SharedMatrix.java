package io.dmm4j.flatten;

import io.dmm4j.net.Network;
import io.dmm4j.spi.Executor;
import java.util.Arrays;

/**
 * A held matrix that all lanes share: before each cycle its rows become, in all lanes, their mean. Lanes are summed in their
 * order, in double precision, as the tree engine does. It looks at the state from outside the program, so that every backend
 * can do it; the price is a copy of the state per cycle, and windows of one cycle.
 */
final class SharedMatrix {
    private final Network network;
    private final int lanes;
    private double[] state = {};

    /** The rows of the matrix before they became the mean, and where they stand in the state. */
    private double[] own = {};

    private int first;

    private SharedMatrix(Network network, int lanes) {
        this.network = network;
        this.lanes = lanes;
    }

    /** What shares the matrix of a network in so many lanes; null if each lane has its own. */
    static SharedMatrix of(Network network, int lanes) {
        return network.self() != null && network.self().shared() && lanes > 1 ? new SharedMatrix(network, lanes) : null;
    }

    /** Puts the mean of the lanes into all of them. */
    void share(Flattened flattened, Executor executor, long cycle) {
        int size = Math.multiplyExact(flattened.program().outputRows(), lanes);
        state = state.length == size ? state : new double[size];
        executor.readState(state);
        PortRows p = flattened.output(network.self().output());
        first = p.row() * lanes;
        own = Arrays.copyOfRange(state, first, first + p.count() * lanes);
        for (int row = p.row(); row < p.row() + p.count(); row++) {
            double sum = 0;
            for (int lane = 0; lane < lanes; lane++) {
                sum += state[row * lanes + lane];
            }
            for (int lane = 0; lane < lanes; lane++) {
                state[row * lanes + lane] = sum / lanes;
            }
        }
        executor.writeState(state, cycle);
    }

    /** Gives the lanes back what each of them had. */
    void undo(Executor executor, long cycle) {
        System.arraycopy(own, 0, state, first, own.length);
        executor.writeState(state, cycle);
    }
}
