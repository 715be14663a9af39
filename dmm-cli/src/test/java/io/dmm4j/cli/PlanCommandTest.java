package io.dmm4j.cli;

import static io.dmm4j.cli.Cli.TRAINABLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.net.Network;
import io.dmm4j.net.Networks;
import io.dmm4j.net.Port;
import io.dmm4j.spi.ExecutorOptions;
import io.dmm4j.train.Model;
import io.dmm4j.train.Settings;
import io.dmm4j.train.data.Texts;
import io.dmm4j.train.loss.Loss;
import io.dmm4j.train.loss.Objective;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanCommandTest {
    @Test
    void saysHowMuchOfItIsTape() {
        List<String> lines = Cli.lines("plan", TRAINABLE, "--lanes", "64");
        assertEquals(6, lines.size());
        assertTrue(lines.get(0).startsWith("tape "), lines.get(0));
        assertTrue(lines.get(0).contains("64 lanes x 140 cycles x "), lines.get(0));
        assertTrue(lines.get(2).contains("3 x 1496 x 4"), lines.get(2));
        double share = Double.parseDouble(lines.get(5).replaceAll(".*iB +| of the sum", ""));
        assertTrue(share > 0.9 && share < 1.1, lines.get(5));
    }

    @Test
    void memoryGrowsInStepWithTheWindow() {
        Network n = Networks.load(TRAINABLE);
        Model m = Model.of(
                n,
                Objective.of(n.probes(), Loss.SQUARED, Objective.Paths.NUMBER),
                Model.words(List.of(Texts.of("ab.", 2, 8, Port.of("input", "char")))),
                Settings.DEFAULT);
        long one = PlanCommand.held(m, ExecutorOptions.of(3, 1), "cpu");
        long two = PlanCommand.held(m, ExecutorOptions.of(3, 2), "cpu");
        assertEquals(one + 99 * (two - one), PlanCommand.held(m, ExecutorOptions.of(3, 100), "cpu"));
    }

    @Test
    void countsArraysOnceAndElementsBySize() {
        double[] shared = new double[10];
        Object[] all = {shared, List.of(shared, new int[3]), new byte[5]};
        assertEquals(16 + 3 * 4 + 16 + 80 + 16 + 12 + 16 + 5, Footprint.bytes(all, Network.class));
        assertEquals(16 + 3 * 4 + 16 + 12 + 16 + 5, Footprint.bytes(all, double[].class));
    }
}
