package io.dmm4j.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.json.JsonLines;
import io.dmm4j.net.ExternalPort;
import io.dmm4j.net.Network;
import io.dmm4j.net.Neuron;
import io.dmm4j.net.Port;
import io.dmm4j.net.Probe;
import io.dmm4j.spi.Machine;
import io.dmm4j.spi.MachineOptions;
import io.dmm4j.spi.Precision;
import io.dmm4j.tree.TreeEngine;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class EventInputsTest {
    private static final Port LEFT = Port.of("left", "x");
    private static final Port RIGHT = Port.of("right", "x");
    private static final int SENDERS = 8;
    private static final int EACH = 12_500;

    /** Two readers. */
    private static Network network() {
        return Network.builder()
                .add(Neuron.external("left", Map.of("x", ExternalPort.OPEN)))
                .add(Neuron.external("right", Map.of("x", new ExternalPort(java.util.Set.of(Path.ROOT), false))))
                .add("sum", "lite/accum")
                .link("sum", "dict-1", "left", "x", 1)
                .link("sum", "dict-2", "right", "x", 1)
                .probe(Probe.out("left", "x"))
                .probe(Probe.out("right", "x"))
                .build();
    }

    private static EventInputs inputs(int capacity) {
        return new EventInputs(network(), MachineOptions.DEFAULT, capacity);
    }

    /** What a reader has emitted, cycle by cycle; nothing where it emitted nothing. */
    private static List<VValue> emitted(EventInputs inputs, int probe, int cycles) {
        List<VValue> seen = new ArrayList<>();
        try (Machine m = new TreeEngine(network(), MachineOptions.DEFAULT)) {
            for (int i = 0; i < cycles; i++) {
                inputs.feed(m);
                m.run(1);
                seen.add(m.probed(1, probe, 0));
            }
        }
        return seen;
    }

    @Test
    @Timeout(120)
    void everyEventOfManySendersArrivesOnceAndInOrder() throws InterruptedException {
        EventInputs inputs = inputs(64);
        Thread[] senders = IntStream.range(0, SENDERS)
                .mapToObj(s -> new Thread(() -> send(inputs, s)))
                .toArray(Thread[]::new);
        Stream.of(senders).forEach(Thread::start);
        double[] next = new double[SENDERS];
        java.util.Arrays.fill(next, 1);
        long arrived = 0;
        MachineOptions exact = MachineOptions.DEFAULT.withPrecision(io.dmm4j.spi.Precision.FLOAT64);
        try (Machine m = new TreeEngine(network(), exact)) {
            while (arrived < (long) SENDERS * EACH) {
                inputs.feed(m);
                m.run(1);
                arrived += look(m.probed(1, 0, 0), next) + look(m.probed(1, 1, 0), next);
            }
        }
        for (Thread s : senders) {
            s.join();
        }
        assertTrue(inputs.isEmpty());
        assertEquals(SENDERS * EACH, inputs.accepted());
        assertEquals(SENDERS * EACH, inputs.fed());
        for (double n : next) {
            assertEquals(EACH + 1, n);
        }
    }

    /** Even senders send labelled numbers to the left, odd ones numbers with their own remainder to the right. */
    private static void send(EventInputs inputs, int sender) {
        try {
            for (int i = 1; i <= EACH; i++) {
                if (sender % 2 == 0) {
                    inputs.put(LEFT, 0, VValue.of(Path.of("s" + sender), i));
                } else {
                    inputs.put(RIGHT, 0, VValue.of((double) i * SENDERS + sender));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes note of an event, if there is one; fails unless it is the next of its sender. */
    private static int look(VValue seen, double[] next) {
        if (seen.isEmpty()) {
            return 0;
        }
        int sender;
        double number;
        if (seen.isLeaf()) {
            sender = (int) (seen.number() % SENDERS);
            number = (seen.number() - sender) / SENDERS;
        } else {
            sender = Integer.parseInt(seen.label(0).substring(1));
            number = seen.child(0).number();
        }
        assertEquals(next[sender], number, "event of sender " + sender);
        next[sender]++;
        return 1;
    }

    @Test
    void aFullQueueIsToldToTheSenderAndLosesNothingElse() {
        EventInputs inputs = inputs(2);
        assertTrue(inputs.offer(LEFT, 0, VValue.of(1)));
        assertTrue(inputs.offer(LEFT, 0, VValue.of(2)));
        assertFalse(inputs.offer(LEFT, 0, VValue.of(3)));
        assertTrue(inputs.offer(RIGHT, 0, VValue.of(4)), "the other reader has a queue of its own");
        assertEquals(3, inputs.accepted());
        assertEquals(1, inputs.refused());
        assertEquals(List.of(VValue.of(1), VValue.of(2), VValue.EMPTY), emitted(inputs, 0, 3));
    }

    @Test
    void theDefaultComesWhereNothingWaits() {
        EventInputs inputs = inputs(8);
        inputs.setDefault(LEFT, 0, VValue.of(Path.of("step"), 1));
        inputs.offer(LEFT, 0, VValue.of(Path.of("a"), 1));
        inputs.offer(LEFT, 0, VValue.EMPTY);
        VValue step = VValue.of(Path.of("step"), 1);
        assertEquals(List.of(VValue.of(Path.of("a"), 1), VValue.EMPTY, step, step), emitted(inputs, 0, 4));
        assertEquals(2, inputs.fed(), "defaults are no events");
    }

    @Test
    void wrongEventsAreTheSendersErrorAndChangeNothing() {
        EventInputs inputs = inputs(8);
        DmmException e = assertThrows(DmmException.class, () -> inputs.offer(Port.of("lift", "x"), 0, VValue.of(1)));
        assertEquals("no external input 'lift' (did you mean 'left'?)", e.getMessage());
        assertThrows(DmmException.class, () -> inputs.offer(LEFT, 1, VValue.of(1)));
        assertThrows(DmmException.class, () -> inputs.put(RIGHT, 0, VValue.of(Path.of("a"), 1)));
        assertTrue(inputs.isEmpty());
    }

    @Test
    void numbersThatWouldNotStayFiniteAreWrongToo() {
        VValue much = VValue.of(-1e39);
        EventInputs inputs = inputs(1);
        DmmException e = assertThrows(DmmException.class, () -> inputs.offer(RIGHT, 0, much));
        assertEquals(
                "external input right.x: found -1.0E39 at path \"\", expected at most 3.4028235E38 in magnitude: the machine"
                        + " has 32-bit floats",
                e.getMessage());
        assertThrows(DmmException.class, () -> inputs.setDefault(RIGHT, 0, much));
        assertTrue(inputs.isEmpty());
        MachineOptions doubles = MachineOptions.DEFAULT.withPrecision(Precision.FLOAT64);
        assertTrue(new EventInputs(network(), doubles, 1).offer(RIGHT, 0, much));
        assertTrue(inputs.offer(RIGHT, 0, VValue.of(Float.MAX_VALUE)));
    }

    @Test
    void readersSendTheLinesOfSeveralStreams() throws InterruptedException {
        EventInputs inputs = inputs(1);
        List<EventReader> readers = List.of(
                EventReader.start(lines("{\"left.x\": 1}\n\n{\"left.x\": 2, \"right.x\": 5}\n"), network(), inputs),
                EventReader.start(lines("{\"right.x\": 7}"), network(), inputs));
        List<VValue> left = new ArrayList<>();
        double right = 0;
        try (Machine m = new TreeEngine(network(), MachineOptions.DEFAULT)) {
            while (!readers.stream().allMatch(EventReader::isOver) || !inputs.isEmpty()) {
                inputs.feed(m);
                m.run(1);
                left.add(m.probed(1, 0, 0));
                right += m.probed(1, 1, 0).number();
            }
        }
        left.removeIf(VValue::isEmpty);
        assertEquals(List.of(VValue.of(1), VValue.of(2)), left);
        assertEquals(12, right);
    }

    @Test
    void aWrongLineIsSaidWithItsPlaceAfterThoseBeforeItWereSent() {
        EventInputs inputs = inputs(8);
        EventReader reader = EventReader.start(lines("{\"left.x\": 1}\n{\"right.x\": {\"b\": 1}}"), network(), inputs);
        DmmException e = assertThrows(DmmException.class, () -> {
            while (!reader.isOver()) {
                Thread.onSpinWait();
            }
        });
        assertEquals(
                "events:2:1: external input right.x: path \"/b\" was fed but is not declared, and the port is not open",
                e.getMessage());
        assertEquals(1, inputs.accepted());
    }

    private static JsonLines lines(String text) {
        return JsonLines.of(new StringReader(text), "events");
    }
}
