package io.dmm4j.train;

import static io.dmm4j.train.Accumulating.OBJECTIVE;
import static io.dmm4j.train.Accumulating.SETTINGS;
import static io.dmm4j.train.Accumulating.network;
import static io.dmm4j.train.Accumulating.trainer;
import static io.dmm4j.train.Accumulating.wanting;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.dmm4j.net.Port;
import io.dmm4j.net.Probe;
import io.dmm4j.train.data.Sequence;
import io.dmm4j.train.loss.Loss;
import io.dmm4j.train.loss.Objective;
import io.dmm4j.train.update.Sgd;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.VValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All data is looked at before the first step, and nothing that its owner does later changes it. */
class DataCheckTest {
    private static final Sequence GOOD = wanting(VValue.of(1), 2);

    private static String refused(Objective o, int lanes, Sequence... data) {
        Settings s = SETTINGS.toBuilder().lanes(lanes).build();
        return assertThrows(DmmException.class, () -> new Trainer(network(), o, List.of(data), s).close())
                .getMessage();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 64})
    void aSequenceWithoutTargetsIsRefused(int lanes) {
        assertEquals(
                "sequence 3: it has no targets; give them with the data, or a teacher that tells",
                refused(OBJECTIVE, lanes, GOOD, GOOD, GOOD.withTargets(List.of())));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 64})
    void aTargetThatHasNoMeaningIsRefused(int lanes) {
        Sequence twoPaths = new Sequence(
                List.of(Map.of(Accumulating.FED, VValue.of(1).with("b", VValue.of(1)))),
                GOOD.targets().subList(0, 1),
                null);
        Objective o = Objective.of(List.of(Accumulating.SEEN), Loss.SOFTMAX_CROSS_ENTROPY, Objective.Paths.ALL);
        assertEquals(
                "sequence 2: target out:a.dict at \"/nowhere\" in cycle 1: softmax cross-entropy: a path is wanted that"
                        + " the probe can never show",
                refused(o, lanes, twoPaths, wanting(VValue.of(1).with("nowhere", VValue.of(1)), 3)));
    }

    @Test
    void whatItsOwnerDoesToASequenceLaterDoesNotReachTheTrainer() {
        Map<Port, VValue> fed = new HashMap<>(Map.of(Accumulating.FED, VValue.of(1)));
        Map<Probe, VValue> wanted = new HashMap<>(Map.of(Accumulating.SEEN, VValue.of(1)));
        double[] mask = {1, 0.5};
        Sequence s = new Sequence(List.of(fed, fed), List.of(wanted, wanted), mask);
        double right;
        try (Trainer t = trainer(SETTINGS, s)) {
            right = t.loss();
        }
        fed.put(Accumulating.FED, VValue.of(Double.NaN));
        wanted.clear();
        mask[0] = -1;
        s.mask()[0] = -1;
        try (Trainer t = trainer(SETTINGS, s)) {
            assertEquals(right, t.loss());
        }
        assertThrows(
                UnsupportedOperationException.class, () -> s.inputs().get(0).clear());
        assertThrows(
                UnsupportedOperationException.class, () -> s.targets().get(0).clear());
    }

    @Test
    void aListThatGrowsLaterDoesNotReachTheTrainer() {
        List<Sequence> data = new ArrayList<>(List.of(GOOD));
        try (Trainer t = new Trainer(network(), OBJECTIVE, data, SETTINGS)) {
            double loss = t.loss();
            data.add(GOOD);
            assertEquals(loss, t.loss());
        }
    }

    /** 70000 cycles of 31000 rows are more than an array can hold; no array is made to find that out. */
    @Test
    void moreNumbersThanAnArrayHoldsAreRefused() {
        VValue words = VValue.EMPTY;
        for (int i = 0; i < 31_000; i++) {
            words = words.with("w" + i, VValue.of(1));
        }
        List<Map<Port, VValue>> inputs = new ArrayList<>(Collections.nCopies(70_000, Map.of()));
        inputs.set(0, Map.of(Accumulating.FED, words));
        Sequence s = Sequence.of(inputs).withTargets(Collections.nCopies(70_000, Map.of()));
        Settings whole = SETTINGS;
        Settings part = SETTINGS.toBuilder().curriculum(Curriculum.of(2)).build();
        assertEquals(
                "window (cycles × sequences × probed rows): found 70000 × 1 × 31001 numbers, expected at most 2147483647",
                assertThrows(DmmException.class, () -> trainer(whole, s).close())
                        .getMessage());
        assertEquals(
                "sequence 1 (cycles × probed rows): found 70000 × 31001 numbers, expected at most 2147483647",
                assertThrows(DmmException.class, () -> trainer(part, s).close()).getMessage());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void everySequenceIsTrainedAlsoWhereTheyDoNotAllFitInAStep(int lanes) {
        Settings s = SETTINGS.toBuilder().lanes(lanes).updater(Sgd.of(0)).build();
        try (Trainer t = trainer(s, GOOD, wanting(VValue.of(3), 4), wanting(VValue.of(-2), 3))) {
            double sum = 0;
            while (t.state().number("epoch") == 0) {
                sum += t.step().loss();
            }
            assertEquals(t.loss(), sum, 1e-12);
        }
    }
}
