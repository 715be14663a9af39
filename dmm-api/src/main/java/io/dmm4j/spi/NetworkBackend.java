package io.dmm4j.spi;

import io.dmm4j.net.Network;

/** A backend that runs networks as they are, on trees. */
public non-sealed interface NetworkBackend extends Backend {

    /**
     * Prepares a network to run.
     *
     * @throws io.dmm4j.value.DmmException if the network does not fit the options
     */
    Machine open(Network network, MachineOptions options);
}
