package io.dmm4j.value;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NamesTest {
    private static final List<String> TYPES = List.of("accumulator", "identity", "timer", "dot", "norm");

    @Test
    void nearestByEditDistance() {
        assertEquals(Optional.of("timer"), Names.nearest("tmier", TYPES));
        assertEquals(Optional.of("accumulator"), Names.nearest("acumulatr", TYPES));
        assertEquals(Optional.of("dot"), Names.nearest("dots", TYPES));
        assertEquals(Optional.of("norm"), Names.nearest("norm", TYPES));
        assertEquals(Optional.empty(), Names.nearest("convolution", TYPES));
        assertEquals(Optional.empty(), Names.nearest("x", List.of()));
    }

    @Test
    void tiesGoToTheFirstByOrder() {
        assertEquals(Optional.of("fat"), Names.nearest("fxt", List.of("fit", "fat")));
        assertEquals(Optional.of("fit"), Names.nearest("fit", List.of("fat", "fit")));
    }

    @Test
    void distances() {
        assertEquals(0, Names.distance("", ""));
        assertEquals(3, Names.distance("", "abc"));
        assertEquals(1, Names.distance("ab", "ba"));
        assertEquals(3, Names.distance("kitten", "sitting"));
    }

    @Test
    void phrases() {
        assertEquals("unknown neuron type 'tmer' (did you mean 'timer'?)", Names.unknown("neuron type", "tmer", TYPES));
        assertEquals(
                "unknown neuron type 'conv' (known: accumulator, dot, identity, norm, timer)",
                Names.unknown("neuron type", "conv", TYPES));
        assertEquals("unknown port 'a' (there is none)", Names.unknown("port", "a", List.of()));
        List<String> many = IntStream.range(0, 13).mapToObj(i -> "neuron-" + i).toList();
        assertEquals("unknown neuron 'x'", Names.unknown("neuron", "x", many));
    }
}
