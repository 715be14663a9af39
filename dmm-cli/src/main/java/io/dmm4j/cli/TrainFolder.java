package io.dmm4j.cli;

import io.dmm4j.checkpoint.Checkpoint;
import io.dmm4j.checkpoint.CheckpointFolder;
import io.dmm4j.json.WholeFile;
import io.dmm4j.net.Network;
import io.dmm4j.net.NetworkJson;
import io.dmm4j.net.Networks;
import io.dmm4j.report.History;
import io.dmm4j.report.HtmlReport;
import io.dmm4j.value.DmmException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.stream.Stream;

/** The folder that a training run writes to. */
final class TrainFolder implements AutoCloseable {
    private static final String CHECKPOINTS = "checkpoints";

    private final Path folder;
    private final PrintWriter told; // hears which folder it is; null if the user named it
    private CheckpointFolder checkpoints;
    private BufferedWriter history;

    /**
     * A folder, not touched yet.
     *
     * @param resume whether there may be a run in it already
     * @throws DmmException if it holds something else
     */
    private TrainFolder(Path folder, boolean resume, PrintWriter told) {
        this.folder = folder;
        this.told = told;
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new DmmException(folder + ": expected a folder, found a file");
        } else if (!isEmpty() && !resume) {
            throw new DmmException(folder + ": the folder is not empty, expected an empty one, or --resume");
        } else if (!isEmpty() && !Files.isDirectory(folder.resolve(CHECKPOINTS))) {
            throw new DmmException(
                    folder + ": expected a folder of a run to resume, found no " + CHECKPOINTS + " in it");
        }
    }

    /**
     * The folder that {@code --out} names; a new one, which is said once it is there, where it names none.
     *
     * @param out null if it was not given
     * @param command what a new folder is named after
     */
    static TrainFolder of(String out, String command, boolean resume, PrintWriter err) {
        if (out == null && resume) {
            throw new DmmException("--resume: expected --out FOLDER too, to say which run goes on");
        }
        if (out == null) {
            return new TrainFolder(fresh(Networks.file(""), command), false, err);
        }
        if (out.isBlank()) {
            throw new DmmException("--out: found '" + out + "', expected the name of a folder");
        }
        return new TrainFolder(Networks.file(out), resume, null);
    }

    /** The first of train-1, train-2 … that is not there. */
    static Path fresh(Path parent, String command) {
        for (int i = 1; ; i++) {
            Path folder = parent.resolve(command + "-" + i);
            if (Files.notExists(folder)) {
                return folder;
            }
        }
    }

    private boolean isEmpty() {
        if (!Files.isDirectory(folder)) {
            return true;
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.findAny().isEmpty();
        } catch (IOException e) {
            throw DmmException.io(folder, e);
        }
    }

    /**
     * Makes what is missing; from here on no other run can write here.
     *
     * @param keep how many checkpoints to keep
     */
    void open(int keep) {
        checkpoints = CheckpointFolder.open(folder.resolve(CHECKPOINTS), keep);
        if (told != null) {
            told.println("writing to " + folder.getFileName());
            told.flush();
        }
    }

    /** The last checkpoint that can be read. */
    Optional<CheckpointFolder.Found> latest() {
        return CheckpointFolder.latest(folder.resolve(CHECKPOINTS));
    }

    /** The first rows that were written; one that was cut off when the process ended is left out. */
    History readHistory(long rows) {
        Path file = folder.resolve("history.csv");
        if (rows == 0) {
            return new History();
        }
        try {
            String text = Files.readString(file);
            History whole = History.parse(text.substring(0, text.lastIndexOf("\r\n") + 2), file.toString());
            if (whole.rows().size() < rows) {
                throw new DmmException(
                        file + ": expected the " + rows + " rows that the checkpoint goes on from, found "
                                + whole.rows().size());
            }
            whole.keep((int) rows);
            return whole;
        } catch (IOException e) {
            throw DmmException.io(file, e);
        }
    }

    /** Writes the rows so far, and begins to append. */
    void startHistory(History rows) {
        Path file = folder.resolve("history.csv");
        WholeFile.write(file, rows::write);
        try {
            history = Files.newBufferedWriter(file, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw DmmException.io(file, e);
        }
    }

    void append(History.Row row) {
        try {
            history.write(History.line(row));
        } catch (IOException e) {
            throw DmmException.io(folder.resolve("history.csv"), e);
        }
    }

    /** Saves a checkpoint, after the rows that lead to it. */
    void save(Checkpoint checkpoint) {
        try {
            history.flush();
        } catch (IOException e) {
            throw DmmException.io(folder.resolve("history.csv"), e);
        }
        checkpoints.save(checkpoint);
    }

    void writeMachine(Network network) {
        NetworkJson.write(network, folder.resolve("machine.json"));
    }

    void writeReport(HtmlReport report) {
        WholeFile.write(folder.resolve("report.html"), report::write);
    }

    @Override
    public void close() {
        try (CheckpointFolder c = checkpoints;
                BufferedWriter h = history) {
            // both, in the opposite order
        } catch (IOException e) {
            throw DmmException.io(folder, e);
        }
    }
}
