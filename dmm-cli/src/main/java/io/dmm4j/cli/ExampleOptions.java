package io.dmm4j.cli;

import io.dmm4j.net.Network;
import io.dmm4j.net.Networks;
import io.dmm4j.net.Port;
import io.dmm4j.net.Probe;
import io.dmm4j.spi.Precision;
import io.dmm4j.train.data.Sequence;
import io.dmm4j.train.data.SequenceFile;
import io.dmm4j.train.data.Teacher;
import io.dmm4j.train.data.Texts;
import io.dmm4j.train.loss.Loss;
import io.dmm4j.train.loss.Losses;
import io.dmm4j.train.loss.Objective;
import io.dmm4j.train.loss.Objective.Paths;
import io.dmm4j.value.DmmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** The options that say what a network is fed, what its probes should show, and how a difference counts. */
final class ExampleOptions {
    /** What is fed where nothing else is said: the published training text. */
    static final String TEXT = "test string.";

    private static final int EVERY = 10;
    private static final int LEAST = 32; // bytes that a cycle of a text takes at least

    @Option(
            names = "--data",
            paramLabel = "FILE",
            description =
                    "sequences, a line of JSON each: {\"inputs\": [{PORT: V}, ...], \"targets\": [{PROBE: V}, ...],"
                            + " \"mask\": [...]}, an entry per cycle; mask may be left out, and targets where a teacher tells; what"
                            + " an entry leaves out is fed nothing, or wanted to be 0")
    private String data;

    @Option(
            names = "--teacher",
            paramLabel = "NET",
            description = "a network that is right: it is fed the same and tells what the probes should show")
    private String teacher;

    @Option(
            names = "--text",
            paramLabel = "S",
            description = "without --data: feed {c: 1} for each character c of S, the last one again and again; a"
                    + " sequence for each --text (\"" + TEXT + "\" unless given)")
    private List<String> texts = new ArrayList<>();

    @Option(
            names = "--every",
            paramLabel = "K",
            description = "a character every K cycles: one K for all texts, or one for each (10 unless given, as in the"
                    + " published runs; dmm run, compare and flatten have 1)")
    private List<Integer> every = new ArrayList<>();

    @Option(
            names = "--cycles",
            paramLabel = "N",
            description =
                    "how long a text is run: one N for all texts, or one for each (until two more characters could"
                            + " have come unless given)")
    private List<Integer> cycles = new ArrayList<>();

    @Option(
            names = "--to",
            paramLabel = "NEURON.PORT",
            description = "the external input that texts go to, where the network has several")
    private String to;

    @Option(
            names = "--probe",
            paramLabel = "P",
            description =
                    "what counts, as for dmm run (those that the data name, else the network's own, unless given)")
    private List<String> probes = new ArrayList<>();

    @Option(
            names = "--paths",
            paramLabel = "WHAT",
            description = "what of a probe counts: number, as for dmm compare, or all (all with targets in --data, else"
                    + " number, unless given)")
    private String paths;

    @Option(
            names = "--loss",
            paramLabel = "NAME",
            defaultValue = "squared",
            description =
                    "squared, absolute, huber, huber:DELTA or softmax-cross-entropy (with --paths all), summed over all"
                            + " (${DEFAULT-VALUE} unless given)")
    private String loss;

    @Option(
            names = "--skip",
            paramLabel = "N",
            defaultValue = "0",
            description = "the first N cycles of every sequence do not count (${DEFAULT-VALUE} unless given)")
    private int skip;

    /**
     * What was given.
     *
     * @param sequences with their targets
     * @param objective what is minimised
     * @param fed a sequence in words, each
     */
    record Examples(List<Sequence> sequences, Objective objective, List<String> fed) {
        /** Cycles of the longest sequence. */
        int longest() {
            return sequences.stream().mapToInt(Sequence::cycles).max().orElseThrow();
        }

        /** Whether any cycle counts. */
        boolean count() {
            return sequences.stream().anyMatch(s -> IntStream.range(objective.skipped(), s.cycles())
                    .anyMatch(c -> s.mask(c) > 0));
        }

        /** Fails if no cycle counts: such a loss is 0, which says nothing. */
        Examples requireCount() {
            if (!count()) {
                throw new DmmException("no cycle counts: the longest of " + sequences.size() + " sequences has "
                        + longest() + " cycles, of which --skip takes out " + objective.skipped()
                        + ", expected one left that no mask takes out");
            }
            return this;
        }
    }

    /** Whether anything tells what the probes should show. */
    boolean tells() {
        return data != null || teacher != null;
    }

    /**
     * Reads what was given; where nothing tells what is right, nothing is what should be seen.
     *
     * @param backend what runs the teacher
     * @param precision in which all numbers must be finite
     */
    Examples read(Network network, String backend, Precision precision) {
        List<Sequence> sequences = data == null ? fromTexts(network) : fromData(network, precision);
        boolean told = sequences.stream().anyMatch(s -> !s.targets().isEmpty());
        Loss how = loss();
        Paths which = paths(told && teacher == null);
        if (how.isRelative() && which == Paths.NUMBER) {
            throw new DmmException("--loss: " + how
                    + " compares the paths of a probe with each other, expected --paths all beside it");
        }
        Objective objective =
                Objective.of(watched(sequences, network), how, which).skipping(skip);
        return new Examples(withTargets(sequences, objective, backend, precision), objective, words(sequences.size()));
    }

    private List<Sequence> fromData(Network network, Precision precision) {
        if (!texts.isEmpty() || !every.isEmpty() || !cycles.isEmpty() || to != null) {
            throw new DmmException(
                    "--data: the file has the inputs, expected no --text, --every, --cycles or --to beside it");
        }
        List<Sequence> sequences = SequenceFile.read(Networks.file(data), network, precision);
        for (int i = 0; i < sequences.size() && teacher == null; i++) {
            if (sequences.get(i).targets().isEmpty()) {
                throw new DmmException(data + ": sequence " + (i + 1) + " has no targets, expected some, or --teacher");
            }
        }
        return sequences;
    }

    /** Refuses at once what can never fit. */
    private void requireRoom() {
        long all = 0;
        for (int i = 0; i < texts().size(); i++) {
            all += cycles(i);
        }
        long room = Runtime.getRuntime().maxMemory();
        if (all > room / LEAST) {
            throw new DmmException("--cycles: found " + all + " cycles in all, expected at most " + room / LEAST
                    + " with the " + (room >> 20) + " MiB that the JVM may use (DMM_JAVA_OPTS=-Xmx8g gives more)");
        }
    }

    private List<Sequence> fromTexts(Network network) {
        requireRoom();
        if (network.externals().isEmpty() && texts.isEmpty() && every.isEmpty() && to == null) {
            return List.of(Sequence.of(Collections.nCopies(cycles(0), Map.of())));
        }
        Port port = InputOptions.port(to, List.of(network));
        List<String> all = texts();
        List<Sequence> sequences = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            sequences.add(Texts.of(all.get(i), every(i), cycles(i), port));
        }
        return sequences;
    }

    private List<String> texts() {
        if (texts.contains("")) {
            throw new DmmException("--text: expected at least one character, found none");
        }
        return texts.isEmpty() ? List.of(TEXT) : texts;
    }

    private int every(int text) {
        return number("--every", every, text, EVERY);
    }

    private int cycles(int text) {
        String s = texts().get(text);
        long usual = (s.codePointCount(0, s.length()) + 2L) * every(text);
        return number("--cycles", cycles, text, (int) Math.min(Integer.MAX_VALUE, usual));
    }

    private int number(String name, List<Integer> given, int text, int usual) {
        int count = texts().size();
        if (given.size() > 1 && given.size() != count) {
            throw new DmmException(
                    name + ": found " + given.size() + " numbers, expected 1, or " + count + ", one for each text");
        }
        int n = given.isEmpty() ? usual : given.get(given.size() == 1 ? 0 : text);
        if (n < 1) {
            throw new DmmException(name + ": found " + n + ", expected at least 1");
        }
        return n;
    }

    private List<String> words(int sequences) {
        if (data != null) {
            return Collections.nCopies(sequences, data);
        }
        List<String> words = new ArrayList<>();
        for (int i = 0; i < sequences; i++) {
            words.add("\"" + texts().get(i) + "\" every " + every(i) + ", " + cycles(i) + " cycles");
        }
        return words;
    }

    private List<Probe> watched(List<Sequence> sequences, Network network) {
        Set<Probe> named = new LinkedHashSet<>();
        for (Sequence s : sequences) {
            for (Map<Probe, ?> cycle : s.targets()) {
                named.addAll(cycle.keySet());
            }
        }
        if (!probes.isEmpty()) {
            List<Probe> asked =
                    Watch.of(probes, network).probes().stream().distinct().toList();
            asked.forEach(p -> requireTarget(p, named));
            return asked;
        }
        return named.isEmpty()
                ? Watch.of(probes, network).probes()
                : named.stream()
                        .sorted((a, b) -> a.toString().compareTo(b.toString()))
                        .toList();
    }

    private void requireTarget(Probe p, Set<Probe> named) {
        if (data != null && teacher == null && !named.contains(p)) {
            throw new DmmException("--probe: no cycle of " + data + " says what " + p + " should show, only what "
                    + named.stream().map(Probe::toString).sorted().toList() + " should");
        }
    }

    private Paths paths(boolean told) {
        if (paths == null) {
            return told ? Paths.ALL : Paths.NUMBER;
        }
        return Stream.of(Paths.values())
                .filter(p -> p.name().toLowerCase(Locale.ROOT).equals(paths))
                .findFirst()
                .orElseThrow(() -> new DmmException("--paths: found '" + paths + "', expected number or all"));
    }

    private List<Sequence> withTargets(
            List<Sequence> sequences, Objective objective, String backend, Precision precision) {
        if (teacher != null) {
            try {
                List<Sequence> told = new Teacher(Networks.load(teacher), objective.probes(), backend).label(sequences);
                requireFinite(told, precision);
                return told;
            } catch (DmmException e) {
                throw new DmmException("teacher " + teacher + ": " + e.getMessage(), e);
            }
        }
        return sequences.stream()
                .map(s -> s.targets().isEmpty() ? s.withTargets(Collections.nCopies(s.cycles(), Map.of())) : s)
                .toList();
    }

    private static void requireFinite(List<Sequence> told, Precision precision) {
        for (int i = 0; i < told.size(); i++) {
            try {
                told.get(i).requireFinite(precision);
            } catch (DmmException e) {
                throw new DmmException("sequence " + (i + 1) + ": " + e.getMessage(), e);
            }
        }
    }

    private Loss loss() {
        if (!loss.startsWith("huber:")) {
            return Losses.of(loss);
        }
        return Loss.huber(
                Choice.parse("--loss", loss, Map.of("huber", "[DELTA]")).above(0, 0));
    }

    /** In words, without what the sequences say. */
    void describe(Map<String, String> settings) {
        settings.put("loss", loss);
        settings.put("skip", Integer.toString(skip));
        settings.put(
                "teacher",
                teacher == null
                        ? "none"
                        : teacher.startsWith(io.dmm4j.net.Examples.PREFIX)
                                ? teacher
                                : Networks.file(teacher).normalize().toString());
    }
}
