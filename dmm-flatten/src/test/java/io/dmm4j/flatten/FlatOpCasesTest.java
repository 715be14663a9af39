package io.dmm4j.flatten;

import io.dmm4j.net.Network;
import io.dmm4j.spi.Machine;
import io.dmm4j.spi.MachineOptions;
import io.dmm4j.spi.Precision;
import io.dmm4j.testing.FlatInterpreter;
import io.dmm4j.testing.OpCases;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every case of every op, lowered to rows. */
class FlatOpCasesTest {
    @ParameterizedTest
    @EnumSource
    void loweredExpressionsGiveWhatTreesGive(Precision precision) {
        OpCases.checkMachines(FlatOpCasesTest::open, precision);
    }

    private static Machine open(Network network, MachineOptions options) {
        return new FlatMachine(network, FlatInterpreter.backend(), options);
    }
}
