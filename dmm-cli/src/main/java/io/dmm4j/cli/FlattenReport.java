package io.dmm4j.cli;

import io.dmm4j.flat.FlatOps;
import io.dmm4j.flat.FlatProgram;
import io.dmm4j.flat.Rigid;
import io.dmm4j.flat.Runs;
import io.dmm4j.flat.Stage;
import io.dmm4j.flatten.FlatStatistics;
import io.dmm4j.flatten.Flattened;
import io.dmm4j.hash.PathTable;
import io.dmm4j.net.Link;
import io.dmm4j.net.Network;
import io.dmm4j.value.Numbers;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;

/** Prints a flattened network for people. */
final class FlattenReport {
    private final Flattened flattened;
    private final FlatProgram program;
    private final PrintWriter out;

    FlattenReport(Flattened flattened, PrintWriter out) {
        this.flattened = flattened;
        this.program = flattened.program();
        this.out = out;
    }

    void print(boolean brief) {
        PathTable[] tables = {flattened.rows(), flattened.matrixRows(), flattened.matrixColumns(), flattened.weights()};
        String[] names = {"state rows", "matrix rows", "matrix columns", "weights"};
        sizes(tables, names);
        if (!brief) {
            for (int i = 0; i < tables.length; i++) {
                table(names[i], tables[i]);
            }
            program();
        }
    }

    private void sizes(PathTable[] tables, String[] names) {
        FlatStatistics s = flattened.statistics();
        Network n = flattened.network();
        line(
                "network",
                (n.name().isEmpty() ? "" : n.name() + ": ") + n.names().size() + " neurons, " + s.links() + " links");
        line(
                "rows",
                program.outputRows() + " of outputs, " + program.inputRows() + " of inputs, " + program.tempRows()
                        + " temporary");
        line(
                "cycle",
                program.stages().size() + " stages, " + runs() + " runs, " + program.multiplyAdds() + " multiply-adds, "
                        + ops() + " ops");
        line(
                "links",
                String.format(
                        Locale.ROOT,
                        "%d, of which %d carry something, %d of these in one run (%.1f %%)",
                        s.links(),
                        s.linksInRuns(),
                        s.linksOneRun(),
                        100 * s.oneRunFraction()));
        if (program.rowRuns().count() + program.guards().count() > 0) {
            line(
                    "held",
                    flattened.heldLinks() + " entries of the matrix are links, "
                            + program.rowRuns().count() + " runs with rows as weights, "
                            + program.guards().total() + " rows watched");
        }
        line("holds", s.cycles() == Long.MAX_VALUE ? "for ever" : "for " + s.cycles() + " cycles, then it must grow");
        line("rigid", rigid());
        line(
                "bytes",
                16L * runs() + " of runs, " + 44L * ops() + " of ops, " + 8L * program.parameters().length
                        + " of parameters");
        for (int i = 0; i < tables.length; i++) {
            line("table", names[i] + ": " + tables[i].summary() + ", " + tables[i].bytes() + " bytes");
        }
    }

    private long runs() {
        return program.stages().stream().mapToLong(s -> s.runs().count()).sum();
    }

    private long ops() {
        return program.stages().stream().mapToLong(s -> s.ops().count()).sum();
    }

    /** Whether the down movement is W ⊗ I. */
    private String rigid() {
        for (Stage s : program.stages()) {
            if (Rigid.of(s.runs(), program.inputRows(), program.outputRows()).isEmpty()) {
                return "no: runs differ in length or place";
            }
        }
        Runs first = program.stages().get(0).runs();
        return "yes: every run has " + first.length()[0] + " rows";
    }

    private void line(String what, String found) {
        out.printf("%-8s %s%n", what, found);
    }

    private void table(String name, PathTable table) {
        out.println();
        out.print("table of " + name + ": ");
        try {
            table.dump(out, flattened.labels());
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a PrintWriter throws none
        }
    }

    private void program() {
        List<Stage> stages = program.stages();
        for (int i = 0; i < stages.size(); i++) {
            out.println();
            out.println("stage " + i + ", down: " + stages.get(i).runs());
            runs(stages.get(i).runs());
            FlatOps ops = stages.get(i).ops();
            out.println();
            out.println("stage " + i + ", up: " + ops.count() + " ops");
            out.print(ops);
        }
    }

    private void runs(Runs runs) {
        List<Link> links = flattened.network().links();
        for (int k = 0; k < runs.count(); k++) {
            int n = runs.length()[k];
            int w = runs.weight()[k];
            out.println(rows(program.outputRows() + runs.xRow()[k], n) + " += p" + w + " * " + rows(runs.yRow()[k], n)
                    + "    " + (w < links.size() ? link(links.get(w)) : ""));
        }
    }

    private static String rows(int row, int n) {
        return "r" + row + (n > 1 ? "..r" + (row + n - 1) : "");
    }

    private static String link(Link l) {
        return l.to() + " <- " + l.from() + l.path() + " * " + Numbers.format(l.weight());
    }
}
