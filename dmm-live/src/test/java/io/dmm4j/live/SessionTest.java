package io.dmm4j.live;

import static io.dmm4j.live.LiveNets.edit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.net.Examples;
import io.dmm4j.net.ExternalPort;
import io.dmm4j.net.Link;
import io.dmm4j.net.MatrixFormat;
import io.dmm4j.net.Network;
import io.dmm4j.net.Neuron;
import io.dmm4j.net.Port;
import io.dmm4j.net.Probe;
import io.dmm4j.spi.MachineOptions;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(180)
class SessionTest {
    private static final SessionOptions FAST = SessionOptions.DEFAULT.withRate(Double.POSITIVE_INFINITY);

    @TempDir
    java.nio.file.Path folder;

    private static VValue word(String w) {
        return VValue.of(Path.of(w), 1);
    }

    private static DmmException refused(CompletableFuture<?> done) {
        CompletionException e = assertThrows(CompletionException.class, done::join);
        return (DmmException) e.getCause();
    }

    // ---- recordings --------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(strings = {"tree", "cpu"})
    void tenThousandEditsWhileRunningEqualTheSameEditsReplayed(String backend) throws Exception {
        java.nio.file.Path file = folder.resolve("session.jsonl");
        String digest;
        long cycles;
        try (Session s = Session.start(
                LiveNets.machine(LiveNets.counter(), backend),
                FAST.withRate(5000).withRecord(file))) {
            Thread talker = new Thread(() -> talk(s));
            talker.start();
            int i = 0;
            for (VValue edit : LiveNets.randomEdits(10_000, 7)) {
                CompletableFuture<Long> done = s.edit(edit);
                if (++i % 64 == 0) {
                    done.join();
                }
            }
            talker.join();
            cycles = s.undo().join();
            s.close();
            digest = s.ended().join();
        }
        assertTrue(cycles > 100, "the machine ran meanwhile");
        Recording recording = Recording.read(file, LiveNets.counter());
        SessionOptions slices = FAST.withReplay(recording).withRecord(folder.resolve("again.jsonl"));
        try (Session s = Session.start(LiveNets.machine(LiveNets.counter(), backend), slices)) {
            long end = s.replayed().get(120, TimeUnit.SECONDS);
            s.close();
            assertEquals(digest, s.ended().join());
            assertTrue(end >= cycles);
        }
        assertEquals(Files.readAllLines(file), Files.readAllLines(folder.resolve("again.jsonl")));
        assertEquals(byHand(file, backend), digest);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tree", "cpu"})
    void editsOfAHeldMatrixAreReplayedToo(String backend) throws Exception {
        java.nio.file.Path file = folder.resolve("wave.jsonl");
        String digest;
        try (Session s = Session.start(
                LiveNets.machine(Examples.network("wave/five-columns"), backend), FAST.withRecord(file))) {
            Random random = new Random(5);
            for (int i = 0; i < 300; i++) {
                VValue edit = VValue.of(
                        Path.of(
                                "clj/identity",
                                "half-" + (i % 2 == 0 ? 2 : 4),
                                "single",
                                "clj/const",
                                "update-" + (1 + 2 * random.nextInt(5)),
                                "single"),
                        (random.nextInt(9) - 4) * 0.125);
                s.edit(edit).join();
                if (i % 3 == 0) {
                    s.undo().join();
                }
            }
            s.close();
            digest = s.ended().join();
        }
        Recording recording = Recording.read(file, Examples.network("wave/five-columns"));
        try (Session s = Session.start(
                LiveNets.machine(Examples.network("wave/five-columns"), backend), FAST.withReplay(recording))) {
            s.replayed().get(120, TimeUnit.SECONDS);
            s.close();
            assertEquals(digest, s.ended().join());
        }
    }

    @Test
    void editsOfARecordingCanBeTakenBackWhenItIsOver() throws Exception {
        java.nio.file.Path file = folder.resolve("r.jsonl");
        SessionOptions paused = FAST.withPaused(true);
        try (Session s = Session.start(LiveNets.machine(LiveNets.counter(), "tree"), paused.withRecord(file))) {
            s.edit(edit("b", "dict-1", "a", "dict", 1e20)).join();
            s.edit(edit("c", "dict-1", "a", "dict", 1)).join();
            s.undo().join();
            s.step(5).join();
        }
        assertTrue(Files.readAllLines(file).get(3).equals("{\"cycle\":0,\"undo\":true}"));
        Recording recording = Recording.read(file, LiveNets.counter());
        try (Session s = Session.start(LiveNets.machine(LiveNets.counter(), "tree"), FAST.withReplay(recording))) {
            s.replayed().get(60, TimeUnit.SECONDS);
            s.undo().join();
            assertEquals(LiveNets.counter().links(), s.machine().matrix().links());
            assertEquals(
                    "undo: there is no edit to take back", refused(s.undo()).getMessage());
        }
    }

    private static void talk(Session s) {
        Random random = new Random(3);
        for (int i = 0; i < 2000; i++) {
            s.offer(LiveNets.INPUT, word("w" + random.nextInt(12)));
            if (i % 20 == 0) {
                s.show().join(); // between two cycles
            }
        }
    }

    /** Does what a recording says on a bare machine, cycle by cycle. */
    private static String byHand(java.nio.file.Path file, String backend) {
        Recording r = Recording.read(file, LiveNets.counter());
        Deque<Runnable> undo = new ArrayDeque<>();
        try (LiveMachine m = LiveNets.machine(LiveNets.counter(), backend)) {
            while (true) {
                while (r.peek() != null && r.peek().after() == m.cycle()) {
                    Recording.Step step = r.next();
                    if (step.edit() != null) {
                        undo.push(m.edit(step.edit()));
                    } else if (step.feed() != null) {
                        step.feed().forEach(m::feed);
                    } else {
                        undo.pop().run();
                    }
                }
                if (m.cycle() == r.end()) {
                    return m.digest();
                }
                m.run(1);
            }
        }
    }

    @Test
    void aRecordingOfAnotherNetworkOrAnotherMachineIsSaid() throws Exception {
        java.nio.file.Path file = folder.resolve("r.jsonl");
        try (Session s = Session.start(
                LiveNets.machine(LiveNets.counter(), "cpu"),
                FAST.withPaused(true).withRecord(file))) {
            s.offer(LiveNets.INPUT, word("x"));
            s.step(5).join();
        }
        DmmException e = assertThrows(DmmException.class, () -> Recording.read(file, Examples.network("word-count")));
        assertEquals(
                file + ": recorded with another network ('counter'), expected the one that is to be run",
                e.getMessage());
        List<String> lines = Files.readAllLines(file);
        Files.write(file, List.of(lines.get(0), "{\"cycle\":5,\"end\":true,\"state\":\"00\"}"));
        Recording wrong = Recording.read(file, LiveNets.counter());
        try (Session s = Session.start(LiveNets.machine(LiveNets.counter(), "cpu"), FAST.withReplay(wrong))) {
            ExecutionException differs =
                    assertThrows(ExecutionException.class, () -> s.replayed().get(60, TimeUnit.SECONDS));
            assertTrue(differs.getCause().getMessage().contains("is not what was recorded"));
            assertEquals("", s.ended().join(), "and it is over");
        }
    }

    @Test
    void aReplayInWhichACycleFailsIsOver() throws Exception {
        java.nio.file.Path file = folder.resolve("r.jsonl");
        try (Session s = Session.start(LiveNets.narrow(), FAST.withPaused(true).withRecord(file))) {
            s.offer(LiveNets.INPUT, word("a"));
            s.step(2).join();
        }
        List<String> lines = Files.readAllLines(file);
        Files.write(file, List.of(lines.get(0), "{\"cycle\":2,\"feed\":{\"input.word\":{\"zebra\":1}}}", lines.get(2)));
        Recording other = Recording.read(file, LiveNets.narrow().network());
        try (Session s = Session.start(LiveNets.narrow(), FAST.withReplay(other))) {
            ExecutionException fails =
                    assertThrows(ExecutionException.class, () -> s.replayed().get(60, TimeUnit.SECONDS));
            assertTrue(fails.getCause().getMessage().contains("zebra"));
            assertEquals("", s.ended().join());
        }
    }

    // ---- values that a machine cannot take -----------------------------------------------------------

    @Test
    void aValueThatACycleFailsWithIsDroppedAndItsSenderTold() throws Exception {
        java.nio.file.Path file = folder.resolve("r.jsonl");
        Port other = Port.of("other", "word");
        Probe count = Probe.out("count", "dict");
        List<String> told = new CopyOnWriteArrayList<>();
        List<String> said = new CopyOnWriteArrayList<>();
        String digest;
        Session s = Session.of(LiveNets.narrow(), FAST.withPaused(true).withRecord(file));
        s.whenDropped(said::add);
        s.begin();
        try (s) {
            s.offer(LiveNets.INPUT, word("zebra"), told::add);
            s.offer(other, word("a"), why -> told.add("the other one: " + why));
            s.offer(LiveNets.INPUT, word("b"), told::add);
            assertEquals(4, s.step(4).join(), "it goes on");
            assertEquals(1, told.size(), told.toString());
            assertTrue(told.get(0).startsWith("input.word: the value for cycle 1 was dropped"), told.get(0));
            assertTrue(told.get(0).contains("zebra"), told.get(0));
            assertEquals(told, said);
            assertEquals(VValue.of(Path.of("a"), 1).plus(word("b")), s.machine().seen(count));
            s.offer(LiveNets.INPUT, word("x"), told::add);
            s.offer(other, word("y"), told::add);
            assertEquals(6, s.step(2).join());
            assertEquals(3, told.size(), "both were wrong");
            s.close();
            digest = s.ended().join();
        }
        Recording recording = Recording.read(file, LiveNets.narrow().network());
        try (Session again = Session.start(LiveNets.narrow(), FAST.withReplay(recording))) {
            again.replayed().get(60, TimeUnit.SECONDS);
            again.close();
            assertEquals(digest, again.ended().join(), "a recording has what was fed, and not what was dropped");
        }
    }

    /** A matrix that has lost its form is no fault of what is fed: that waits for the repair. */
    @Test
    void aValueStaysDueWhereTheCycleFailsWithoutItToo() {
        Network held = Network.builder()
                .add(Neuron.external("input", Map.of("word", ExternalPort.OPEN)))
                .add("count", "lite/accum")
                .add("self", "clj/accum")
                .fixed("self", "accum", "self", "single", 1)
                .fixed("count", "dict-1", "count", "dict", 1)
                .fixed("count", "dict-2", "input", "word", 1)
                .fixed("self", "delta", "input", "word", 1)
                .self("self", "single", MatrixFormat.RANK4)
                .build();
        List<String> told = new CopyOnWriteArrayList<>();
        try (Session s = Session.start(LiveNets.machine(held, "cpu"), FAST.withPaused(true))) {
            s.offer(LiveNets.INPUT, word("broken"));
            assertEquals(2, s.step(2).join());
            s.offer(LiveNets.INPUT, VValue.of(Path.of("count", "dict-2", "count", "dict"), 2), told::add);
            assertTrue(refused(s.step(1)).getMessage().contains("broken"));
            s.edit(word("broken").times(-1)).join();
            assertEquals(4, s.step(2).join());
            assertEquals(List.of(), told);
            VValue seen = s.machine().machine().output(Port.of("count", "dict"), 0);
            assertEquals(2, seen.number(Path.of("count", "dict-2", "count", "dict")), "it came");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{\"cycle\":3}",
                "{\"cycle\":3,\"feed\":{\"input.word\":1},\"edit\":{}}",
                "{\"cycle\":-1,\"edit\":{}}",
                "{\"cycle\":3,\"feed\":{\"input.worm\":1}}",
                "{\"cycle\":3,\"edit\":[]}",
                "{\"cycle\":3,\"undo\":true}",
                "{\"cycle\":3,\"undo\":false}",
                "{\"circle\":3}",
                "nonsense"
            })
    void brokenRecordingsAreSaidInOneSentence(String line) throws IOException {
        java.nio.file.Path file = folder.resolve("r.jsonl");
        Session.start(
                        LiveNets.machine(LiveNets.counter(), "tree"),
                        FAST.withPaused(true).withRecord(file))
                .close();
        String head = Files.readAllLines(file).get(0);
        Files.writeString(file, line.isEmpty() ? "" : head + "\n" + line + "\n");
        DmmException e = assertThrows(DmmException.class, () -> Recording.read(file, LiveNets.counter()));
        assertFalse(e.getMessage().contains("\n"));
        assertTrue(e.getMessage().startsWith(file.toString()), e.getMessage());
    }

    // ---- requests ----------------------------------------------------------------------------------

    @Test
    void stepsEditsAndUndoAreDoneBetweenCycles() {
        try (Session s = Session.start(LiveNets.machine(LiveNets.counter(), "cpu"), FAST.withPaused(true))) {
            assertTrue(s.offer(LiveNets.INPUT, word("x")));
            assertEquals(2, s.step(2).join());
            assertEquals(2, s.edit(edit("c", "dict-1", "a", "dict", 3)).join());
            assertEquals(3, s.step(1).join());
            assertEquals(3, s.cycle());
            Watcher w = new Watcher(Probe.out("c", "dict"), Probe.in("b", "dict-1"));
            s.follow(w);
            Snapshot now = w.next(x -> x.cycle() == 3);
            assertEquals(word("x").times(3), now.values().get(Probe.out("c", "dict")));
            assertEquals(word("x").times(0.25), now.values().get(Probe.in("b", "dict-1")));
            assertEquals(1, now.undoable());
            assertTrue(now.paused());
            s.undo().join();
            now = w.next(x -> x.undoable() == 0);
            assertEquals(LiveNets.counter().links(), now.matrix().links());
            assertEquals(
                    "undo: there is no edit to take back", refused(s.undo()).getMessage());
            s.unfollow(w);
        }
    }

    @Test
    void theMachineKeepsItsPaceAndStopsInTime() throws Exception {
        SessionOptions ends = FAST.withCycles(1000);
        try (Session s = Session.start(LiveNets.machine(LiveNets.counter(), "tree"), ends)) {
            s.ended().get(60, TimeUnit.SECONDS);
            assertEquals(1000, s.machine().cycle());
            assertEquals("the machine has stopped", refused(s.resume()).getMessage());
        }
        try (Session s = Session.start(LiveNets.machine(LiveNets.counter(), "tree"), SessionOptions.DEFAULT)) {
            s.pause().join();
            long cycle = s.show().join();
            assertEquals(cycle, s.show().join(), "nothing runs while it is paused");
            s.rate(500).join();
            s.resume().join();
            Watcher w = new Watcher();
            s.follow(w);
            w.next(x -> x.cycle() > cycle + 5);
        }
    }

    @Test
    void whatIsWrongIsToldToWhoeverAsks() {
        try (Session s = Session.start(
                LiveNets.machine(LiveNets.counter(), "tree"),
                FAST.withPaused(true).withQueue(2))) {
            assertThrows(DmmException.class, () -> s.edit(edit("z", "dict-1", "a", "dict", 1)));
            assertThrows(DmmException.class, () -> s.offer(Port.of("a", "dict"), word("x")));
            assertThrows(DmmException.class, () -> s.step(0));
            assertThrows(DmmException.class, () -> s.rate(Double.NaN));
            assertTrue(s.offer(LiveNets.INPUT, word("x")));
            assertTrue(s.offer(LiveNets.INPUT, word("x")));
            assertFalse(s.offer(LiveNets.INPUT, word("x")), "the queue is full");
            assertEquals(0, s.show().join());
        }
    }

    @Test
    void aMachineThatBreaksIsPausedAndSaysWhyUntilAnEditRepairsIt() throws Exception {
        try (Session s = Session.start(
                LiveNets.machine(Examples.network("wave/three-updates"), "tree"), FAST.withPaused(true))) {
            // an update that puts a number where none may stand: well formed as an edit of the update's row only
            VValue bad = VValue.of(
                    Path.of("clj/identity", "update-1", "single", "clj/accum", "self", "single", "clj/accum"), 1);
            s.edit(bad).join();
            DmmException e = refused(s.step(10));
            assertEquals(e.getMessage(), s.failed().get(10, TimeUnit.SECONDS));
            assertTrue(refused(s.resume()).getMessage().startsWith("the machine cannot go on: "));
            Watcher w =
                    new Watcher(Examples.network("wave/three-updates").probes().toArray(Probe[]::new));
            s.follow(w);
            Snapshot now = w.next(x -> true);
            assertEquals(e.getMessage(), now.failure());
            assertTrue(e.getMessage().contains(" at \"/self/accum/clj~1accum/self/single\": "), e.getMessage());
            VValue held = s.machine().machine().output(Port.of("self", "single"), 0);
            Path lost = Path.of("self"); // no type
            VValue repair = bad.plus(held.subtree(lost).prefix(lost)).times(-1);
            assertTrue(refused(s.edit(word("self"))).getMessage().contains("above the output level"));
            s.edit(repair).join();
            assertEquals(null, w.next(x -> x.undoable() == 2).failure());
            assertEquals(now.cycle() + 2, s.step(2).join(), "it goes on");
            assertThrows(DmmException.class, () -> s.edit(repair), "which is no matrix itself");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tree", "cpu"})
    void stepsLongerThanAWindowOfTheMachineEqualShortOnes(String backend) {
        int window = MachineOptions.DEFAULT.window();
        try (Session s = Session.start(LiveNets.machine(LiveNets.counter(), backend), FAST.withPaused(true));
                LiveMachine m = LiveNets.machine(LiveNets.counter(), backend)) {
            assertTrue(s.offer(LiveNets.INPUT, word("x")));
            assertTrue(s.offer(LiveNets.INPUT, word("y")));
            assertEquals(window + 1, s.step(window + 1).join());
            assertEquals(
                    window + 1 + Session.MOST_STEPS, s.step(Session.MOST_STEPS).join());
            assertEquals(window + 2 + Session.MOST_STEPS, s.step(1).join(), "the machine goes on");
            m.feed(LiveNets.INPUT, word("x"));
            m.run(1);
            m.feed(LiveNets.INPUT, word("y"));
            while (m.cycle() < window + 2 + Session.MOST_STEPS) {
                m.run(1);
            }
            s.close();
            assertEquals(m.digest(), s.ended().join());
        }
    }

    @Test
    void linksOfASelfHeldMatrixAreShownAsTheyChange() {
        try (Session s = Session.start(
                LiveNets.machine(Examples.network("wave/three-updates"), "tree"), FAST.withPaused(true))) {
            Watcher w = new Watcher();
            s.follow(w);
            for (int n = 1; n <= 6; n++) {
                s.step(1).join();
                int cycle = n;
                Snapshot now = w.next(x -> x.cycle() == cycle);
                List<String> delta = now.matrix().links().stream()
                        .filter(l -> l.to().equals(Port.of("self", "delta")))
                        .map(Link::from)
                        .map(Port::neuron)
                        .toList();
                assertEquals(List.of("update-" + (n % 3 + 1)), delta);
            }
        }
    }

    /** Keeps what it is told. */
    private static final class Watcher implements Follower {
        private final BlockingQueue<Snapshot> seen = new ArrayBlockingQueue<>(10_000);
        private final Set<Probe> watched;

        Watcher(Probe... watched) {
            this.watched = Set.of(watched);
        }

        @Override
        public Set<Probe> watched() {
            return watched;
        }

        @Override
        public void see(Snapshot snapshot) {
            seen.offer(snapshot);
        }

        /** Waits for a snapshot of some kind. */
        Snapshot next(java.util.function.Predicate<Snapshot> right) {
            try {
                for (Snapshot s = seen.poll(60, TimeUnit.SECONDS); s != null; s = seen.poll(60, TimeUnit.SECONDS)) {
                    if (right.test(s)) {
                        return s;
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new AssertionError("no such snapshot came");
        }
    }
}
