package io.dmm4j.flatten;

import io.dmm4j.net.Network;
import io.dmm4j.spi.Backend;
import io.dmm4j.spi.Backends;
import io.dmm4j.spi.FlatBackend;
import io.dmm4j.spi.Machine;
import io.dmm4j.spi.MachineOptions;
import io.dmm4j.spi.NetworkBackend;

/** Opens networks on backends. */
public final class Machines {
    private Machines() {}

    /**
     * A machine before cycle 1.
     *
     * @param backend a name, or {@link Backends#AUTO} for the best usable one
     * @throws io.dmm4j.value.DmmException if there is no such backend or the network does not fit the options
     */
    public static Machine open(Network network, String backend, MachineOptions options) {
        return open(network, Backends.byName(backend), options);
    }

    /** A machine before cycle 1, on a given backend. */
    public static Machine open(Network network, Backend backend, MachineOptions options) {
        if (backend instanceof NetworkBackend b) {
            return b.open(network, options);
        }
        return new FlatMachine(network, (FlatBackend) backend, options);
    }
}
