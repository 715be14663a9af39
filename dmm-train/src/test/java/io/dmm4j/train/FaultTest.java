package io.dmm4j.train;

import static io.dmm4j.train.Accumulating.network;
import static io.dmm4j.train.Accumulating.trainer;
import static io.dmm4j.train.Accumulating.wanting;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.net.Link;
import io.dmm4j.net.Network;
import io.dmm4j.net.Port;
import io.dmm4j.train.data.Sequence;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.VValue;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A backend that fails at any one call leaves nothing open, and no trainer that is half another. */
class FaultTest {
    private static final Settings SETTINGS = Accumulating.SETTINGS.toBuilder()
            .backend(FaultyBackend.NAME)
            .lanes(1)
            .curriculum(Curriculum.of(2))
            .carry(true)
            .trainableInitial(p -> true)
            .build();

    private static final Sequence[] DATA = {wanting(VValue.of(1), 5), wanting(VValue.of(2), 3)};

    private Trainer trainer;
    private Trainer same;
    private int open;

    @BeforeEach
    void open() {
        trainer = trainer(SETTINGS, DATA);
        same = trainer(SETTINGS, DATA);
        trainer.step();
        same.step();
        open = FaultyBackend.open();
    }

    @AfterEach
    void close() {
        FaultyBackend.failAt(0);
        trainer.close();
        same.close();
        assertEquals(0, FaultyBackend.open());
    }

    /** Has every call of an action fail in turn, and looks around after each. */
    private void everyFault(Runnable action, Consumer<Integer> after) {
        int failed = 0;
        for (boolean done = false; !done; ) {
            FaultyBackend.failAt(failed + 1);
            try {
                action.run();
                done = true;
            } catch (DmmException e) {
                assertEquals("planted", e.getMessage());
                failed++;
            }
            FaultyBackend.failAt(0);
            if (!done) {
                after.accept(failed);
            }
        }
        assertTrue(failed > 3, "only " + failed + " calls");
    }

    private void opensNothing(Supplier<Trainer> action) {
        everyFault(() -> action.get().close(), failed -> assertEquals(open, FaultyBackend.open(), "fault " + failed));
        assertEquals(open, FaultyBackend.open());
    }

    @Test
    void aTrainerThatCannotBeMadeLeavesNothingOpen() {
        opensNothing(() -> trainer(SETTINGS, DATA));
    }

    @Test
    void aForkThatCannotBeMadeLeavesNothingOpen() {
        opensNothing(() -> trainer.fork());
    }

    @Test
    void aGradientThatCannotBeTakenLeavesNothingOpen() {
        everyFault(() -> trainer.gradientOn(network()), failed -> assertEquals(open, FaultyBackend.open()));
    }

    @Test
    void aNetworkThatCannotBeTakenUpLeavesTheOneBefore() {
        List<Link> more = new ArrayList<>(trainer.network().links());
        more.add(Link.of(Port.of("a", "dict-1"), Port.of("in", "v"), 0.1));
        Network wider = network().withTrainable(more);
        everyFault(() -> trainer.rewire(wider), failed -> {
            assertEquals(open, FaultyBackend.open(), "fault " + failed);
            assertEquals(2, trainer.trainedLinks());
            assertEquals(same.step().loss(), trainer.step().loss());
            assertArrayEquals(same.parameters(), trainer.parameters());
            assertEquals(same.state().numbers(), trainer.state().numbers());
        });
        assertEquals(open, FaultyBackend.open());
        assertEquals(3, trainer.trainedLinks());
        trainer.step();
    }

    @Test
    void aSnapshotThatCannotBeTakenUpLeavesWhatIsThere() {
        Snapshot two = Snapshot.of(trainer);
        for (Trainer t : List.of(trainer, same)) {
            List<Link> links = t.network().links();
            t.rewire(t.network().withTrainable(links.subList(0, 1)));
            t.step();
        }
        everyFault(() -> two.restore(trainer), failed -> {
            assertEquals(open, FaultyBackend.open(), "fault " + failed);
            assertEquals(1, trainer.trainedLinks());
            assertEquals(same.step().loss(), trainer.step().loss());
            assertArrayEquals(same.parameters(), trainer.parameters());
            assertEquals(same.state().numbers(), trainer.state().numbers());
        });
        assertEquals(open, FaultyBackend.open());
        assertEquals(2, trainer.trainedLinks());
        assertEquals(two.state().numbers(), trainer.state().numbers());
        two.state()
                .arrays()
                .forEach((name, a) -> assertArrayEquals(a, trainer.state().array(name), name));
        trainer.step();
    }
}
