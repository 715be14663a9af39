package io.dmm4j.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.net.ExternalPort;
import io.dmm4j.net.Link;
import io.dmm4j.net.Network;
import io.dmm4j.net.Neuron;
import io.dmm4j.net.Port;
import io.dmm4j.net.Probe;
import io.dmm4j.spi.Precision;
import io.dmm4j.train.Settings;
import io.dmm4j.train.Trainer;
import io.dmm4j.train.Written;
import io.dmm4j.train.data.Sequence;
import io.dmm4j.train.loss.Loss;
import io.dmm4j.train.loss.Objective;
import io.dmm4j.train.regular.Regulariser;
import io.dmm4j.train.update.Adam;
import io.dmm4j.train.update.AmsGrad;
import io.dmm4j.train.update.Sgd;
import io.dmm4j.train.update.Updater;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Training where something there is usually some of is not there at all, with steps composed on the host and on a device. */
class TrainingSizesTest {
    private static final Probe PROBE = Probe.out("a", "dict");

    private static Trainer trainer(boolean trainable, String backend, Updater updater) {
        Network n = Network.builder()
                .add(Neuron.external("in", Map.of("v", ExternalPort.OPEN)))
                .add("a", "lite/accum")
                .initial("a", "dict", VValue.of(2))
                .add(new Link(Port.of("a", "dict-1"), Port.of("a", "dict"), Path.ROOT, 0.5, trainable))
                .fixed("a", "dict-2", "in", "v", 0.25)
                .probe(PROBE)
                .build();
        Sequence ones = Sequence.of(IntStream.range(0, 3)
                        .mapToObj(c -> Map.of(Port.of("in", "v"), VValue.of(1)))
                        .toList())
                .withTargets(IntStream.range(0, 3)
                        .mapToObj(c -> Map.of(PROBE, VValue.of(1)))
                        .toList());
        Settings s = Settings.builder()
                .precision(Precision.FLOAT64)
                .backend(backend)
                .updater(updater)
                .build();
        return new Trainer(n, Objective.of(List.of(PROBE), Loss.SQUARED, Objective.Paths.ALL), List.of(ones), s);
    }

    private static void steps(Trainer trainer, double last) {
        try (trainer) {
            assertTrue(trainer.step().loss() > 0);
            trainer.regularise(List.of(Regulariser.l1(0.1)));
            trainer.step();
            trainer.step();
            assertEquals(last, trainer.parameters()[0], 1e-12);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu", FakeCudaBackend.NAME})
    void nothingIsTrained(String backend) {
        steps(trainer(false, backend, Adam.of(0.1)), 0.5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu", FakeCudaBackend.NAME})
    void anUpdaterHasNoScalarsAndNoSlots(String backend) {
        Updater halving = new Written(List.of(), s -> s.setW(s.ops().times(0.5, s.w())));
        steps(trainer(true, backend, halving), 0.5 / 8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu", FakeCudaBackend.NAME})
    void aForkHasTheSlotsOfThePresentUpdater(String backend) {
        try (Trainer t = trainer(true, backend, AmsGrad.of(0.1))) {
            t.step();
            t.update(Sgd.of(0.1));
            t.step();
            try (Trainer fork = t.fork()) {
                fork.step();
                t.step();
                assertEquals(t.parameters()[0], fork.parameters()[0]);
            }
            t.update(Adam.of(0.1));
            t.step();
            try (Trainer fork = t.fork()) {
                fork.step();
                t.step();
                assertEquals(t.parameters()[0], fork.parameters()[0]);
            }
        }
    }
}
