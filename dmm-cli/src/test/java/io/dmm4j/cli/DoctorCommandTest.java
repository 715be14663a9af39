package io.dmm4j.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.spi.Backends;
import java.util.List;
import org.junit.jupiter.api.Test;

class DoctorCommandTest {
    @Test
    void saysWhatIsThere() {
        List<String> lines = Cli.lines("doctor");
        for (String what : List.of("java", "cores", "vectors", "auto")) {
            assertTrue(lines.stream().anyMatch(l -> l.startsWith(what + " ")), () -> what + " is not in " + lines);
        }
        for (var backend : Backends.all()) {
            String found = backend.availability().usable() ? ", usable: " : ", not usable: ";
            assertTrue(
                    lines.stream().anyMatch(l -> l.startsWith("backend  " + backend.name() + found)), lines::toString);
        }
    }
}
