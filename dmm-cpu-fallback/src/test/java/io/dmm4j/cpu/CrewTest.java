package io.dmm4j.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class CrewTest {
    private Crew crew;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void noMemberPassesAMeetingBeforeAllHaveCome(int size) {
        AtomicInteger come = new AtomicInteger();
        AtomicInteger early = new AtomicInteger();
        crew = new Crew(size, part -> {
            for (int meeting = 1; meeting <= 500; meeting++) {
                come.incrementAndGet();
                crew.await();
                early.addAndGet(come.get() < meeting * size ? 1 : 0);
                crew.await();
            }
        });
        try (Crew closing = crew) {
            for (int round = 0; round < 5; round++) {
                come.set(0);
                closing.run();
                assertEquals(500 * size, come.get());
            }
        }
        assertEquals(0, early.get());
    }

    @Test
    void aFailureOfOneEndsTheRoundForAllAndTheNextRoundWorks() {
        AtomicInteger done = new AtomicInteger();
        AtomicInteger failing = new AtomicInteger(1);
        crew = new Crew(3, part -> {
            if (part == failing.get()) {
                throw new ArithmeticException("planted");
            }
            crew.await();
            done.incrementAndGet();
        });
        try (Crew closing = crew) {
            Throwable e = assertThrows(IllegalStateException.class, closing::run);
            assertEquals("planted", e.getCause().getMessage());
            assertEquals(0, done.get());
            failing.set(-1);
            closing.run();
            assertEquals(3, done.get());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void everyPieceIsTakenOnceBetweenTwoMeetings(int size) {
        AtomicInteger[] times = new AtomicInteger[size * Crew.PIECES];
        Arrays.setAll(times, i -> new AtomicInteger());
        crew = new Crew(size, part -> {
            for (int meeting = 0; meeting < 200; meeting++) {
                for (int p = crew.take(part); p >= 0; p = crew.take(part)) {
                    times[p].incrementAndGet();
                }
                crew.await();
            }
        });
        try (Crew closing = crew) {
            closing.run();
        }
        for (AtomicInteger t : times) {
            assertEquals(200, t.get());
        }
    }
}
