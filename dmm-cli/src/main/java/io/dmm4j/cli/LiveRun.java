package io.dmm4j.cli;

import io.dmm4j.events.EventReader;
import io.dmm4j.flatten.Machines;
import io.dmm4j.live.LiveMachine;
import io.dmm4j.live.Recording;
import io.dmm4j.live.Session;
import io.dmm4j.live.SessionOptions;
import io.dmm4j.live.web.LiveLimits;
import io.dmm4j.live.web.LiveServer;
import io.dmm4j.net.Network;
import io.dmm4j.spi.MachineOptions;
import io.dmm4j.value.DmmException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One run of {@code dmm live}. */
final class LiveRun {
    private static final long LOOK_MILLIS = 200;

    private final Network network;
    private final MachineFlags flags;
    private final EventOptions events;
    private final PrintWriter out;
    private final PrintWriter err;
    private double rate;
    private boolean paused;
    private String bind;
    private int port;
    private boolean open;
    private Path record;
    private Path replay;
    private Recording recording; // null if nothing is replayed

    LiveRun(Network network, MachineFlags flags, EventOptions events, PrintWriter out, PrintWriter err) {
        this.network = network;
        this.flags = flags;
        this.events = events;
        this.out = out;
        this.err = err;
    }

    LiveRun rate(double cyclesPerSecond, boolean waits) {
        rate = cyclesPerSecond;
        paused = waits;
        return this;
    }

    LiveRun listen(String address, int number, boolean browser) {
        bind = address;
        port = number;
        open = browser;
        return this;
    }

    LiveRun files(Path recordTo, Path replayFrom) {
        record = recordTo;
        replay = replayFrom;
        return this;
    }

    /** Runs to the end; gives the exit code. */
    int run() {
        if (record != null && replay != null && same(record, replay)) {
            throw new DmmException("--record: " + record + " is what is to be replayed, expected another file");
        }
        recording = replay == null ? null : Recording.read(replay, network);
        events.checkFiles();
        SessionOptions options =
                new SessionOptions(rate, paused, flags.cycles(true), events.queue(), record, recording);
        MachineOptions how = flags.options(1);
        LiveMachine machine = new LiveMachine(Machines.open(network, flags.backend(), how));
        try (Session session = Session.of(machine, options)) {
            if (replay == null) {
                events.setDefaults(session.inputs());
            }
            try (LiveServer server = LiveServer.start(session, bind, port, LiveLimits.DEFAULT)) {
                session.whenDropped(why -> err.println("dmm: warning: " + why));
                session.begin();
                Runtime.getRuntime().addShutdownHook(new Thread(session::close, "end of live"));
                serve(session, server);
            }
            return outcome(session);
        }
    }

    /** A replay that went otherwise is said last. */
    private int outcome(Session session) {
        try {
            session.replayed().getNow(0L);
        } catch (CompletionException e) {
            err.println("dmm: " + e.getCause().getMessage());
            return Dmm.DIFFERENT;
        } catch (CancellationException e) {
            // there was nothing to replay, or the run ended before the recording
        }
        return Dmm.DONE;
    }

    private static boolean same(Path a, Path b) {
        return a.toAbsolutePath().normalize().equals(b.toAbsolutePath().normalize())
                || Files.exists(a) && a.toFile().equals(b.toFile());
    }

    private void serve(Session session, LiveServer server) {
        out.println(server.url());
        Stdout.flush(out);
        Log.release(err);
        if (open) {
            Browser.open(server.url());
        }
        session.failed().thenAccept(why -> err.println("dmm: the machine has stopped: " + why));
        session.replayed().thenAccept(cycle -> err.println(replayed(cycle)));
        List<EventReader> readers = events.readers(network, session.inputs());
        while (!isOver(session)) {
            readers.forEach(EventReader::isOver); // fails if a line was wrong
        }
    }

    private String replayed(long cycle) {
        return recording.hasEnd()
                ? "dmm: info: replayed to cycle " + cycle + " with the same bits as recorded"
                : "dmm: warning: replayed to cycle " + cycle
                        + ", and the recording has no end: nothing to compare with";
    }

    private static boolean isOver(Session session) {
        try {
            session.ended().get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof DmmException wrong) {
                throw wrong;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
