package io.dmm4j.tree;

import io.dmm4j.net.Network;
import io.dmm4j.spi.Availability;
import io.dmm4j.spi.Machine;
import io.dmm4j.spi.MachineOptions;
import io.dmm4j.spi.NetworkBackend;

/** The tree engine as a backend. */
public final class TreeBackend implements NetworkBackend {
    /** The name of this backend. */
    public static final String NAME = "tree";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Availability availability() {
        return Availability.yes("the slow definition, on trees; always there");
    }

    @Override
    public int priority() {
        return 0;
    }

    @Override
    public Machine open(Network network, MachineOptions options) {
        return new TreeEngine(network, options);
    }
}
