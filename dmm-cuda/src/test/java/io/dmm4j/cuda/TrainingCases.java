package io.dmm4j.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.dmm4j.flat.FlatProgram;
import io.dmm4j.net.Network;
import io.dmm4j.net.Networks;
import io.dmm4j.net.Port;
import io.dmm4j.net.Probe;
import io.dmm4j.spi.Precision;
import io.dmm4j.spi.TapePlan;
import io.dmm4j.train.Curriculum;
import io.dmm4j.train.Initialiser;
import io.dmm4j.train.Settings;
import io.dmm4j.train.StopRule;
import io.dmm4j.train.Trainer;
import io.dmm4j.train.data.Sequence;
import io.dmm4j.train.data.Teacher;
import io.dmm4j.train.data.Texts;
import io.dmm4j.train.loss.Loss;
import io.dmm4j.train.loss.Objective;
import io.dmm4j.train.update.Adam;
import io.dmm4j.train.update.Clipping;
import io.dmm4j.train.update.Momentum;
import java.util.ArrayList;
import java.util.List;

/** The training of a detector on a backend against the same on the CPU, in 64-bit floats. */
final class TrainingCases {
    private static final Port CHAR = Port.of("input", "char");
    private static final List<Probe> PROBES = List.of(Probe.in("output", "dict-1"), Probe.in("output", "dict-2"));
    private static final Objective OBJECTIVE = Objective.of(PROBES, Loss.SQUARED, Objective.Paths.NUMBER);
    private static final Settings SETTINGS = Settings.builder()
            .precision(Precision.FLOAT64)
            .updater(Adam.of(0.01))
            .build();

    private final String backend;

    TrainingCases(String backend) {
        this.backend = backend;
    }

    /** Whole sequences of several lengths, in one batch and in small ones. */
    void wholeSequences() {
        compare(SETTINGS, 12);
        compare(SETTINGS.toBuilder().lanes(2).clipping(Clipping.byNorm(0.5)).build(), 12);
        compare(SETTINGS.toBuilder().updater(Momentum.of(0.01)).build(), 12);
    }

    /** Windows that go on from where the last one ended, with trained initial outputs too. */
    void truncated() {
        Settings s = SETTINGS.toBuilder()
                .carry(true)
                .lanes(3)
                .curriculum(Curriculum.of(7))
                .build();
        compare(s, 25);
        compare(s.toBuilder().trainableInitial(p -> true).build(), 25);
    }

    /** States that are computed again: half of what the tape of the longest sequence takes. */
    void littleMemory() {
        compare(SETTINGS.toBuilder().memory(tapeBytes() / 2).build(), 8);
        compare(
                SETTINGS.toBuilder()
                        .carry(true)
                        .lanes(3)
                        .curriculum(Curriculum.of(7))
                        .memory(tapeBytes() / 2)
                        .build(),
                12);
    }

    /** Elements of an operand with which two lanes of the machine make a slice. */
    static long rowsOfTwoLanes() {
        FlatProgram p = program();
        return 2L * Math.max(p.outputRows(), p.inputRows());
    }

    private static long tapeBytes() {
        return TapePlan.whole(29).numbers(Tape.sizes(program())) * 4 * Double.BYTES;
    }

    private static FlatProgram program() {
        try (Trainer t = trainer(SETTINGS.toBuilder().backend("cpu").build())) {
            return t.model().flattened().program();
        }
    }

    /** A run that was saved on one backend goes on on the other. */
    void resumes() {
        double[] expected;
        try (Trainer t = trainer(SETTINGS.toBuilder().backend("cpu").build())) {
            t.run(20, StopRule.never());
            expected = t.parameters();
        }
        try (Trainer first = trainer(SETTINGS.toBuilder().backend("cpu").build());
                Trainer then = trainer(SETTINGS.toBuilder().backend(backend).build());
                Trainer last = trainer(SETTINGS.toBuilder().backend("cpu").build())) {
            first.run(7, StopRule.never());
            then.restore(first.state());
            then.run(6, StopRule.never());
            last.restore(then.state());
            last.run(7, StopRule.never());
            assertArrayEquals(expected, last.parameters(), 1e-7);
        }
    }

    /** What two short steps of training make of the parameters. */
    static double[] trained(String backend) {
        Settings s = SETTINGS.toBuilder()
                .backend(backend)
                .curriculum(Curriculum.of(4))
                .build();
        try (Trainer t = trainer(s)) {
            t.run(2, StopRule.never());
            return t.parameters();
        }
    }

    private void compare(Settings settings, int steps) {
        try (Trainer here = trainer(settings.toBuilder().backend(backend).build());
                Trainer there = trainer(settings.toBuilder().backend("cpu").build())) {
            for (int i = 0; i < steps; i++) {
                double expected = there.step().loss();
                assertEquals(expected, here.step().loss(), 1e-8 * Math.max(1, Math.abs(expected)), "step " + i);
                assertArrayEquals(there.gradient(), here.gradient(), 1e-6, "gradient of step " + i);
            }
            assertArrayEquals(there.parameters(), here.parameters(), 1e-7);
        }
    }

    private static Trainer trainer(Settings settings) {
        Network handcrafted = Networks.load("example:duplicate-detector/handcrafted");
        List<Sequence> inputs = new ArrayList<>();
        String[] texts = {"test.", "aab.a", "hello.", "x.yy"};
        for (int i = 0; i < texts.length; i++) {
            inputs.add(Texts.of(texts[i], 10, 20 + 3 * i, CHAR));
        }
        List<Sequence> data = new Teacher(handcrafted, PROBES, "cpu").label(inputs);
        return new Trainer(Initialiser.perturb(0.1).apply(handcrafted, 2), OBJECTIVE, data, settings);
    }
}
