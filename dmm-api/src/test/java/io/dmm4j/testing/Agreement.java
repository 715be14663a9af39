package io.dmm4j.testing;

import static org.junit.jupiter.api.Assertions.fail;

import io.dmm4j.json.JsonInput;
import io.dmm4j.json.JsonOutput;
import io.dmm4j.net.Network;
import io.dmm4j.spi.Machine;
import io.dmm4j.spi.MachineOptions;
import io.dmm4j.spi.Precision;
import io.dmm4j.tree.TreeEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Whether a way of running networks agrees with the tree engine, on random networks in the three groups, in both
 * precisions, and keeps the law of unused rows:
 *
 * <pre>{@code
 * class CpuAgreementTest {
 *     @TestFactory
 *     Stream<DynamicTest> agreement() {
 *         return Agreement.of((n, o) -> new FlatMachine(n, new CpuBackend(), o)).tests();
 *     }
 * }
 * }</pre>
 *
 * <p>A case that fails is made smaller, written to {@code target/failing/}, and the message names the command that
 * replays it. System properties: {@code dmm.cases} (networks per group and precision, {@value #CASES}), {@code dmm.seed}
 * (the first seed, 1), {@code dmm.replay} (run this file and nothing else). What was compared and what was near jumps is written to {@code target/agreement/}.
 */
public final class Agreement {
    /** Networks per group and precision, unless {@code dmm.cases} says otherwise. */
    public static final int CASES = 200;

    private final BiFunction<Network, MachineOptions, Machine> reference;
    private final BiFunction<Network, MachineOptions, Machine> tested;
    private final Path target;
    private final String test;

    /**
     * Machines against a reference.
     *
     * @param target the folder below which cases and reports are written
     */
    Agreement(
            BiFunction<Network, MachineOptions, Machine> reference,
            BiFunction<Network, MachineOptions, Machine> tested,
            Path target) {
        this.reference = reference;
        this.tested = tested;
        this.target = target;
        test = testClass();
    }

    /** Machines against the tree engine. */
    public static Agreement of(BiFunction<Network, MachineOptions, Machine> tested) {
        return new Agreement(TreeEngine::new, tested, Path.of("target"));
    }

    /** The cases of every op, all groups and the law of unused rows in both precisions, or one case that is replayed. */
    public Stream<DynamicTest> tests() {
        String replay = System.getProperty("dmm.replay");
        if (replay != null) {
            return Stream.of(DynamicTest.dynamicTest("replay " + replay, () -> replay(Path.of(replay))));
        }
        long seed = Long.getLong("dmm.seed", 1);
        int count = Integer.getInteger("dmm.cases", CASES);
        List<DynamicTest> tests = new ArrayList<>();
        for (Precision p : Precision.values()) {
            tests.add(DynamicTest.dynamicTest("every op, " + p, () -> OpCases.checkMachines(tested, p)));
            for (Group g : Group.values()) {
                tests.add(DynamicTest.dynamicTest(g + ", " + p, () -> check(g, p, seed, count)));
            }
            tests.add(DynamicTest.dynamicTest(
                    "unused rows, " + p, () -> UnusedRows.check(tested, p, seed, Math.max(1, count / 4))));
        }
        return tests.stream();
    }

    /** Fails unless the machines agree on the networks of these seeds. */
    public void check(Group group, Precision precision, long firstSeed, int count) {
        Comparison.Counts counts = new Comparison.Counts();
        for (long seed = firstSeed; seed < firstSeed + count; seed++) {
            check(RandomNetworks.draw(group, precision, seed), counts);
        }
        report(group, precision, firstSeed, count, counts);
        if (count >= CASES && counts.loose > mostLoose(group) * counts.values) {
            fail(counts.loose + " of " + counts.values
                    + " numbers are near jumps or out of range: the networks are drawn too wildly");
        }
    }

    /** The share of numbers that may be near a jump or out of range, so that their bounds say little. */
    private static double mostLoose(Group group) {
        return switch (group) {
            case EXACT -> 0;
            case ONE_CYCLE -> 0.1;
            case CONTRACTIVE -> 0.02;
        };
    }

    /** Fails unless the machines agree on a case. */
    public void check(NetworkCase c) {
        check(c, new Comparison.Counts());
    }

    private void check(NetworkCase c, Comparison.Counts counts) {
        String difference = Comparison.first(c, reference, tested, counts);
        if (difference != null) {
            NetworkCase small = Shrinker.shrink(c, this::differs);
            String now = Comparison.first(small, reference, tested, new Comparison.Counts());
            Path file = write(small, now == null ? difference : now);
            fail("network " + c.name() + ": " + difference + "\nmade smaller: " + now + "\nreplay it with: "
                    + command(file));
        }
    }

    private boolean differs(NetworkCase c) {
        return Comparison.first(c, reference, tested, new Comparison.Counts()) != null;
    }

    /** Fails unless the machines agree on the case of a file. */
    public void replay(Path file) {
        NetworkCase c;
        try (JsonInput in = JsonInput.open(file)) {
            c = CaseJson.read(in);
        }
        String difference = Comparison.first(c, reference, tested, new Comparison.Counts());
        if (difference != null) {
            fail(file + ": " + difference);
        }
    }

    private Path write(NetworkCase c, String difference) {
        Path file = target.resolve("failing").resolve(c.name() + ".json");
        try {
            Files.createDirectories(file.getParent());
            try (Writer w = Files.newBufferedWriter(file);
                    JsonOutput out = JsonOutput.pretty(w)) {
                CaseJson.write(c, difference, out);
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For the module that is the working directory. */
    private String command(Path file) {
        Path module = Path.of("").toAbsolutePath().getFileName();
        return "mvn -pl " + module + " -am test -Dsurefire.failIfNoSpecifiedTests=false -Dtest=" + test
                + " -Ddmm.replay=" + file;
    }

    /** The name of the test that made this. */
    private static String testClass() {
        return StackWalker.getInstance().walk(frames -> frames.map(StackWalker.StackFrame::getClassName)
                .filter(name -> name.endsWith("Test"))
                .findFirst()
                .map(name -> name.substring(name.lastIndexOf('.') + 1))
                .orElse("*Agreement*"));
    }

    private void report(Group g, Precision p, long seed, int count, Comparison.Counts counts) {
        Path dir = target.resolve("agreement");
        String line = count + " networks from seed " + seed + ": " + counts.values + " numbers compared, "
                + counts.exact + " of them exact, " + counts.loose + " near a jump or out of range\n";
        try {
            Files.createDirectories(dir);
            Files.writeString(dir.resolve((g + "-" + p + ".txt").toLowerCase(java.util.Locale.ROOT)), line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
