package io.dmm4j.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.flat.UpdateProgram;
import io.dmm4j.net.ExternalPort;
import io.dmm4j.net.Network;
import io.dmm4j.net.Neuron;
import io.dmm4j.net.Port;
import io.dmm4j.net.Probe;
import io.dmm4j.spi.Backends;
import io.dmm4j.spi.ExecutorOptions;
import io.dmm4j.spi.Precision;
import io.dmm4j.spi.TrainingExecutor;
import io.dmm4j.train.data.Sequence;
import io.dmm4j.train.loss.Loss;
import io.dmm4j.train.loss.Objective;
import io.dmm4j.train.program.Trainings;
import io.dmm4j.train.regular.Regulariser;
import io.dmm4j.train.update.Adam;
import io.dmm4j.train.update.Clipping;
import io.dmm4j.train.update.Sgd;
import io.dmm4j.train.update.Updater;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.VValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a training executor promises, on the cpu backend: an accumulator that starts at 2 and is fed 1 in every cycle. */
class ComposedTrainingTest {
    private static final int CYCLES = 7;
    private static final int LANES = 3;

    private Model model;
    private TrainingExecutor executor;
    private Batch batch;
    private CompiledSequence[] rows;

    private static Network network() {
        return Network.builder()
                .add(Neuron.external("in", Map.of("v", ExternalPort.OPEN)))
                .add("a", "lite/accum")
                .initial("a", "dict", VValue.of(2))
                .link("a", "dict-1", "a", "dict", 0.5)
                .link("a", "dict-2", "in", "v", 0.25)
                .build();
    }

    private static Sequence sequence() {
        List<Map<Port, VValue>> inputs = new ArrayList<>();
        List<Map<Probe, VValue>> targets = new ArrayList<>();
        for (int i = 0; i < CYCLES; i++) {
            inputs.add(Map.of(Port.of("in", "v"), VValue.of(1)));
            targets.add(Map.of(Probe.out("a", "dict"), VValue.of(0.125 * i)));
        }
        return new Sequence(inputs, targets, null);
    }

    @BeforeEach
    void open() {
        List<Sequence> data = List.of(sequence(), sequence());
        Settings settings = Settings.builder().trainableInitial(p -> true).build();
        Objective o = Objective.of(List.of(Probe.out("a", "dict")), Loss.SQUARED, Objective.Paths.NUMBER);
        model = Model.of(network(), o, Model.words(data), settings);
        executor = Trainings.open(
                Backends.byName("cpu"),
                model.training(update(Adam.of(0.1))),
                new ExecutorOptions(LANES, Precision.FLOAT64, 1, CYCLES));
        batch = new Batch(model, LANES, CYCLES);
        rows = data.stream().map(s -> new CompiledSequence(s, model)).toArray(CompiledSequence[]::new);
        batch.fill(rows, 0, CYCLES);
        executor.setBatch(batch.window());
    }

    @AfterEach
    void close() {
        executor.close();
        executor.close();
    }

    private UpdateProgram update(Updater u, Regulariser... r) {
        return UpdateLowering.of(model.parameters(), List.of(r), Clipping.NONE, u, Precision.FLOAT64);
    }

    private double[] numbers() {
        double[] n = new double[executor.program().numbers()];
        executor.readNumbers(n);
        return n;
    }

    /** The loss of two lanes, by hand. */
    private static double loss(double[] p) {
        double y = p[2];
        double fed = 0;
        double loss = 0;
        for (int c = 0; c < CYCLES; c++) {
            y = p[0] * y + p[1] * fed;
            fed = 1;
            loss += 2 * (y - 0.125 * c) * (y - 0.125 * c);
        }
        return loss;
    }

    private static double[] gradient(double[] p) {
        double[] g = new double[3];
        for (int i = 0; i < 3; i++) {
            double[] up = p.clone();
            double[] down = p.clone();
            up[i] += 1e-5;
            down[i] -= 1e-5;
            g[i] = (loss(up) - loss(down)) / 2e-5;
        }
        return g;
    }

    private double[] gradient() {
        double[] g = new double[executor.program().numbers()];
        executor.readGradient(g);
        return g;
    }

    private double result(int which) {
        double[] r = new double[UpdateProgram.RESULTS];
        executor.readResults(r);
        return r[which];
    }

    @Test
    void startsFromWhatTheNetworkSays() {
        assertArrayEquals(new double[] {0.5, 0.25, 2}, numbers());
        executor.forward();
        assertEquals(loss(numbers()), executor.loss(), 1e-12);
        executor.backward();
        assertArrayEquals(gradient(numbers()), gradient(), 1e-6);
    }

    @Test
    void initialOutputsShowAtTheNextReset() {
        double[] p = {0.75, -0.5, 1.5};
        executor.setNumbers(p);
        executor.reset();
        executor.forward();
        assertEquals(loss(p), executor.loss(), 1e-12);
        executor.backward();
        assertArrayEquals(gradient(p), gradient(), 1e-6);
    }

    @Test
    void aStepIsThatOfTheUpdater() {
        executor.forward();
        executor.backward();
        double[] g = gradient();
        executor.update(Adam.of(0.1).scalars(0.1, 1));
        double[] after = numbers();
        double[] start = {0.5, 0.25, 2};
        for (int i = 0; i < 3; i++) {
            assertEquals(start[i] - 0.1 * Math.signum(g[i]), after[i], 1e-7);
        }
        double[] m = new double[3];
        executor.readSlot(0, m);
        assertEquals(0.1 * g[1], m[1], 1e-15 * Math.abs(g[1]));
        executor.reset();
        executor.forward();
        assertEquals(loss(after), executor.loss(), 1e-12);
    }

    @Test
    void windowsGoOnAndCanBeTakenBack() {
        executor.forward();
        double whole = executor.loss();
        double[] state = new double[model.flattened().program().outputRows() * LANES];
        double[] again = state.clone();
        executor.reset();
        double sum = 0;
        for (int c = 0; c < CYCLES; c += 3) {
            int end = Math.min(CYCLES, c + 3);
            executor.setBatch(batch.window(c, end));
            executor.readState(state);
            executor.forward();
            sum += executor.loss();
            executor.rewind();
            executor.readState(again);
            assertArrayEquals(state, again);
            assertEquals(c, executor.cycle());
            executor.forward();
            executor.backward();
            assertEquals(c == 0, gradient()[2] != 0, "an initial output counts in the first window only");
            assertEquals(end, executor.cycle());
        }
        assertEquals(whole, sum, 1e-12);
    }

    @Test
    void anotherUpdateGoesOnFromTheSameNumbers() {
        executor.forward();
        executor.backward();
        executor.update(Adam.of(0.1).scalars(0.1, 1));
        double[] before = numbers();
        executor.replaceUpdate(update(Sgd.of(0.1), Regulariser.l2(1)));
        assertArrayEquals(before, numbers());
        executor.reset();
        executor.forward();
        executor.backward();
        double[] g = gradient();
        assertArrayEquals(gradient(before), g, 1e-5);
        executor.update(new double[] {0.1});
        for (int i = 0; i < 3; i++) {
            double penalty = i < 2 ? 2 * before[i] : 0;
            assertEquals(before[i] - 0.1 * (g[i] + penalty), numbers()[i], 1e-14);
        }
        assertEquals(before[0] * before[0] + before[1] * before[1], result(UpdateProgram.PENALTY), 1e-15);
    }

    @Test
    void aGradientFromTheHostIsUsed() {
        executor.replaceUpdate(update(Sgd.of(1)));
        executor.forward();
        executor.backward();
        executor.writeGradient(new double[] {3, 4, 0});
        executor.update(new double[] {1});
        assertArrayEquals(new double[] {-2.5, -3.75, 2}, numbers());
        assertEquals(5, result(UpdateProgram.GRADIENT_NORM));
    }

    @Test
    void aStepThatIsNotFiniteLeavesEverything() {
        executor.forward();
        executor.backward();
        executor.writeGradient(new double[] {3, Double.NaN, 0});
        executor.update(Adam.of(0.1).scalars(0.1, 1));
        assertTrue(Double.isNaN(result(UpdateProgram.CHECK)));
        assertArrayEquals(new double[] {0.5, 0.25, 2}, numbers());
        double[] slot = new double[3];
        executor.readSlot(1, slot);
        assertArrayEquals(new double[3], slot);
        executor.reset();
        executor.forward();
        assertEquals(loss(numbers()), executor.loss(), 1e-12);
    }

    @Test
    void aShortBatchAfterALongOneCountsOnlyItself() {
        executor.forward();
        double whole = executor.loss();
        batch.fill(rows, 0, 2);
        executor.setBatch(batch.window());
        executor.reset();
        executor.forward();
        assertNotEquals(whole, executor.loss());
        double expected = 2 * (1 + Math.pow(0.5 + 0.25 - 0.125, 2));
        assertEquals(expected, executor.loss(), 1e-12);
    }

    @Test
    void aBackendThatCannotDifferentiateIsRefused() {
        DmmException e = assertThrows(
                DmmException.class,
                () -> Trainings.open(Backends.byName("tree"), executor.program(), executor.options()));
        assertTrue(e.getMessage().contains("cannot differentiate"), e.getMessage());
    }
}
