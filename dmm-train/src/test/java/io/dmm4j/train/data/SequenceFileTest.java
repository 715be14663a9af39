package io.dmm4j.train.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.json.JsonLines;
import io.dmm4j.net.Network;
import io.dmm4j.net.Networks;
import io.dmm4j.net.Port;
import io.dmm4j.net.Probe;
import io.dmm4j.spi.Precision;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SequenceFileTest {
    private static final Network NETWORK = Networks.load("example:duplicate-detector/handcrafted");

    private static List<Sequence> read(String text) {
        try (JsonLines lines = JsonLines.of(new StringReader(text), "data.jsonl")) {
            return SequenceFile.read(lines, NETWORK, Precision.FLOAT32, "data.jsonl");
        }
    }

    @Test
    void aLineIsASequence() {
        List<Sequence> all = read(
                """
                {"inputs": [{"input.char": {"t": 1}}, {}], "targets": [{}, {"output.dict-1": 2}], "mask": [0, 0.5]}

                {"inputs": [{}]}
                """);
        assertEquals(2, all.size());
        Sequence s = all.get(0);
        assertEquals(
                Map.of(Port.of("input", "char"), VValue.of(Path.of("t"), 1)),
                s.inputs().get(0));
        assertEquals(
                Map.of(Probe.in("output", "dict-1"), VValue.of(2)), s.targets().get(1));
        assertEquals(0.5, s.mask(1));
        assertEquals(1, all.get(1).mask(0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{`inputs`: [{`input.chr`: 1}]} | did you mean",
                "{`inputs`: [{`accum.dict`: 1}]} | no external input 'accum'",
                "{`inputs`: [{}], `targets`: [{`output.dict-9`: 1}]} | dict-9",
                "{`inputs`: [{}], `targets`: [{}, {}]} | targets for 2 cycles, expected 1",
                "{`inputs`: [{}], `mask`: [-1]} | mask of cycle 1",
                "{`inputs`: [{}], `masks`: [1]} | unknown field 'masks'",
                "{`targets`: [{}]} | without \"inputs\"",
                "{`inputs`: [{`inpt.char`: 1}]} | no external input 'inpt'",
                "{`inputs`: [{`input.char`: 1, `/input/char`: 1}]} | input.char is named twice",
                "{`inputs`: [{}], `targets`: [{`output.dict-1`: 1, `in:output.dict-1`: 2}]} | dict-1 is named twice",
                "{`inputs`: []} | no cycles"
            })
    void badLinesAreRefusedWithTheirPlace(String line, String words) {
        DmmException e = assertThrows(DmmException.class, () -> read("\n" + line.replace('`', '"')));
        assertTrue(e.getMessage().contains(words), e.getMessage());
        assertTrue(e.getMessage().startsWith("data.jsonl:2:"), e.getMessage());
    }

    @Test
    void anEmptyFileIsRefused() {
        DmmException e = assertThrows(DmmException.class, () -> read("\n\n"));
        assertTrue(e.getMessage().contains("data.jsonl: found no sequences"), e.getMessage());
    }

    @Test
    void numbersThatAreNotFiniteAreRefusedWithTheirPlace() {
        VValue bad = VValue.of(Path.of("t"), Double.NaN);
        DmmException e = assertThrows(
                DmmException.class, () -> Sequence.of(List.of(Map.of(), Map.of(Port.of("input", "char"), bad))));
        assertTrue(e.getMessage().contains("input input.char at \"/t\" in cycle 2"), e.getMessage());
    }

    @Test
    void textsRepeatTheirLastCharacter() {
        Port port = Port.of("input", "char");
        Sequence s = Texts.of("ab", 2, 7, port);
        List<String> fed = s.inputs().stream()
                .map(m -> m.isEmpty() ? "-" : m.get(port).labels().get(0))
                .toList();
        assertEquals(List.of("a", "-", "b", "-", "b", "-", "b"), fed);
        assertThrows(DmmException.class, () -> Texts.of("", 1, 1, port));
    }

    @Test
    void aTeacherTellsSequencesOfAnyLength() {
        Port port = Port.of("input", "char");
        Probe count = Probe.in("output", "dict-1");
        List<Sequence> told = new Teacher(NETWORK, List.of(count), "tree")
                .label(List.of(Texts.of("tt", 10, 100, port), Texts.of("ttt.", 1, 8, port)));
        assertEquals(100, told.get(0).targets().size());
        assertEquals(VValue.EMPTY, told.get(0).targets().get(13).get(count));
        assertEquals(VValue.of(1), told.get(0).targets().get(14).get(count));
        assertEquals(VValue.of(9), told.get(0).targets().get(94).get(count));
        assertEquals(8, told.get(1).targets().size());
        assertEquals(VValue.of(2), told.get(1).targets().get(6).get(count));
    }
}
