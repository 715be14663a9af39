package io.dmm4j.cli;

import io.dmm4j.net.Port;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import java.util.Map;

/**
 * A text by the published convention: in cycle i the character number min((i − 1) / every, length − 1) where (i − 1) mod
 * every = 0, else nothing; so the last character comes again and again.
 */
final class TextLane implements Lane {
    private final int[] characters;
    private final int every;
    private final Port port;
    private long cycle;

    private TextLane(int[] characters, int every, Port port) {
        this.characters = characters;
        this.every = every;
        this.port = port;
    }

    /** Lanes of a text; characters are code points. */
    static Source source(String text, int every, Port port) {
        int[] characters = text.codePoints().toArray();
        return new Source() {
            @Override
            public Lane open() {
                return new TextLane(characters, every, port);
            }

            @Override
            public boolean isRepeatable() {
                return true;
            }
        };
    }

    @Override
    public boolean isOver() {
        return cycle >= (long) characters.length * every;
    }

    @Override
    public Map<Port, VValue> next() {
        long i = cycle++;
        if (i % every != 0) {
            return Map.of();
        }
        int c = characters[(int) Math.min(i / every, characters.length - 1)];
        return Map.of(port, VValue.of(Path.of(Character.toString(c)), 1));
    }

    @Override
    public String place() {
        return "--text";
    }
}
