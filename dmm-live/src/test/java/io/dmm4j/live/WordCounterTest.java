package io.dmm4j.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.dmm4j.json.VJson;
import io.dmm4j.net.Examples;
import io.dmm4j.net.Port;
import io.dmm4j.net.Probe;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The edits that ship make a word counter of the detector of duplicates while it runs, and it forgets nothing. */
class WordCounterTest {
    private static final Port SIGNAL = Port.of("reader", "signal");
    private static final Probe SHOWN = Probe.in("printer", "single");

    @ParameterizedTest
    @ValueSource(strings = {"tree", "cpu"})
    void theDetectorBecomesAWordCounter(String backend) throws Exception {
        List<String> edits = Files.readAllLines(java.nio.file.Path.of("../docs/data/word-counter.jsonl"));
        try (LiveMachine m = LiveNets.machine(Examples.network("journal/duplicates"), backend)) {
            say(m, "cat dog cat");
            m.run(3);
            assertEquals(VValue.of(2), m.seen(SHOWN));
            for (String edit : edits) {
                VValue v = VJson.read(edit, "edit");
                m.check(v);
                m.edit(v);
                m.run(2);
            }
            assertEquals(VValue.of(3), m.seen(SHOWN));
            say(m, "bird dog");
            m.run(3);
            assertEquals(VValue.of(5), m.seen(SHOWN));
            assertEquals(VValue.EMPTY, m.machine().output(Port.of("norm", "norm"), 0));
        }
    }

    private static void say(LiveMachine m, String words) {
        for (String word : words.split(" ")) {
            m.feed(SIGNAL, VValue.of(Path.of(word), 1));
            m.run(1);
        }
    }
}
