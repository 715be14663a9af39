package io.dmm4j.cuda.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.dmm4j.spi.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What Java says of the kernels is what their sources say. */
class KernelSignatureTest {

    @Test
    void entriesHaveTheParametersOfTheSources() {
        List<String> expected = new ArrayList<>();
        for (Kernel k : Kernel.values()) {
            for (Precision p : Precision.values()) {
                StringBuilder s = new StringBuilder(k.entry(p)).append(' ');
                k.parameters()
                        .forEach(q -> s.append(
                                switch (q.kind()) {
                                    case POINTER -> '*';
                                    case LONG -> '+';
                                    case INT -> '-';
                                }));
                expected.add(s.toString());
            }
        }
        assertEquals(expected, HostCuda.signatures());
    }

    @Test
    void numbersOfOpsAreThoseOfTheHeader() throws IOException {
        CudaSources.assumePresent();
        assertEquals(
                OpCode.header(),
                Files.readString(CudaSources.MAIN.resolve("op_codes.h")),
                "op_codes.h is old: run scripts/build-ptx");
    }
}
