package io.dmm4j.checkpoint;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Duration;

/** A process of its own that saves checkpoints until it is stopped, and prints the step of each that is safe. */
final class Child {
    private Child() {}

    /** What it prints before it stops inside a save, followed by what it would have done next. */
    static final String STOPPED = "stopped at ";

    /** The step of the save inside which it stops. */
    static final long LAST = 4;

    /**
     * Saves after each step; or, if the second argument is {@code interrupt}, only when it is told to end; or, if it is a number,
     * until that act of the fourth save.
     */
    public static void main(String[] arguments) {
        if (Character.isDigit(arguments[1].charAt(0))) {
            stop(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
            return;
        }
        try (CheckpointFolder folder = CheckpointFolder.open(Path.of(arguments[0]), 2)) {
            long first = CheckpointFolder.latest(Path.of(arguments[0]))
                    .map(f -> f.checkpoint().step())
                    .orElse(0L);
            if (arguments[1].equals("interrupt")) {
                saveOnInterrupt(folder);
            }
            for (long step = first + 1; ; step++) {
                folder.save(Samples.at(step, 20_000));
                print(step);
            }
        }
    }

    private static void stop(Path path, int act) {
        WatchedDisk disk = new WatchedDisk();
        try (CheckpointFolder folder = CheckpointFolder.open(path, 2, disk)) {
            for (long step = 1; step <= LAST; step++) {
                if (step == LAST) {
                    int at = disk.log.size() + act;
                    disk.watcher = next -> stopIf(disk.log.size() == at, next);
                }
                folder.save(Samples.at(step));
                print(step);
            }
        }
    }

    private static void stopIf(boolean here, String next) {
        if (here) {
            System.out.println(STOPPED + next);
            System.out.flush();
            try {
                Thread.sleep(Duration.ofMinutes(5).toMillis());
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            Runtime.getRuntime().halt(1); // nobody has killed it
        }
    }

    private static void saveOnInterrupt(CheckpointFolder folder) {
        long[] step = {0};
        Runnable save = () -> {
            folder.save(Samples.at(step[0]));
            print(step[0]);
        };
        try (SaveOnInterrupt guard = new SaveOnInterrupt(save, Duration.ofSeconds(30), System.out::println)) {
            print(0);
            while (true) {
                guard.step(() -> step[0]++);
            }
        }
    }

    private static void print(long step) {
        System.out.println(step);
        System.out.flush();
    }

    static Process start(Path folder, String mode) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        folder.toString(),
                        mode)
                .redirectErrorStream(true)
                .start();
    }

    static BufferedReader output(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream()));
    }
}
