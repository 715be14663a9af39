package io.dmm4j.cpu;

import io.dmm4j.flat.FlatProgram;
import io.dmm4j.flatten.FlatMachine;
import io.dmm4j.spi.Availability;
import io.dmm4j.spi.Executor;
import io.dmm4j.spi.ExecutorOptions;
import io.dmm4j.spi.FlatBackend;
import io.dmm4j.testing.Agreement;
import io.dmm4j.testing.SelfAgreement;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** Random networks on this backend, with and without the Vector API, against the tree engine. */
class CpuAgreementTest {
    @TestFactory
    Stream<DynamicNode> agreement() {
        return Stream.of(Way.PLAIN, Way.VECTOR)
                .map(way -> DynamicContainer.dynamicContainer(
                        way.toString(),
                        Agreement.of((n, o) -> new FlatMachine(n, backend(way), o.withThreads(2)))
                                .tests()));
    }

    @TestFactory
    Stream<DynamicNode> agreementOfMachinesThatChangeThemselves() {
        return Stream.of(Way.PLAIN, Way.VECTOR_SHARED)
                .map(way -> DynamicContainer.dynamicContainer(
                        way.toString(),
                        SelfAgreement.of((n, o) -> new FlatMachine(n, backend(way), o.withThreads(2)))
                                .tests()));
    }

    private static FlatBackend backend(Way way) {
        return new FlatBackend() {
            @Override
            public Executor open(FlatProgram program, ExecutorOptions options) {
                return way.open(program, options);
            }

            @Override
            public String name() {
                return "cpu, " + way;
            }

            @Override
            public Availability availability() {
                return Availability.yes("for tests");
            }

            @Override
            public int priority() {
                return 0;
            }
        };
    }
}
