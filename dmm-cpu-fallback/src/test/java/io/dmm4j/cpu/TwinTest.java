package io.dmm4j.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The checked-in kernels for doubles are what {@link Twin} makes of those for floats. */
class TwinTest {
    static java.util.List<String> kinds() {
        return Twin.KINDS;
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void isUpToDate(String kind) throws IOException {
        assertEquals(
                withoutSpace(Twin.of(Twin.source("Float" + kind))),
                withoutSpace(Twin.source("Double" + kind)),
                "run Twin.main and the formatter");
    }

    private static String withoutSpace(String s) {
        return s.replaceAll("[\\s*]+", "");
    }
}
