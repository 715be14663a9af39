package io.dmm4j.perf.cpu;

import io.dmm4j.spi.Precision;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The rates of other libraries on the same shapes, measured by {@code perf/peers/spmm.py} in the same run.
 *
 * @param rates what was measured
 * @param note what was found, or why nothing was
 */
record Peers(List<Line> rates, String note) {
    private static final Path SCRIPT = Path.of("peers", "spmm.py");

    /** The rate of a library on a case. */
    record Line(String kind, int size, int lanes, Rate rate) {}

    /** A rate of a library. */
    record Rate(String name, double gflops) {}

    /**
     * Runs the script.
     *
     * @param python the command of the interpreter; empty for none
     */
    static Peers ask(String python, Precision precision) {
        Path script = Files.exists(SCRIPT) ? SCRIPT : Path.of("perf").resolve(SCRIPT);
        if (python.isEmpty() || !Files.exists(script)) {
            return new Peers(List.of(), "peers: not asked for, or " + script + " is not there");
        }
        try {
            Process p = new ProcessBuilder(
                            python, script.toString(), precision.name().toLowerCase())
                    .redirectErrorStream(true)
                    .start();
            try (BufferedReader out = p.inputReader()) {
                return read(out);
            }
        } catch (IOException e) {
            return new Peers(List.of(), "peers: " + python + " did not run: " + e.getMessage());
        }
    }

    private static Peers read(BufferedReader out) throws IOException {
        List<Line> lines = new ArrayList<>();
        StringBuilder note = new StringBuilder("peers:");
        for (String s = out.readLine(); s != null; s = out.readLine()) {
            String[] f = s.split(",");
            if (f.length == 6 && f[0].equals("peer")) {
                Rate rate = new Rate(f[1], Double.parseDouble(f[5]));
                lines.add(new Line(f[2], Integer.parseInt(f[3]), Integer.parseInt(f[4]), rate));
            } else {
                note.append(' ').append(s).append(';');
            }
        }
        return new Peers(lines, note.toString());
    }

    /** The fastest on a case; null if there is none. */
    Rate best(DownCase c) {
        return rates.stream()
                .filter(l -> l.kind.equals(c.kind()) && l.size == c.size() && l.lanes == c.lanes())
                .map(Line::rate)
                .max((a, b) -> Double.compare(a.gflops, b.gflops))
                .orElse(null);
    }
}
