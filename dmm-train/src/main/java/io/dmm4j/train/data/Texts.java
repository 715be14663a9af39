package io.dmm4j.train.data;

import io.dmm4j.net.Port;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Sequences from texts. */
public final class Texts {
    private Texts() {}

    /**
     * A text by the published convention: in cycle i, from 1, the character number min((i − 1) / every, length − 1) as {@code
     * {character: 1}} where (i − 1) mod every = 0, else nothing; so the last character comes again and again. Characters
     * are code points.
     *
     * @param port the external input that is fed
     */
    public static Sequence of(String text, int every, int cycles, Port port) {
        int[] characters = text.codePoints().toArray();
        if (characters.length == 0 || every < 1) {
            throw new DmmException("text: found " + characters.length + " characters, one every " + every
                    + " cycles, expected at least 1 of each");
        }
        List<Map<Port, VValue>> inputs = new ArrayList<>();
        for (int i = 0; i < cycles; i++) {
            String c = Character.toString(characters[Math.min(i / every, characters.length - 1)]);
            inputs.add(i % every != 0 ? Map.of() : Map.of(port, VValue.of(Path.of(c), 1)));
        }
        return Sequence.of(inputs);
    }
}
