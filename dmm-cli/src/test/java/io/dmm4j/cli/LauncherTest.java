package io.dmm4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** scripts/dmm as a process, where it has been built before; a test does not start a build. */
class LauncherTest {
    private static final Path SCRIPT =
            Path.of("../scripts/dmm").toAbsolutePath().normalize();

    @TempDir
    private Path folder;

    private record Done(int code, String out, String err) {}

    private Done start(Path script, String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(args));
        ProcessBuilder b = new ProcessBuilder(command).directory(folder.toFile());
        b.environment().put("DMM_NO_BUILD", "1");
        b.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        b.redirectOutput(out.toFile()).redirectError(err.toFile());
        Process p = b.start();
        assertTrue(p.waitFor(60, TimeUnit.SECONDS));
        return new Done(p.exitValue(), Files.readString(out), Files.readString(err));
    }

    private Done startIfBuilt(Path script, String... args) throws IOException, InterruptedException {
        Assumptions.assumeTrue(Files.isExecutable(SCRIPT), SCRIPT + " is not there");
        Done done = start(script, args);
        Assumptions.assumeFalse(
                done.code == 1 && done.err.contains("DMM_NO_BUILD"),
                "scripts/dmm is not built, or older than its sources; any use of it builds it");
        return done;
    }

    @Test
    void passesOutputAndErrorsAndExitCodesThrough() throws IOException, InterruptedException {
        Done good = startIfBuilt(SCRIPT, "run", Cli.WORD_COUNT, "--text", "a \u00e9a", "--last");
        assertEquals("{\"cycle\":4,\"probes\":{\"counts.dict\":{\" \":1,\"a\":2,\"\u00e9\":1}}}\n", good.out);
        assertEquals(0, good.code);
        assertTrue(good.err.lines().allMatch(l -> l.startsWith("dmm: info: ")), good.err);
        Done bad = startIfBuilt(SCRIPT, "run", "example:word-cont", "--cycles", "1");
        assertEquals(new Done(2, "", "dmm: unknown example 'word-cont' (did you mean 'word-count'?)\n"), bad);
    }

    @Test
    void doctorFindsTheKernelsThatMachinesRunOn() throws IOException, InterruptedException {
        Done run = startIfBuilt(SCRIPT, "run", Cli.WORD_COUNT, "--text", "a", "--last");
        Done doctor = startIfBuilt(SCRIPT, "doctor");
        String kernels = run.err.strip().replace("dmm: info: ", "");
        assertTrue(kernels.startsWith("CPU kernels: "), run.err);
        assertTrue(doctor.out.contains(kernels), doctor.out);
    }

    @Test
    void worksThroughALink() throws IOException, InterruptedException {
        Path link = Files.createSymbolicLink(folder.resolve("d"), SCRIPT);
        Path linkToLink = Files.createSymbolicLink(folder.resolve("dmm"), link.getFileName());
        try {
            Done done = startIfBuilt(linkToLink, "--version");
            assertEquals(0, done.code);
            assertTrue(done.out.startsWith("dmm "), done.out);
        } finally {
            Files.delete(linkToLink);
            Files.delete(link);
        }
    }
}
