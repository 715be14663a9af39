package io.dmm4j.live;

import io.dmm4j.events.EventLine;
import io.dmm4j.json.JsonInput;
import io.dmm4j.json.JsonLines;
import io.dmm4j.net.Network;
import io.dmm4j.net.Port;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.Names;
import io.dmm4j.value.VValue;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a {@link Recorder} wrote, read as a whole and checked before anything runs. Replayed on the network, backend and
 * precision it was recorded with, it gives the same bits.
 */
public final class Recording {
    private final String backend;
    private final String precision;
    private final Deque<Step> steps = new ArrayDeque<>();
    private long end = -1;
    private String state;
    private int undoable; // edits that are not taken back, while this is read

    /**
     * Something that came from outside: a feed, an edit, or, with neither, the undoing of an edit.
     *
     * @param cycle for which values were fed, or after which the matrix was edited
     * @param feed values by input; null if this is none
     * @param edit what was added to the matrix; null if this is none
     */
    record Step(long cycle, Map<Port, VValue> feed, VValue edit) {
        /** After how many cycles this is to be done: what is fed for a cycle is said before it. */
        long after() {
            return feed == null ? cycle : cycle - 1;
        }
    }

    private Recording(String backend, String precision) {
        this.backend = backend;
        this.precision = precision;
    }

    /**
     * Reads a file.
     *
     * @param network that it should have been recorded with
     * @throws DmmException with the place, if it is no recording, or one of another network
     */
    public static Recording read(Path file, Network network) {
        try (JsonLines lines = JsonLines.open(file)) {
            JsonInput first = lines.next();
            if (first == null) {
                throw new DmmException(file + ": expected a recording, found nothing");
            }
            Line head = new Line(first, network);
            if (!Recorder.FORMAT.equals(head.format)) {
                throw new DmmException(file + ": expected a first line with format '" + Recorder.FORMAT + "'");
            } else if (!Objects.equals(head.network, Fingerprint.of(network))) {
                throw new DmmException(file + ": recorded with another network"
                        + (head.name == null || head.name.isEmpty() ? "" : " ('" + head.name + "')")
                        + ", expected the one that is to be run");
            }
            Recording r = new Recording(head.backend, head.precision);
            for (JsonInput in = lines.next(); in != null; in = lines.next()) {
                r.add(in, network);
            }
            return r;
        }
    }

    private void add(JsonInput in, Network network) {
        in.peek();
        JsonInput.Mark at = in.mark();
        Line line = new Line(in, network);
        Step step = new Step(line.cycle, line.feed, line.edit);
        long before = steps.isEmpty() ? 0 : steps.getLast().after();
        if (end >= 0) {
            throw in.failAt(at, "expected nothing after the line with \"end\"");
        } else if (line.cycle < 0 || step.after() < before) {
            throw in.failAt(at, "expected a cycle, in ascending order, found " + line.cycle);
        } else if (line.end) {
            end = line.cycle;
            state = line.state;
        } else if ((line.feed == null ? 0 : 1) + (line.edit == null ? 0 : 1) + (line.undo ? 1 : 0) != 1) {
            throw in.failAt(at, "expected one of \"feed\", \"edit\" and \"undo\"");
        } else if (line.undo && undoable == 0) {
            throw in.failAt(at, "expected an edit before it that is not taken back yet");
        } else {
            undoable += line.undo ? -1 : line.edit != null ? 1 : 0;
            steps.add(step);
        }
    }

    /** One line, with all fields that a line can have. */
    private static final class Line {
        String format;
        String network;
        String name;
        String backend;
        String precision;
        long cycle = -1;
        Map<Port, VValue> feed;
        VValue edit;
        boolean undo;
        boolean end;
        String state;

        Line(JsonInput in, Network net) {
            in.beginObject();
            for (String field = in.nextField(); field != null; field = in.nextField()) {
                switch (field) {
                    case "format" -> format = in.readString();
                    case "network" -> network = in.readString();
                    case "name" -> name = in.readString();
                    case "backend" -> backend = in.readString();
                    case "precision" -> precision = in.readString();
                    case "cycle" -> cycle = in.readLong();
                    case "feed" -> feed = EventLine.read(in, List.of(net));
                    case "edit" -> edit = in.readVValue();
                    case "undo" -> undo = in.readBoolean();
                    case "end" -> end = in.readBoolean();
                    case "state" -> state = in.readString();
                    default -> throw in.fail(Names.unknown("field", field, Recorder.FIELDS));
                }
            }
            in.endObject();
            in.endInput();
        }
    }

    /** The backend that it was recorded on. */
    public String backend() {
        return backend;
    }

    /** The precision that it was recorded with, in small letters. */
    public String precision() {
        return precision;
    }

    /** Whether it says what came out in the end: one that was cut off does not, and then a replay has nothing to compare with. */
    public boolean hasEnd() {
        return state != null;
    }

    /** The last cycle, −1 if the recording did not end in order. */
    long end() {
        return end;
    }

    /** The digest of the last state; null if the recording did not end in order. */
    String state() {
        return state;
    }

    /** What comes next; null after the last. */
    Step peek() {
        return steps.peek();
    }

    /** Takes what comes next. */
    Step next() {
        return steps.remove();
    }
}
