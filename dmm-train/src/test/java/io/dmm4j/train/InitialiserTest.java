package io.dmm4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.dmm4j.net.Link;
import io.dmm4j.net.Network;
import io.dmm4j.net.Networks;
import io.dmm4j.value.DmmException;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InitialiserTest {
    private static final Network NETWORK = Networks.load("example:duplicate-detector/trainable");

    private static double[] drawn(Initialiser i, long seed) {
        return i.apply(NETWORK, seed).links().stream()
                .filter(Link::trainable)
                .mapToDouble(Link::weight)
                .toArray();
    }

    private static double deviation(double[] w) {
        return Math.sqrt(Arrays.stream(w).map(x -> x * x).sum() / w.length);
    }

    @Test
    void weightsAreDrawnAsAsked() {
        assertEquals(0.01, deviation(drawn(Initialiser.normal(0.01), 1)), 0.001);
        DoubleSummaryStatistics u =
                Arrays.stream(drawn(Initialiser.uniform(0.5), 1)).summaryStatistics();
        assertEquals(-0.5, u.getMin(), 0.01);
        assertEquals(0.5, u.getMax(), 0.01);
        assertEquals(0, u.getAverage(), 0.03);
        assertEquals(
                0.25,
                Arrays.stream(drawn(Initialiser.constant(0.25), 1)).average().orElseThrow());
        Network bare = Initialiser.constant(3).apply(NETWORK, 1);
        assertEquals(0.1, deviation(drawnFrom(Initialiser.perturb(0.1), bare)), 0.01);
        assertEquals(1, drawn(Initialiser.xavier(), 1).length / 1486);
    }

    private static double[] drawnFrom(Initialiser i, Network n) {
        return i.apply(n, 1).links().stream()
                .filter(Link::trainable)
                .mapToDouble(l -> l.weight() - 3)
                .toArray();
    }

    @Test
    void theSeedDecides() {
        assertEquals(Arrays.toString(drawn(Initialiser.xavier(), 5)), Arrays.toString(drawn(Initialiser.xavier(), 5)));
        assertNotEquals(drawn(Initialiser.normal(1), 5)[0], drawn(Initialiser.normal(1), 6)[0]);
    }

    @Test
    void fixedLinksStay() {
        Network drawn = Initialiser.constant(7).apply(NETWORK, 1);
        assertEquals(10, drawn.links().stream().filter(l -> l.weight() == 1).count());
        assertThrows(DmmException.class, () -> Initialiser.normal(Double.NaN).apply(NETWORK, 1));
    }

    @Test
    void randomNumbersGoOnFromTheirState() {
        SeededRandom a = new SeededRandom(3);
        a.nextGaussian();
        SeededRandom b = new SeededRandom(a.state());
        assertEquals(a.nextLong(), b.nextLong());
        assertEquals(
                IntStream.range(0, 20).boxed().collect(Collectors.toSet()),
                Arrays.stream(a.permutation(20)).boxed().collect(Collectors.toSet()));
    }
}
