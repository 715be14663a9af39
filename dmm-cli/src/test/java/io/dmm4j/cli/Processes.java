package io.dmm4j.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs commands in a JVM of their own, and ends them. */
final class Processes {
    static final int KILLED = 128 + 9;
    static final int TERMINATED = 128 + 15;

    private static final Path HERE = Path.of("").toAbsolutePath();

    private Processes() {}

    private static Process start(Path folder, String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Dmm.class.getName()));
        command.addAll(List.of(args));
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
    }

    /** Starts a run, lets it go some milliseconds beyond its first step, and ends it; gives its exit code. */
    static int endAfter(int millis, boolean kill, String... args) throws IOException, InterruptedException {
        return endAfter(millis, kill, new ArrayList<>(), args);
    }

    /** Runs a command to its end; gives its exit code and what it said. */
    static String toEnd(String... args) throws IOException, InterruptedException {
        return toEndIn(HERE, args);
    }

    /** The same, in a folder. */
    static String toEndIn(Path folder, String... args) throws IOException, InterruptedException {
        Process process = start(folder, args);
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() + " " + said;
    }

    /** The same; the lines after the first step are added to a list. */
    static int endAfter(int millis, boolean kill, List<String> said, String... args)
            throws IOException, InterruptedException {
        Process process = start(HERE, args);
        try (BufferedReader output = new BufferedReader(new InputStreamReader(process.getInputStream()))) {
            String line = output.readLine();
            while (line != null && !line.startsWith("step ")) {
                line = output.readLine();
            }
            Thread.sleep(millis);
            if (kill) {
                process.toHandle().destroyForcibly();
            } else {
                process.toHandle().destroy();
            }
            output.lines().forEach(said::add);
            return process.waitFor();
        } finally {
            process.destroyForcibly();
        }
    }
}
