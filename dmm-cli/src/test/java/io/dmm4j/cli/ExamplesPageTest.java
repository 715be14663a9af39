package io.dmm4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.net.Examples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The page of the examples: every example is on it, and every command prints what stands there. */
class ExamplesPageTest {
    private static final Path PAGE = Path.of("../docs/examples.md");
    private static final Pattern EVERY = Pattern.compile("awk 'NR % (\\d+) == 0'");
    private static final Pattern LAST = Pattern.compile("tail -n (\\d+)");

    /** A command of a console block, and the lines after it. */
    private record Shown(String command, List<String> lines) {}

    private static List<Shown> shown() throws IOException {
        List<Shown> found = new ArrayList<>();
        boolean inside = false;
        for (String line : Files.readAllLines(PAGE)) {
            if (line.startsWith("```")) {
                inside = line.equals("```console");
            } else if (inside && line.startsWith("$ scripts/dmm ")) {
                found.add(new Shown(line.substring("$ scripts/dmm ".length()), new ArrayList<>()));
            } else if (inside) {
                found.get(found.size() - 1).lines.add(line);
            }
        }
        return found;
    }

    @TestFactory
    Stream<DynamicTest> commandsPrintWhatThePageSays() throws IOException {
        List<Shown> shown = shown();
        assertTrue(shown.size() >= 6, shown.size() + " commands");
        return shown.stream().map(s -> DynamicTest.dynamicTest(s.command, () -> check(s)));
    }

    private static void check(Shown s) {
        String[] parts = s.command.split(" \\| ");
        Cli done = Cli.run(parts[0].replace(" docs/", " ../docs/").split(" "));
        List<String> printed =
                (done.out() + done.err()).replace("../docs/", "docs/").lines().toList();
        if (parts.length > 1) {
            printed = filtered(printed, parts[1]);
        }
        assertEquals(String.join("\n", s.lines), String.join("\n", printed));
    }

    private static List<String> filtered(List<String> lines, String filter) {
        Matcher every = EVERY.matcher(filter);
        if (every.matches()) {
            int n = Integer.parseInt(every.group(1));
            return IntStream.range(0, lines.size())
                    .filter(i -> (i + 1) % n == 0)
                    .mapToObj(lines::get)
                    .toList();
        }
        Matcher last = LAST.matcher(filter);
        assertTrue(last.matches(), filter);
        return lines.subList(lines.size() - Integer.parseInt(last.group(1)), lines.size());
    }

    @Test
    void everyExampleIsOnThePageAndInTheHelp() throws IOException {
        String page = Files.readString(PAGE);
        String help = Cli.run("--help").out();
        for (String name : Examples.names()) {
            assertTrue(page.contains("`example:" + name + "`"), name);
            assertTrue(help.contains("example:" + name), name);
        }
    }
}
