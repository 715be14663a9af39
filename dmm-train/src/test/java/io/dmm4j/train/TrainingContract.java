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
import io.dmm4j.spi.Events;
import io.dmm4j.spi.ExecutorOptions;
import io.dmm4j.spi.Precision;
import io.dmm4j.spi.TrainingBatch;
import io.dmm4j.spi.TrainingExecutor;
import io.dmm4j.train.data.Sequence;
import io.dmm4j.train.loss.Loss;
import io.dmm4j.train.loss.Objective;
import io.dmm4j.train.program.Trainings;
import io.dmm4j.train.update.Adam;
import io.dmm4j.train.update.Clipping;
import io.dmm4j.train.update.Sgd;
import io.dmm4j.train.update.Updater;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.VValue;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/**
 * What every training executor promises besides numbers: which calls may follow which, what it refuses, and in which words.
 * An accumulator that starts at 2 is fed 1 in every cycle and should show 1; two links and its initial output are trained.
 */
public abstract class TrainingContract {
    private static final int CYCLES = 4;
    private static final int LANES = 2;
    private static final Probe PROBE = Probe.out("a", "dict");

    private Model model;
    private Batch batch;
    private TrainingExecutor x;

    /** The name of the backend. */
    protected abstract String backend();

    private static Sequence sequence() {
        return Sequence.of(IntStream.range(0, CYCLES)
                        .mapToObj(c -> Map.of(Port.of("in", "v"), VValue.of(1)))
                        .toList())
                .withTargets(IntStream.range(0, CYCLES)
                        .mapToObj(c -> Map.of(PROBE, VValue.of(1)))
                        .toList());
    }

    @BeforeEach
    void open() {
        Network n = Network.builder()
                .add(Neuron.external("in", Map.of("v", ExternalPort.OPEN)))
                .add("a", "lite/accum")
                .initial("a", "dict", VValue.of(2))
                .link("a", "dict-1", "a", "dict", 0.5)
                .link("a", "dict-2", "in", "v", 0.25)
                .build();
        List<Sequence> data = List.of(sequence(), sequence());
        Objective o = Objective.of(List.of(PROBE), Loss.SQUARED, Objective.Paths.NUMBER);
        model = Model.of(
                n,
                o,
                Model.words(data),
                Settings.builder().trainableInitial(p -> true).build());
        batch = new Batch(model, LANES, CYCLES);
        batch.fill(data.stream().map(s -> new CompiledSequence(s, model)).toArray(CompiledSequence[]::new), 0, CYCLES);
        x = Trainings.open(
                Backends.byName(backend()),
                model.training(update(Adam.of(0.1))),
                new ExecutorOptions(LANES, Precision.FLOAT64, 1, CYCLES));
    }

    @AfterEach
    void close() {
        x.close();
        x.close();
    }

    private UpdateProgram update(Updater u) {
        return UpdateLowering.of(model.parameters(), List.of(), Clipping.NONE, u, Precision.FLOAT64);
    }

    private static void refused(String sentence, Executable call) {
        String found = assertThrows(DmmException.class, call).getMessage();
        assertTrue(found.contains(sentence), "found \"" + found + "\", expected \"" + sentence + "\"");
    }

    private void forward(int from, int to) {
        x.setBatch(batch.window(from, to));
        x.forward();
    }

    private double[] gradient() {
        x.backward();
        double[] g = new double[3];
        x.readGradient(g);
        return g;
    }

    private void step() {
        x.update(Adam.of(0.1).scalars(0.1, 1));
    }

    private double[] state() {
        double[] s = new double[model.flattened().program().outputRows() * LANES];
        x.readState(s);
        return s;
    }

    // ---- what must have been run -------------------------------------------------------------------

    @Test
    void nothingIsRunWithoutABatch() {
        refused("forward: no batch has been set", x::forward);
    }

    @Test
    void whatABatchCameToIsNotThereBeforeOneWasRun() {
        x.setBatch(batch.window());
        refused("backward: no window has been run", x::backward);
        refused("loss: no batch has been run", x::loss);
        refused("update: no batch has been run", this::step);
        refused("rewind: no batch has been run", x::rewind);
        refused("probes of cycle 0: expected a cycle of the latest window", () -> x.readProbes(0, new double[LANES]));
    }

    @Test
    void aGradientMayBeAskedForAgain() {
        forward(0, CYCLES);
        double[] g = gradient();
        assertNotEquals(0, g[2]);
        assertArrayEquals(g, gradient());
    }

    @Test
    void thereIsNoGradientOnceTheMachinesStandElsewhere() {
        String sentence = "backward: no window has been run";
        forward(0, CYCLES);
        x.reset();
        refused(sentence, x::backward);
        x.forward();
        x.rewind();
        refused(sentence, x::backward);
        x.forward();
        x.writeState(state(), 4);
        refused(sentence, x::backward);
    }

    @Test
    void thereIsNoGradientOnceNumbersAreOthers() {
        String sentence = "backward: parameters were set after the latest window";
        forward(0, CYCLES);
        double[] g = gradient();
        x.setNumbers(new double[] {3, 7, 2});
        refused(sentence, x::backward);
        x.setNumbers(new double[] {0.5, 0.25, 2});
        x.reset();
        x.forward();
        assertArrayEquals(g, gradient());
        step();
        refused(sentence, x::backward);
        x.setNumbers(new double[] {0.5, 0.25, 2});
        x.reset();
        x.forward();
        x.backward();
        x.writeGradient(new double[] {Double.NaN, 0, 0});
        step();
        refused(sentence, x::backward); // also where the step was not adopted
    }

    @Test
    void anotherBatchChangesNothingBeforeItIsRun() {
        forward(0, CYCLES);
        double[] g = gradient();
        double loss = x.loss();
        double[] seen = new double[LANES];
        double[] again = new double[LANES];
        x.readProbes(CYCLES - 1, seen);
        x.reset();
        x.forward();
        x.setBatch(batch.window(0, 1));
        assertArrayEquals(g, gradient());
        assertEquals(loss, x.loss());
        x.readProbes(CYCLES - 1, again);
        assertArrayEquals(seen, again);
    }

    @Test
    void anotherUpdateChangesNoGradient() {
        forward(0, CYCLES);
        double[] g = gradient();
        x.replaceUpdate(update(Sgd.of(1)));
        assertArrayEquals(g, gradient());
        x.update(new double[] {0.5});
        double[] numbers = new double[3];
        x.readNumbers(numbers);
        assertArrayEquals(new double[] {0.5 - 0.5 * g[0], 0.25 - 0.5 * g[1], 2 - 0.5 * g[2]}, numbers, 1e-14);
    }

    /** The square of the derivative overflows, and with it a moment, after which no step would move that number again. */
    @Test
    void aStepIsNotAdoptedWhereWhatIsRememberedOverflows() {
        double[] good = {0.5, 0.25, -1};
        forward(0, CYCLES);
        x.backward();
        x.writeGradient(good);
        step();
        assertEquals(0, check());
        double[][] before = {numbers(), slot(0), slot(1)};
        x.writeGradient(new double[] {0.5, 1e200, -1});
        step();
        assertTrue(Double.isNaN(check()));
        double[] next = new double[3];
        x.readNext(next);
        assertTrue(Arrays.stream(next).allMatch(Double::isFinite), Arrays.toString(next));
        assertArrayEquals(before, new double[][] {numbers(), slot(0), slot(1)});
        x.writeGradient(good);
        step();
        assertEquals(0, check());
    }

    private double check() {
        double[] results = new double[UpdateProgram.RESULTS];
        x.readResults(results);
        return results[UpdateProgram.CHECK];
    }

    private double[] numbers() {
        double[] n = new double[3];
        x.readNumbers(n);
        return n;
    }

    private double[] slot(int i) {
        double[] s = new double[3];
        x.readSlot(i, s);
        return s;
    }

    // ---- where machines stand ----------------------------------------------------------------------

    @Test
    void windowsAreTakenBackWhereverTheMachinesStandNow() {
        forward(0, 2);
        double[] middle = state();
        forward(2, CYCLES);
        double[] g = gradient();
        assertEquals(0, g[2], "no initial output in a window that goes on");
        x.rewind();
        assertArrayEquals(middle, state());
        assertEquals(2, x.cycle());
        x.rewind();
        assertArrayEquals(middle, state());
        x.reset();
        x.rewind();
        assertArrayEquals(middle, state());
        x.forward();
        assertArrayEquals(g, gradient());
        assertEquals(CYCLES, x.cycle());
    }

    @Test
    void aWindowThatBeganAtAResetIsTakenBackToIt() {
        double[] start = state();
        forward(0, 2);
        double[] g = gradient();
        x.rewind();
        assertArrayEquals(start, state());
        assertEquals(0, x.cycle());
        x.forward();
        assertArrayEquals(g, gradient());
    }

    // ---- what does not fit -------------------------------------------------------------------------

    @Test
    void aBatchThatDoesNotFitIsRefusedWhenItIsSet() {
        TrainingBatch b = batch.window();
        Events late = new Events();
        late.add(1, b.events().row(0), 0, 1);
        double[] many = new double[64];
        refused("cycles: found 5, expected 1 to 4", () -> x.setBatch(new TrainingBatch(5, new Events(), many, many)));
        refused("cycles: found 0, expected", () -> x.setBatch(new TrainingBatch(0, new Events(), many, many)));
        refused("event 0: found cycle 1", () -> x.setBatch(new TrainingBatch(1, late, many, many)));
        refused("targets: an array of 7", () -> x.setBatch(new TrainingBatch(4, b.events(), new double[7], many)));
        refused("weights: an array of 7", () -> x.setBatch(new TrainingBatch(4, b.events(), many, new double[7])));
        refused("forward: no batch has been set", x::forward);
    }

    @Test
    void arraysThatAreTooShortAreRefused() {
        forward(0, CYCLES);
        x.backward();
        double[] two = new double[2];
        refused("scalars: an array of 1", () -> x.update(new double[1]));
        step();
        refused("numbers: an array of 2 numbers, expected 3", () -> x.setNumbers(two));
        refused("numbers: an array of 2 numbers, expected 3", () -> x.readNumbers(two));
        refused("slot 1: an array of 2 numbers, expected 3", () -> x.setSlot(1, two));
        refused("slot 1: an array of 2 numbers, expected 3", () -> x.readSlot(1, two));
        refused("slot 2: expected 0 to 1", () -> x.readSlot(2, new double[3]));
        refused("slot -1: expected 0 to 1", () -> x.setSlot(-1, new double[3]));
        refused("gradient: an array of 2 numbers, expected 3", () -> x.readGradient(two));
        refused("gradient: an array of 2 numbers, expected 3", () -> x.writeGradient(two));
        refused("used gradient: an array of 2 numbers, expected 3", () -> x.readUsedGradient(two));
        refused("next numbers: an array of 2 numbers, expected 3", () -> x.readNext(two));
        refused("results: an array of 2 numbers, expected 3", () -> x.readResults(two));
    }

    @Test
    void aClosedExecutorSaysSo() {
        forward(0, CYCLES);
        x.backward();
        step();
        double[] state = state();
        x.close();
        double[] three = new double[3];
        List<Executable> calls = List.of(
                () -> x.setNumbers(three),
                () -> x.readNumbers(three),
                () -> x.setSlot(0, three),
                () -> x.readSlot(0, three),
                () -> x.replaceUpdate(update(Sgd.of(1))),
                () -> x.setBatch(batch.window()),
                x::reset,
                x::forward,
                x::loss,
                x::rewind,
                this::step,
                () -> x.readResults(three),
                () -> x.readGradient(three),
                () -> x.writeGradient(three),
                () -> x.readUsedGradient(three),
                () -> x.readNext(three),
                () -> x.readProbes(0, new double[LANES]),
                () -> x.readState(state),
                () -> x.writeState(state, 0));
        for (int i = 0; i < calls.size(); i++) {
            DmmException e = assertThrows(DmmException.class, calls.get(i), "call " + i);
            assertTrue(e.getMessage().contains("is closed"), "call " + i + ": " + e.getMessage());
        }
        assertThrows(DmmException.class, x::backward);
    }
}
