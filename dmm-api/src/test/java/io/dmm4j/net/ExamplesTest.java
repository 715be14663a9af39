package io.dmm4j.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.value.DmmException;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExamplesTest {
    @ParameterizedTest
    @CsvSource({
        "duplicate-detector/handcrafted, 8, 1, 8",
        "duplicate-detector/trainable, 1486, 10, 44",
        "duplicate-detector/compare-free, 942, 12, 40",
        "duplicate-detector/recurrent, 20306, 2, 26",
        "word-count, 1, 1, 2",
        "wave/three-updates, 0, 0, 4",
        "wave/five-columns, 0, 0, 9",
        "self/oscillation, 0, 0, 2",
        "self/extinction, 0, 0, 2",
        "journal/reader, 0, 0, 4",
        "journal/duplicates, 0, 0, 6",
        "journal/list, 0, 0, 3",
        "grow/detectors, 0, 24, 22",
        "grow/any-kind, 0, 7, 8",
        "typed/largest-count, 0, 5, 5",
        "rigid/matrices, 64, 0, 8",
        "afterlife/sleep-and-wake, 0, 28, 15",
        "afterlife/bistable, 0, 28, 15",
        "automaton/pseudoconway, 4, 0, 3",
    })
    void linksAndNeuronsAreAsPublished(String name, int trainable, int fixed, int neurons) {
        Network n = Networks.load("example:" + name);
        assertEquals(trainable, links(n, true).size());
        assertEquals(fixed, links(n, false).size());
        assertEquals(neurons, n.names().size());
        assertEquals(name, n.name());
        assertTrue(links(n, false).stream().allMatch(l -> l.weight() == 1));
    }

    @Test
    void trainableNetworkHasTheLinksOfThePublishedStart() {
        Network ours = Networks.load("example:duplicate-detector/trainable");
        Network published = NetworkJson.withMatrix(ours, SharedData.file("dmm/initial-matrix.json"), 4);
        assertEquals(ends(ours), ends(published));
    }

    @ParameterizedTest
    @CsvSource({"trainable", "compare-free", "recurrent"})
    void weightsStartAsStated(String name) {
        List<Link> links = links(Networks.load("example:duplicate-detector/" + name), true);
        Random random = new Random(123);
        for (Link l : links) {
            assertEquals(0.01 * random.nextGaussian(), l.weight());
        }
        Set<Port> targets = links.stream().map(Link::to).collect(Collectors.toSet());
        assertNotEquals(0, targets.size());
    }

    @Test
    void unknownNamesSuggestTheNearest() {
        DmmException e = assertThrows(DmmException.class, () -> Networks.load("example:wordcount"));
        assertEquals("unknown example 'wordcount' (did you mean 'word-count'?)", e.getMessage());
        e = assertThrows(DmmException.class, () -> Networks.load("example:"));
        assertTrue(e.getMessage().contains("duplicate-detector/handcrafted"), e.getMessage());
    }

    @Test
    void filesThatCannotBeReadAreOneSentence() {
        assertEquals(
                "no/such/net.json: no such file",
                assertThrows(DmmException.class, () -> Networks.load("no/such/net.json"))
                        .getMessage());
        assertTrue(assertThrows(DmmException.class, () -> Networks.load("a\0b"))
                .getMessage()
                .contains("cannot be the name of a file"));
    }

    private static List<Link> links(Network n, boolean trainable) {
        return n.links().stream().filter(l -> l.trainable() == trainable).toList();
    }

    private static Set<List<Object>> ends(Network n) {
        return n.links().stream()
                .map(l -> List.<Object>of(l.to(), l.from(), l.path(), l.trainable()))
                .collect(Collectors.toSet());
    }
}
