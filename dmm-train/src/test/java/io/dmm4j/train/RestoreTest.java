package io.dmm4j.train;

import static io.dmm4j.train.Accumulating.SETTINGS;
import static io.dmm4j.train.Accumulating.network;
import static io.dmm4j.train.Accumulating.trainer;
import static io.dmm4j.train.Accumulating.wanting;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.net.Network;
import io.dmm4j.train.data.Sequence;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.VValue;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** States that a trainer cannot go on from are refused before anything has changed. */
class RestoreTest {
    private static final Settings CARRYING = SETTINGS.toBuilder()
            .lanes(2)
            .curriculum(Curriculum.of(2))
            .carry(true)
            .build();

    private static final Sequence[] DATA = {
        wanting(VValue.of(1), 5), wanting(VValue.of(2), 4), wanting(VValue.of(3), 5), wanting(VValue.of(4), 5)
    };

    private Trainer trainer;
    private Trainer same;

    @BeforeEach
    void open() {
        trainer = trainer(CARRYING, DATA);
        same = trainer(CARRYING, DATA);
        trainer.step();
        same.step();
    }

    @AfterEach
    void close() {
        trainer.close();
        same.close();
    }

    /** A state like the trainer's, with another number. */
    private TrainingState with(String name, long number) {
        TrainingState s = trainer.state();
        Map<String, Long> numbers = new LinkedHashMap<>(s.numbers());
        numbers.put(name, number);
        return new TrainingState(s.arrays(), numbers);
    }

    private String refused(TrainingState s) {
        DmmException e = assertThrows(DmmException.class, () -> trainer.restore(s));
        for (int i = 0; i < 8; i++) {
            assertEquals(same.step().loss(), trainer.step().loss());
        }
        assertArrayEquals(same.parameters(), trainer.parameters());
        assertEquals(same.state().numbers(), trainer.state().numbers());
        return e.getMessage();
    }

    @ParameterizedTest
    @CsvSource({
        "position, 4, 'position 4'",
        "position, -2, 'position -2'",
        "position, 1, 'position 1'",
        "position, 4294967296, 'position 4294967296'",
        "from, 5, 'cycle 5'",
        "from, -1, 'cycle -1'",
        "from, 4294967298, 'cycle 4294967298'",
        "epoch, -1, 'epoch -1'",
        "step, -1, 'step -1'",
        "updates, -3, 'updates -3'",
    })
    void numbersThatCannotBeAreRefused(String name, long number, String named) {
        String message = refused(with(name, number));
        assertTrue(message.contains(named), message);
        assertTrue(message.startsWith("training state: found "), message);
    }

    @Test
    void aStateOfMoreDataIsRefused() {
        try (Trainer fewer = trainer(CARRYING, DATA[0], DATA[1])) {
            trainer.run(3, StopRule.never());
            same.run(3, StopRule.never());
            TrainingState later = trainer.state();
            assertEquals(2, later.number("position"));
            DmmException e = assertThrows(DmmException.class, () -> fewer.restore(later));
            assertTrue(e.getMessage().contains("position 2"), e.getMessage());
            assertEquals(0, fewer.steps());
            fewer.step();
        }
    }

    @Test
    void aStateWithinSequencesIsRefusedWhereTheyDoNotGoOn() {
        Settings s = CARRYING.toBuilder().carry(false).build();
        try (Trainer whole = trainer(s, DATA)) {
            DmmException e = assertThrows(DmmException.class, () -> whole.restore(trainer.state()));
            assertTrue(e.getMessage().contains("cycle 2"), e.getMessage());
            whole.step();
        }
    }

    @Test
    void aWeightThatIsNotFiniteIsRefused() {
        TrainingState s = trainer.state();
        s.array("parameters")[1] = Double.NaN;
        assertTrue(refused(s).startsWith("a weight is not finite: a.dict-2 <- in.v is NaN"));
    }

    @Test
    void aMomentThatIsNotFiniteIsRefused() {
        TrainingState s = trainer.state();
        s.array("updater.v")[1] = Double.POSITIVE_INFINITY;
        assertEquals("what the updater adam remembers is not finite: 'v' of a.dict-2 <- in.v is Infinity", refused(s));
    }

    /** Of another structure, and with a state that is not one of it: neither is taken. */
    @Test
    void aSnapshotIsTakenWholeOrNotAtAll() {
        Snapshot here = Snapshot.of(trainer);
        Network one = network().withTrainable(network().links().subList(0, 1));
        DmmException e = assertThrows(DmmException.class, () -> new Snapshot(one, here.state()).restore(trainer));
        assertTrue(e.getMessage().startsWith("training state: found 3 numbers of 'parameters'"), e.getMessage());
        refused(new TrainingState(Map.of(), here.state().numbers()));
        assertEquals(2, trainer.trainedLinks());
        here.restore(trainer);
        assertArrayEquals(here.state().array("parameters"), trainer.parameters());
        assertEquals(here.state().numbers(), trainer.state().numbers());
    }

    @Test
    void everyStateOnTheWayIsTaken() {
        for (int i = 0; i < 20; i++) {
            try (Trainer other = trainer(CARRYING, DATA)) {
                other.restore(trainer.state());
                assertEquals(trainer.step().loss(), other.step().loss());
                assertEquals(trainer.state().numbers(), other.state().numbers());
            }
        }
    }
}
