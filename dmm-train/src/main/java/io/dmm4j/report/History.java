package io.dmm4j.report;

import io.dmm4j.value.DmmException;
import io.dmm4j.value.Numbers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The course of a run, a row per step in ascending order of steps. As CSV (RFC 4180, UTF-8) its columns are {@value
 * #HEADER}; numbers print as {@link Numbers#format} says, so that equal histories make equal files and reading gives the
 * same numbers again.
 */
public final class History {
    /** The first line of the CSV. */
    public static final String HEADER = "step,loss,regularisation,links,steps_per_second,event";

    private final List<Row> rows = new ArrayList<>();

    /**
     * One step.
     *
     * @param step its number
     * @param loss the loss at it, regularisation apart
     * @param regularisation what the regularisers add to the loss
     * @param links how many links the machine has
     * @param stepsPerSecond how fast it goes; NaN, which CSV shows as an empty field, if that is not known
     * @param event what happened, such as a cut; empty if nothing did
     */
    public record Row(long step, double loss, double regularisation, int links, double stepsPerSecond, String event) {}

    /**
     * Appends a row.
     *
     * @throws IllegalArgumentException if its step is before that of the last row
     */
    public void add(Row row) {
        if (!rows.isEmpty() && row.step < last().step) {
            throw new IllegalArgumentException("step " + row.step + " comes after step " + last().step);
        }
        rows.add(row);
    }

    private Row last() {
        return rows.get(rows.size() - 1);
    }

    /** The rows so far; a view. */
    public List<Row> rows() {
        return Collections.unmodifiableList(rows);
    }

    /** Drops all but the first rows: those that a run which goes on from a checkpoint will make again. */
    public void keep(int count) {
        rows.subList(count, rows.size()).clear();
    }

    // ---------------------------------------------------------------- CSV

    /** Writes header and rows. */
    public void write(Appendable target) throws IOException {
        target.append(HEADER).append("\r\n");
        for (Row row : rows) {
            target.append(line(row));
        }
    }

    /** The line of a row, with its end, for who writes the file as the run goes. */
    public static String line(Row row) {
        return Csv.line(List.of(
                Long.toString(row.step),
                Numbers.format(row.loss),
                Numbers.format(row.regularisation),
                Integer.toString(row.links),
                Double.isNaN(row.stepsPerSecond) ? "" : Numbers.format(row.stepsPerSecond),
                row.event));
    }

    /**
     * Reads a file.
     *
     * @throws DmmException with file and row, if it is not of this form
     */
    public static History read(Path file) {
        try {
            return parse(Files.readString(file), file.toString());
        } catch (IOException e) {
            throw DmmException.io(file, e);
        }
    }

    /**
     * Reads a text.
     *
     * @param source what errors call it
     */
    public static History parse(String text, String source) {
        List<List<String>> records = Csv.parse(text, source);
        if (records.isEmpty() || !String.join(",", records.get(0)).equals(HEADER)) {
            throw new DmmException(source + ": expected the header '" + HEADER + "'");
        }
        History history = new History();
        for (int i = 1; i < records.size(); i++) {
            try {
                history.add(row(records.get(i)));
            } catch (IllegalArgumentException e) {
                throw new DmmException(
                        source + ": row " + i + ": expected " + HEADER + " in ascending steps, found '"
                                + String.join(",", records.get(i)) + "'",
                        e);
            }
        }
        return history;
    }

    private static Row row(List<String> fields) {
        if (fields.size() != 6) {
            throw new IllegalArgumentException("6 fields");
        }
        String speed = fields.get(4);
        return new Row(
                Long.parseLong(fields.get(0)),
                Double.parseDouble(fields.get(1)),
                Double.parseDouble(fields.get(2)),
                Integer.parseInt(fields.get(3)),
                speed.isEmpty() ? Double.NaN : Double.parseDouble(speed),
                fields.get(5));
    }
}
