package io.dmm4j.perf.hash;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;

/** The figures of one map at one size. */
final class Row {
    private static final List<String> COLUMNS =
            List.of("build", "waiting", "overlap", "batch", "memory", "wait/mem", "B/path", "tries");

    private static final long BUILD_BUDGET = 1_000_000_000L;

    private static volatile long sink;

    private final Subject subject;
    private final Workload work;
    private final PointerChase memory;
    private final double build;
    private final List<Double> waiting = new ArrayList<>();
    private final List<Double> overlapping = new ArrayList<>();
    private final List<Double> batched = new ArrayList<>();
    private final List<Double> access = new ArrayList<>();
    private int place;

    /** Builds the map, again and again for about a second, at most {@code mostLong} times if it takes long. */
    Row(Subject subject, Workload work, int mostLong) {
        this.subject = subject;
        this.work = work;
        List<Double> builds = new ArrayList<>();
        long end = System.nanoTime() + BUILD_BUDGET;
        do {
            builds.add(nanosEach(work.paths(), this::buildOnce));
        } while (builds.size() < mostLong || System.nanoTime() < end);
        build = median(builds);
        memory = new PointerChase(subject.bytes() + 8L * work.paths(), 1);
    }

    private long buildOnce() {
        subject.build(work);
        return subject.bytes();
    }

    /** All loops are compiled before the first figure. */
    static void warmUp() {
        Workload small = Workload.of(20_000, 1 << 18, 0);
        for (String name : new String[] {"dmm4j", "HashMap", "GOV3"}) {
            Row row = new Row(Subject.named(name), small, 1);
            for (int round = 0; round < 20; round++) {
                row.ask();
            }
        }
    }

    /** One round of all questions. */
    void ask() {
        int questions = work.questions();
        access.add(nanosEach(questions, () -> place = memory.chase(place, questions)));
        waiting.add(nanosEach(questions, () -> subject.dependent(work)));
        overlapping.add(nanosEach(questions, () -> subject.independent(work)));
        if (subject instanceof PathTableSubject table) {
            batched.add(nanosEach(questions, () -> table.batched(work)));
        }
    }

    private static double nanosEach(int count, LongSupplier loop) {
        long start = System.nanoTime();
        sink += loop.getAsLong();
        return (System.nanoTime() - start) / (double) count;
    }

    private static double median(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(v -> v).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    /** The figures by name, in the order of the columns; what a map does not have is left out. */
    private Map<String, Double> figures() {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("build", 1e3 / build);
        figures.put("waiting", median(waiting));
        figures.put("overlap", median(overlapping));
        if (subject instanceof PathTableSubject) {
            figures.put("batch", median(batched));
        }
        figures.put("memory", median(access));
        figures.put("wait/mem", median(waiting) / median(access));
        figures.put("B/path", subject.bytes() / (double) work.paths());
        if (subject instanceof PathTableSubject path) {
            figures.put("tries", path.table().tries() / (double) path.table().buckets());
        }
        return figures;
    }

    static String header() {
        StringBuilder line = new StringBuilder(String.format("%9s %-8s", "paths", "map"));
        COLUMNS.forEach(column -> line.append(String.format("%9s", column)));
        return line.toString();
    }

    String text() {
        Map<String, Double> figures = figures();
        StringBuilder line = new StringBuilder(String.format("%9d %-8s", work.paths(), subject.name()));
        for (String column : COLUMNS) {
            Double figure = figures.get(column);
            line.append(figure == null ? " ".repeat(9) : String.format(Locale.ROOT, "%9.2f", figure));
        }
        return line.toString();
    }

    /** One line per figure. */
    String csv() {
        StringBuilder lines = new StringBuilder();
        figures()
                .forEach((name, value) -> lines.append(
                        String.format(Locale.ROOT, "%d,%s,%s,%.4f%n", work.paths(), subject.name(), name, value)));
        return lines.toString();
    }
}
