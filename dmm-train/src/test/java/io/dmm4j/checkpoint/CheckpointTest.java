package io.dmm4j.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.dmm4j.value.DmmException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {
    private static final Plan PLAN = new Plan("cpu", "float64", 1, "scalar", "25");

    @TempDir
    Path folder;

    @Test
    void everythingComesBack() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("updater", "adam(0.001)");
        settings.put("", "");
        Map<String, Tensor> arrays = Map.of("w", Tensor.of(new double[] {-0.0, Double.NaN}));
        Checkpoint c = new Checkpoint(
                Checkpoint.fingerprint("net"),
                Long.MAX_VALUE,
                Long.MIN_VALUE,
                new long[] {1, -2},
                new long[0],
                "{\"name\":\"é😀\"}",
                PLAN,
                settings,
                arrays);
        Path file = folder.resolve("c");
        c.write(file);
        Checkpoint read = Checkpoint.read(file);
        assertEquals(c.fingerprint(), read.fingerprint());
        assertEquals(c.step(), read.step());
        assertEquals(c.seed(), read.seed());
        assertArrayEquals(c.random(), read.random());
        assertArrayEquals(c.cursor(), read.cursor());
        assertEquals(c.network(), read.network());
        assertEquals(c.plan(), read.plan());
        assertEquals(c.settings(), read.settings());
        assertEquals(c.arrays().keySet(), read.arrays().keySet());
        assertEquals(
                Double.doubleToRawLongBits(-0.0),
                Double.doubleToRawLongBits(read.array("w").doubles()[0]));
        DmmException e = assertThrows(DmmException.class, () -> read.array("v"));
        assertEquals("the checkpoint has no array 'v' (did you mean 'w'?)", e.getMessage());
    }

    @Test
    void anotherNetworkIsRefused() {
        Checkpoint c = Samples.at(1);
        c.requireNetwork("ab12", folder);
        DmmException e = assertThrows(
                DmmException.class, () -> c.requireNetwork(Checkpoint.fingerprint("other"), Path.of("c.safetensors")));
        assertEquals(
                "c.safetensors: the checkpoint belongs to another network (fingerprint ab12, expected d9298a10d1b0)",
                e.getMessage());
    }

    @Test
    void fingerprintsAreSha256() {
        assertEquals("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", Checkpoint.fingerprint("abc"));
        assertNotEquals(Checkpoint.fingerprint("a"), Checkpoint.fingerprint("b"));
    }

    @Test
    void plansAreCompared() {
        assertEquals(Optional.empty(), PLAN.difference(PLAN));
        assertEquals(
                Optional.of("threads 2 instead of 1, jdk 17 instead of 25"),
                PLAN.difference(new Plan("cpu", "float64", 2, "scalar", "17")));
    }

    @Test
    void namesOfTheFormatAreNotForUse() {
        for (String name : List.of("random", "cursor", "network", "__metadata__")) {
            Map<String, Tensor> arrays = Map.of(name, Tensor.of(new int[0]));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> new Checkpoint("", 0, 0, new long[0], new long[0], "", PLAN, Map.of(), arrays));
        }
    }

    private String refusal(Map<String, String> changedTexts, String missing, Map<String, Tensor> changedTensors) {
        Map<String, String> texts =
                new LinkedHashMap<>(Samples.at(3).toSafetensors().metadata());
        Map<String, Tensor> tensors =
                new LinkedHashMap<>(Samples.at(3).toSafetensors().tensors());
        texts.putAll(changedTexts);
        texts.remove(missing);
        tensors.putAll(changedTensors);
        tensors.remove(missing);
        Path file = folder.resolve("c");
        new Safetensors(texts, tensors).write(file);
        String sentence =
                assertThrows(DmmException.class, () -> Checkpoint.read(file)).getMessage();
        return sentence.substring((file + ": ").length());
    }

    @Test
    void filesThatAreNoCheckpoints() {
        assertEquals("expected 'format' in the metadata of a checkpoint", refusal(Map.of(), "format", Map.of()));
        assertEquals(
                "expected the format 'dmm4j-checkpoint/1', found 'dmm4j-checkpoint/2'",
                refusal(Map.of("format", "dmm4j-checkpoint/2"), "", Map.of()));
        assertEquals(
                "expected an integer as 'step' in the metadata of a checkpoint, found '1.5'",
                refusal(Map.of("step", "1.5"), "", Map.of()));
        assertEquals("expected 'plan.jdk' in the metadata of a checkpoint", refusal(Map.of(), "plan.jdk", Map.of()));
        assertEquals("expected a tensor 'random' of kind I64 in a checkpoint", refusal(Map.of(), "random", Map.of()));
        assertEquals(
                "expected a tensor 'cursor' of kind I64 in a checkpoint",
                refusal(Map.of(), "", Map.of("cursor", Tensor.of(new int[1]))));
        assertEquals(
                "the network of the checkpoint is not valid UTF-8",
                refusal(Map.of(), "", Map.of("network", Tensor.of(new byte[] {-1}))));
    }
}
