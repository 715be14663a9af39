package io.dmm4j.perf.hash;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Prints what path tables cost, beside other maps and beside memory itself, on one core: medians over several rounds,
 * every round asking every subject once, so that noise from outside falls on all alike.
 *
 * <p>Arguments: {@code --quick} (fewer rounds, and the other maps only up to 10<sup>6</sup> paths), {@code --sizes
 * N,N,...}, {@code --csv FILE} (one row per figure).
 */
public final class PathTableReport {
    private static final List<Integer> SIZES = List.of(10_000, 100_000, 1_000_000, 20_000_000);
    private static final int QUESTIONS = 1 << 22;
    private static final int QUICK_LIMIT = 1_000_000;

    private final boolean quick;
    private final PrintStream out;
    private final StringBuilder csv = new StringBuilder("paths,subject,measure,value\n");

    private PathTableReport(boolean quick, PrintStream out) {
        this.quick = quick;
        this.out = out;
    }

    /** Prints the table; exit code 2 if the arguments cannot be understood. */
    public static void main(String[] args) throws IOException {
        boolean quick = false;
        Path csvFile = null;
        List<Integer> sizes = SIZES;
        for (int i = 0; i < args.length; i++) {
            if (args[i].equals("--quick")) {
                quick = true;
            } else if (args[i].equals("--csv") && i + 1 < args.length) {
                csvFile = Path.of(args[++i]);
            } else if (args[i].equals("--sizes")
                    && i + 1 < args.length
                    && args[i + 1].matches("\\d{1,9}(,\\d{1,9})*")) {
                sizes = Arrays.stream(args[++i].split(","))
                        .map(Integer::valueOf)
                        .toList();
            } else {
                System.err.println("cannot use '" + args[i] + "', expected [--quick] [--sizes N,N,...] [--csv FILE]");
                System.exit(2);
            }
        }
        PathTableReport report = new PathTableReport(quick, System.out);
        report.run(sizes);
        if (csvFile != null) {
            Files.writeString(csvFile, report.csv);
        }
    }

    private void run(List<Integer> sizes) {
        out.println(
                "build in million paths per second; a look-up in ns: each waiting for the last, free to overlap, in");
        out.println("batches of 64; memory: ns per access to as many bytes as map and paths have; tries per bucket");
        out.println(Row.header());
        Row.warmUp();
        for (int paths : sizes) {
            report(paths);
        }
    }

    private void report(int paths) {
        Workload work = Workload.of(paths, QUESTIONS, 1);
        List<Row> rows = new ArrayList<>();
        for (Subject subject : subjects(paths)) {
            rows.add(new Row(subject, work, quick ? 3 : 9));
        }
        for (int round = 0; round < (quick ? 3 : 9); round++) {
            rows.forEach(Row::ask);
        }
        for (Row row : rows) {
            out.println(row.text());
            csv.append(row.csv());
        }
    }

    private List<Subject> subjects(int paths) {
        return quick && paths > QUICK_LIMIT
                ? List.of(new PathTableSubject())
                : List.of(new PathTableSubject(), new HashMapSubject(), new Gov3Subject());
    }
}
