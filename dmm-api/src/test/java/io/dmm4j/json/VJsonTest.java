package io.dmm4j.json;

import static io.dmm4j.value.Trees.tree;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dmm4j.value.DmmException;
import io.dmm4j.value.Law;
import io.dmm4j.value.Path;
import io.dmm4j.value.Trees;
import io.dmm4j.value.VValue;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashSet;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VJsonTest {
    /** Trees with labels that need escaping and numbers from the smallest to the largest. */
    @Provide
    Arbitrary<VValue> nastyTrees() {
        Arbitrary<String> labels = Arbitraries.oneOf(
                Arbitraries.of(Trees.NASTY),
                Arbitraries.strings().ofMaxLength(3).filter(s -> !s.equals(Path.NUMBER_KEY)));
        Arbitrary<Double> numbers = Arbitraries.oneOf(
                Arbitraries.of(Double.MIN_VALUE, Double.MAX_VALUE, -Double.MIN_NORMAL, 1e21, 1e-7, 9007199254740993.0),
                Arbitraries.longs().map(Double::longBitsToDouble).filter(Double::isFinite),
                Arbitraries.longs().map(bits -> Double.longBitsToDouble(bits >>> 12)), // subnormal
                Arbitraries.integers().map(i -> i / 8.0));
        return Trees.trees(labels.list().ofMaxSize(4).map(Path::of), numbers);
    }

    @Law
    void readsBackWhatWasWritten(@ForAll("nastyTrees") VValue x) {
        String text = VJson.toString(x);
        assertEquals(x, VJson.read(text, "test"));
        assertEquals(x, VJson.read(VJson.toPrettyString(x), "test"));
        assertEquals(text, x.toString());
    }

    @Law
    void filesReadBackWhatWasWritten(@ForAll("nastyTrees") VValue x) throws IOException {
        java.nio.file.Path file = Files.createTempFile("tree", ".json");
        try {
            Files.writeString(file, VJson.toString(x));
            assertEquals(x, VJson.read(file));
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void orderAndNotation() {
        VValue x = tree("{'foo':{'bar':7,':number':2},'b':{':number':1},'a':{},':number':3.50}");
        assertEquals("{\":number\":3.5,\"b\":1,\"foo\":{\":number\":2,\"bar\":7}}", VJson.toString(x));
        assertEquals("{}", VJson.toString(VValue.EMPTY));
        assertEquals("-4", VJson.toString(VValue.of(-4)));
    }

    @Test
    void pretty() {
        VValue x = tree("{'foo':{'bar':7,':number':2},'b':1}");
        assertEquals(
                """
                {
                  "b": 1,
                  "foo": {
                    ":number": 2,
                    "bar": 7
                  }
                }""",
                VJson.toPrettyString(x));
        assertEquals("{}", VJson.toPrettyString(VValue.EMPTY));
    }

    @Test
    void zerosAndEmptyObjectsVanish() {
        assertEquals(VValue.EMPTY, tree("{'a':0,'b':-0.0,'c':{'d':{':number':0e5}},'e':{},'f':1e-999}"));
        assertEquals(VValue.EMPTY, tree("-0"));
    }

    @Test
    void largeIntegersRoundToTheNearestDouble() {
        assertEquals(9007199254740992.0, tree("9007199254740993").number());
        assertEquals(1e300, tree("1" + "0".repeat(300)).number());
        assertEquals(0.1, tree("0.1" + "0".repeat(5000)).number());
    }

    @Test
    void fileMayStartWithAByteOrderMark(@TempDir java.nio.file.Path directory) throws IOException {
        java.nio.file.Path file = Files.writeString(directory.resolve("bom.json"), "\uFEFF{\"é\":1}");
        assertEquals(VValue.of(Path.of("é"), 1), VJson.read(file));
    }

    @Test
    void keysWithEqualHashesAreReadInNoTime() {
        Set<String> labels = new LinkedHashSet<>();
        for (int i = 0; i < 1 << 12; i++) {
            StringBuilder label = new StringBuilder();
            for (int bit = 0; bit < 12; bit++) {
                label.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            labels.add(label.toString());
        }
        StringBuilder text = new StringBuilder("{");
        labels.forEach(label ->
                text.append(text.length() == 1 ? "\"" : ",\"").append(label).append("\":1"));
        assertEquals(1 << 12, VJson.read(text.append('}').toString(), "test").size());
    }

    @Test
    void nanAndInfinitiesAreNotWritten() {
        StringBuilder target = new StringBuilder();
        VValue x = tree("{'a':1,'b/':{':number':2}}");
        assertEquals(
                "expected finite numbers to write as JSON, found NaN at /b~1/c",
                message(x.plus(VValue.of(Path.of("b/", "c"), Double.NaN)), target));
        assertEquals(
                "expected finite numbers to write as JSON, found -Infinity",
                message(x.plus(VValue.of(Double.NEGATIVE_INFINITY)), target));
        assertEquals("", target.toString(), "nothing is written");
    }

    private static String message(VValue tree, Appendable target) {
        return assertThrows(DmmException.class, () -> VJson.write(tree, target)).getMessage();
    }

    @Test
    void publishedMatrices() throws IOException {
        java.nio.file.Path data = java.nio.file.Path.of(System.getProperty("dmm.data", "../../shared/data"), "dmm");
        assumeTrue(Files.isDirectory(data), () -> "skipped: no published matrices in " + data.toAbsolutePath());
        assertEquals(1486, VJson.read(data.resolve("initial-matrix.json")).size());
        assertEquals(109, VJson.read(data.resolve("sparse16-matrix.json")).size());
        assertEquals(23, VJson.read(data.resolve("sparse19-matrix.json")).size());
        VValue last = VJson.read(data.resolve("sparse20-matrix.json"));
        assertEquals(19, last.size());
        assertEquals(4, last.depth());
        assertEquals(0.6799909, last.number(Path.of("norm-2-1", "dict", "accum-1-2", "dict")));
        assertEquals(12.706874, last.l1(), 1e-6);
    }
}
