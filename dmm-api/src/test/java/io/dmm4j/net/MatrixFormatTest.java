package io.dmm4j.net;

import static io.dmm4j.value.Trees.tree;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.dmm4j.value.DmmException;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MatrixFormatTest {
    private static final Network NETWORK = Network.builder()
            .add(Neuron.external("src", Map.of("v", ExternalPort.OPEN)))
            .add("x", "clj/identity")
            .add("y", "clj/accum")
            .build();

    private static final String RANK4 = "{'x':{'single':{'src':{'v':{':number':2,'a':{'b':3}}}}},"
            + "'y':{'delta':{'src':{'v':-1},'x':{'single':0.5}}}}";
    private static final String RANK6 = "{'clj/accum':{'y':{'delta':{"
            + "'clj/identity':{'x':{'single':0.5}},'external':{'src':{'v':-1}}}}},"
            + "'clj/identity':{'x':{'single':{'external':{'src':{'v':{':number':2,'a':{'b':3}}}}}}}}";

    private static final List<Link> LINKS = List.of(
            link("x", "single", "src", "v", Path.ROOT, 2),
            link("x", "single", "src", "v", Path.of("a", "b"), 3),
            link("y", "delta", "src", "v", Path.ROOT, -1),
            link("y", "delta", "x", "single", Path.ROOT, 0.5));

    @Test
    void aMaskOfMixedRankIsOneLinkPerNumber() {
        assertEquals(LINKS, MatrixFormat.RANK4.links(tree(RANK4), NETWORK, true));
        assertEquals(sorted(LINKS), sorted(MatrixFormat.RANK6.links(tree(RANK6), NETWORK, true)));
    }

    @Test
    void linksMakeTheMatrixAgain() {
        assertEquals(tree(RANK4), MatrixFormat.RANK4.matrix(LINKS, NETWORK));
        assertEquals(tree(RANK6), MatrixFormat.RANK6.matrix(LINKS, NETWORK));
    }

    @ParameterizedTest
    @EnumSource(MatrixFormat.class)
    void everyExampleGoesThroughItsMatrix(MatrixFormat format) {
        for (String name : Examples.names()) {
            Network n = Examples.network(name);
            List<Link> trainable = n.links().stream().filter(Link::trainable).toList();
            VValue matrix = format.matrix(trainable, n);
            assertEquals(trainable.size(), matrix.size());
            assertEquals(trainable.isEmpty() ? 0 : format.rank(), matrix.depth(), name);
            assertEquals(sorted(trainable), sorted(format.links(matrix, n, true)), name);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 3, 5, 7, 1L << 32 | 4})
    void otherRanksAreRefused(long rank) {
        assertEquals("matrix rank: found " + rank + ", expected 4 or 6", message(() -> MatrixFormat.ofRank(rank)));
    }

    @Test
    void aNumberAboveTheOutputLevelNamesTheMissingLevel() {
        assertEquals(
                "matrix at \"/x/single/src\": a number stands above the output level: expected to / input / from / "
                        + "output, 'output' is missing",
                message(() -> MatrixFormat.RANK4.links(tree("{'x':{'single':{'src':1}}}"), NETWORK, true)));
        assertEquals(
                "matrix at \"\": a number stands above the output level: expected to / input / from / output, 'to' is "
                        + "missing",
                message(() -> MatrixFormat.RANK4.links(VValue.of(1), NETWORK, true)));
        String rank4 = "matrix at \"/x/single/src/v\": a number stands above the output level: "
                + "expected toType / to / input / fromType / from / output, 'from' is missing";
        assertEquals(
                rank4,
                message(() -> MatrixFormat.RANK6.links(tree("{'x':{'single':{'src':{'v':1}}}}"), NETWORK, true)));
    }

    @Test
    void typesOfRankSixMustBeTheDeclaredOnes() {
        String wrong = RANK6.replace("'clj/identity':{'x':{'single':0.5}}", "'clj/accum':{'x':{'single':0.5}}");
        assertEquals(
                "matrix at \"/clj~1accum/y/delta/clj~1accum/x/single\": neuron 'x' stands under the type 'clj/accum', "
                        + "expected 'clj/identity'",
                message(() -> MatrixFormat.RANK6.links(tree(wrong), NETWORK, true)));
        String external = RANK6.replace("external", "lite/input");
        assertEquals(
                "matrix at \"/clj~1accum/y/delta/lite~1input/src/v\": neuron 'src' stands under the type 'lite/input', "
                        + "expected 'external'",
                message(() -> MatrixFormat.RANK6.links(tree(external), NETWORK, true)));
    }

    private static String message(org.junit.jupiter.api.function.Executable action) {
        return assertThrows(DmmException.class, action).getMessage();
    }

    private static Link link(String to, String input, String from, String output, Path path, double w) {
        return new Link(Port.of(to, input), Port.of(from, output), path, w, true);
    }

    private static List<String> sorted(List<Link> links) {
        return links.stream().map(Link::toString).sorted().toList();
    }
}
