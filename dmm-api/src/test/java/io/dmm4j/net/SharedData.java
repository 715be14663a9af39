package io.dmm4j.net;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** The data that tests share and that is no part of the project. */
public final class SharedData {
    private SharedData() {}

    /** A file below the folder; the test is skipped, with the reason, where it is absent. */
    public static Path file(String name) {
        String given = System.getProperty("dmm.data");
        Path file = (given != null ? Path.of(given) : found()).resolve(name);
        Assumptions.assumeTrue(Files.exists(file), () -> file + " is not there; -Ddmm.data=DIR says where it is");
        return file;
    }

    /** Tests run in the folder of the module or of the repository. */
    private static Path found() {
        Path beside = Path.of("../shared/data");
        return Files.exists(beside) ? beside : Path.of("../../shared/data");
    }
}
