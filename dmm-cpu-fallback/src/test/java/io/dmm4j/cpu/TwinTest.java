package io.dmm4j.cpu;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The checked-in kernels for doubles are what {@link Twin} makes of those for floats. */
class TwinTest {
    static List<String> kinds() {
        return Twin.KINDS;
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void isUpToDate(String kind) throws IOException {
        String generated = withoutSpace(Twin.of(Twin.source("Float" + kind)));
        assertTrue(generated.equals(withoutSpace(Twin.source("Double" + kind))), "run Twin.main and the formatter");
    }

    private static String withoutSpace(String s) {
        return s.replaceAll("[\\s*]+", "");
    }
}
