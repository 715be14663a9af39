package io.dmm4j.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.value.DmmException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No damaged checkpoint is taken for a sound one. */
class DamageTest {
    @TempDir
    Path folder;

    private Path file;
    private byte[] sound;

    @BeforeEach
    void write() throws IOException {
        file = folder.resolve("c.safetensors");
        Samples.at(12).write(file);
        sound = Files.readAllBytes(file);
        assertTrue(Samples.isConsistent(Checkpoint.read(file)));
    }

    private String refusal(byte[] bytes) throws IOException {
        Files.write(file, bytes);
        String sentence =
                assertThrows(DmmException.class, () -> Checkpoint.read(file)).getMessage();
        assertTrue(sentence.startsWith(file + ":"), sentence);
        assertEquals(1, sentence.lines().count(), sentence);
        return sentence;
    }

    @Test
    void cutOffAnywhere() throws IOException {
        for (int length = 0; length < sound.length; length++) {
            refusal(Arrays.copyOf(sound, length));
        }
        assertTrue(refusal(Arrays.copyOf(sound, sound.length - 1)).endsWith("the file is cut off"));
    }

    @Test
    void longerThanItWas() throws IOException {
        assertTrue(refusal(Arrays.copyOf(sound, sound.length + 1)).endsWith("something was appended to the file"));
    }

    @Test
    void anyBitFlipped() throws IOException {
        byte[] bytes = sound.clone();
        for (int i = 0; i < bytes.length; i++) {
            for (int bit = 0; bit < 8; bit++) {
                bytes[i] ^= (byte) (1 << bit);
                refusal(bytes);
                bytes[i] ^= (byte) (1 << bit);
            }
        }
        bytes[bytes.length - 1] ^= 1;
        assertTrue(refusal(bytes).contains("the file was altered or damaged after it was written"));
    }

    @Test
    void anyByteReplaced() throws IOException {
        byte[] bytes = sound.clone();
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) ~sound[i];
            refusal(bytes);
            bytes[i] = sound[i];
        }
    }
}
