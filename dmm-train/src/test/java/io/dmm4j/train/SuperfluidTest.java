package io.dmm4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.dmm4j.expr.Catalogue;
import io.dmm4j.flatten.Kinks;
import io.dmm4j.net.Network;
import io.dmm4j.net.Neuron;
import io.dmm4j.spi.Precision;
import io.dmm4j.train.data.Sequence;
import io.dmm4j.train.data.Teacher;
import io.dmm4j.train.data.Texts;
import io.dmm4j.train.update.Adam;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The published training of the superfluid machine: initial outputs are trained with the weights. */
class SuperfluidTest {
    private static final double[] PUBLISHED = {
        412.64908, 404.05042, 395.63397, 387.13425, 378.31757, 368.99500, 359.07678, 348.41486, 336.97592, 324.77097,
        311.82349
    };

    /** The handcrafted machine without the limit of its dot product. */
    private static Network teacher() {
        Network n = Published.handcrafted();
        Network.Builder b = Network.builder();
        n.neurons().forEach(x -> b.add(x.name().equals("dot") ? Neuron.of(x.name(), Catalogue.type("lite/dot")) : x));
        n.links().forEach(b::add);
        return b.build();
    }

    private static Trainer trainer(int cycles, double rate) {
        Sequence s = Texts.of(Published.TEXT, 10, cycles, Published.CHAR);
        List<Sequence> data = new Teacher(teacher(), Published.PROBES, "cpu").label(List.of(s));
        Settings settings = Settings.builder()
                .updater(Adam.of(rate))
                .precision(Precision.FLOAT64)
                .backend("cpu")
                .trainableInitial(p -> p.port().equals(":function"))
                .kinks(new Kinks(Kinks.Ties.SPLIT, 0))
                .build();
        return new Trainer(Superfluid.network(), Published.OBJECTIVE.skipping(1), data, settings);
    }

    @Test
    void theMachineHasThePublishedNumbers() {
        try (Trainer t = trainer(2, 0.01)) {
            assertEquals(2826, t.trainedLinks());
            assertEquals(2826 + 80, t.model().parameters().which().length);
        }
    }

    @Test
    void followsThePublishedLossesOfAWindowOf140() {
        try (Trainer t = trainer(140, 0.01)) {
            for (double published : PUBLISHED) {
                assertEquals(published, t.step().loss(), published * 1e-4);
            }
            double later = t.run(9, StopRule.never()).loss();
            assertEquals(191.26198, later, 191.26198 * 1e-4);
        }
    }

    @Test
    void followsThePublishedLossesOfShortWindows() {
        double[] two = {.0354757, .0261635, .0184008, .0121487, .0075146};
        double[] eleven = {.3548554, .2606934, .1823615, .1196499, .0736539};
        for (double[] published : List.of(two, eleven)) {
            try (Trainer t = trainer(published == two ? 2 : 11, 0.01)) {
                for (double loss : published) {
                    assertEquals(loss, t.step().loss(), loss * 1e-4);
                }
            }
        }
    }

    @Test
    void goesOnToBelowOneWhereThePublishedRunStopped() {
        try (Trainer t = trainer(140, 0.001)) {
            assertEquals(0.683, t.run(2000, StopRule.never()).loss(), 0.1);
        }
    }
}
