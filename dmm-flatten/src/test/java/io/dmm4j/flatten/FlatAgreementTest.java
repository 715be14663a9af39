package io.dmm4j.flatten;

import io.dmm4j.testing.Agreement;
import io.dmm4j.testing.FlatInterpreter;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Random networks, flattened and run by the slow interpreter, against the tree engine. */
class FlatAgreementTest {
    @TestFactory
    Stream<DynamicTest> agreement() {
        return Agreement.of((n, o) -> new FlatMachine(n, FlatInterpreter.backend(), o))
                .tests();
    }
}
