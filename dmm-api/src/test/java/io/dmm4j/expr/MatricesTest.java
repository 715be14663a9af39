package io.dmm4j.expr;

import static io.dmm4j.value.Trees.tree;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.dmm4j.value.DmmException;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import io.dmm4j.value.VValueBuilder;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the types with a matrix on every wire emit. */
class MatricesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "matrix/plus | {'r':{'x':1,'y':-0.5}}",
                "matrix/times | {'r':{'x':0.75,'y':1}}",
                "matrix/max | {'r':{'x':1,'y':-1,'z':0.5}}",
                "matrix/self(/q, /x) | {'r':{'x':1,'y':-0.5},'q':{'x':1}}",
                "matrix/self(/r, /z) | {'r':{'z':1}}",
            })
    void squeezedResults(String type, String expected) {
        VValue a = tree("{'r':{'x':3,'y':-4}}");
        VValue b = tree("{'r':{'x':1,'y':-1,'z':0}}");
        if (type.equals("matrix/plus") || type.startsWith("matrix/self")) {
            b = tree("{'r':{'x':5}}");
        } else if (type.equals("matrix/max")) {
            b = tree("{'r':{'x':4,'y':-5,'z':2}}");
        }
        Map<String, VValue> out = CatalogueTest.run(Catalogue.type(type), Map.of("dict-1", a, "dict-2", b));
        assertEquals(tree(expected), out.get("dict"));
        assertEquals(a.times(0.25), out.get("kept-1"));
        assertEquals(b.times(1 / b.maxNorm()), out.get("kept-2"));
        assertEquals(type, Catalogue.type(type).name());
    }

    @Test
    void nothingIsSqueezedToNothing() {
        assertEquals(
                Map.of("dict", VValue.EMPTY, "kept-1", VValue.EMPTY, "kept-2", VValue.EMPTY),
                CatalogueTest.run(Catalogue.type("matrix/plus"), Map.of()));
    }

    /** Against the loops of the published program. */
    @Test
    void theRuleIsThatOfTheLoopsOverATorus() {
        int rows = 4;
        int columns = 5;
        NeuronType type = Catalogue.type("matrix/pseudoconway(4, /0, /1, /2, /3, /a/0, /a/1, /a/2, /a/3, /a/4)");
        Random random = new Random(3);
        for (int k = 0; k < 50; k++) {
            double[][] m = new double[rows][columns];
            VValueBuilder b = VValue.builder();
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j++) {
                    m[i][j] = k % 2 == 0 ? random.nextInt(5) - 2 : 3 * random.nextGaussian();
                    b.put(Path.of("" + i, "a", "" + j), m[i][j]);
                }
            }
            VValue out = CatalogueTest.run(type, Map.of("dict-1", b.build())).get("dict");
            assertEquals(rows * columns, out.size());
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j++) {
                    double s = 2 * m[i][j];
                    for (int n = 0; n < 9; n++) {
                        s += m[(i + n / 3 - 1 + rows) % rows][(j + n % 3 - 1 + columns) % columns];
                    }
                    boolean alive = s >= -1 && s <= 1 || s >= 4 && s <= 6;
                    assertEquals(alive ? -1 : 1, out.number(Path.of("" + i, "a", "" + j)), "s = " + s);
                }
            }
        }
    }

    @Test
    void wrongArgumentsAreOneSentence() {
        assertEquals(5, new TreeSet<>(Matrices.names()).size());
        says("neuron type matrix/plus: expected no arguments, found [1]", "matrix/plus(1)");
        says("neuron type matrix/self: expected a row and a column, found []", "matrix/self");
        says(
                "neuron type matrix/pseudoconway: expected how many rows, the rows, and the columns, found [2, /a, /b]",
                "matrix/pseudoconway(2, /a, /b)");
        says(
                "neuron type matrix/pseudoconway: expected how many rows, the rows, and the columns, found [x]",
                "matrix/pseudoconway(x)");
        assertThrows(DmmException.class, () -> Catalogue.type("matrix/self(a, /b)"));
    }

    private static void says(String sentence, String type) {
        assertEquals(
                sentence,
                assertThrows(DmmException.class, () -> Catalogue.type(type)).getMessage());
    }
}
