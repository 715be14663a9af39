package io.dmm4j.value;

import static io.dmm4j.value.Trees.tree;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class VValueTest {
    @Test
    void zerosAreNotHeld() {
        assertSame(VValue.EMPTY, VValue.of(0));
        assertSame(VValue.EMPTY, VValue.of(-0.0));
        assertSame(VValue.EMPTY, VValue.of(Path.of("a", "b"), 0));
        assertSame(VValue.EMPTY, VValue.node(0, new String[] {"a"}, new VValue[] {VValue.EMPTY}));
        assertSame(
                VValue.EMPTY,
                VValue.builder().put(Path.of("a"), 1).put(Path.of("a"), 0).build());
        assertSame(VValue.EMPTY, VValue.of(Double.MIN_VALUE).times(0.25));
    }

    @Test
    void nodesFromMapsAndArrays() {
        TreeMap<String, VValue> children = new TreeMap<>();
        children.put("b", VValue.of(2));
        children.put("a", VValue.EMPTY);
        VValue node = VValue.node(1, children);
        assertEquals(tree("{':number':1,'b':2}"), node);
        assertEquals(1, node.childCount());
        assertEquals("b", node.label(0));
        assertEquals(List.of("b"), node.labels());
        assertEquals(2, node.child(0).number());
        assertSame(VValue.EMPTY, node.child("a"));
    }

    @Test
    void nodesDoNotAliasTheirArrays() {
        String[] labels = {"a"};
        VValue[] children = {VValue.of(1)};
        VValue node = VValue.node(0, labels, children);
        labels[0] = "z";
        children[0] = VValue.of(9);
        assertEquals(tree("{'a':1}"), node);
    }

    @Test
    void nodesRefuseDisorder() {
        VValue one = VValue.of(1);
        VValue[] two = {one, one};
        assertThrows(IllegalArgumentException.class, () -> VValue.node(0, new String[] {"b", "a"}, two));
        assertThrows(IllegalArgumentException.class, () -> VValue.node(0, new String[] {"a", "a"}, two));
        assertThrows(IllegalArgumentException.class, () -> VValue.node(0, new String[] {"a"}, two));
        assertThrows(
                IllegalArgumentException.class, () -> VValue.linearCombination(new double[1], new VValue[] {one, one}));
    }

    @Test
    void theNumberKeyIsNoLabel() {
        String message = "':number' names the number of a node and cannot be a label";
        VValue one = VValue.of(1);
        List<Runnable> attempts = List.of(
                () -> VValue.EMPTY.with(":number", one),
                () -> VValue.node(0, new String[] {":number"}, new VValue[] {one}),
                () -> Path.of("a", ":number"));
        for (Runnable attempt : attempts) {
            assertEquals(message, assertThrows(DmmException.class, attempt::run).getMessage());
        }
    }

    @Test
    void builderPutsAndAddsAndCanBeUsedOn() {
        VValueBuilder builder = VValue.builder()
                .put(Path.of("a"), 5)
                .put(Path.of("a"), 1)
                .add(Path.of("a"), 2)
                .add(Path.of("b"), tree("{':number':1,'c':2}"))
                .add(Path.of("b"), tree("{'c':1}"));
        VValue first = builder.build();
        assertEquals(tree("{'a':3,'b':{':number':1,'c':3}}"), first);
        builder.put(Path.ROOT, 7);
        assertEquals(first.withNumber(7), builder.build());
    }

    @Test
    void sumsShareWhatStaysTheSame() {
        VValue x = tree("{'a':{'p':1},'b':{'q':{'r':2},'s':3}}");
        VValue sum = x.plus(tree("{'b':{'s':1}}"));
        assertSame(x.child("a"), sum.child("a"));
        assertSame(x.at(Path.of("b", "q")), sum.at(Path.of("b", "q")));
        assertSame(x.labels, sum.labels);
        assertSame(x, x.minus(VValue.EMPTY));
        assertSame(x, x.trim(0.5));
        assertSame(x, x.mask(VValue.of(1)));
        assertSame(x.child("b"), x.mask(tree("{'b':1}")).child("b"));
        assertSame(x.child("b"), x.maskedSum(tree("{'b':1}")));
    }

    @Test
    void addingOneNumberToAWideNodeCopiesOnlyTheChildren() {
        VValueBuilder builder = VValue.builder();
        for (int i = 0; i < 1000; i++) {
            builder.put(Path.of("k" + i), i + 1);
        }
        VValue wide = builder.build();
        VValue sum = VValue.of(Path.of("k500"), 1).plus(wide);
        assertSame(wide.labels, sum.labels);
        assertEquals(502, sum.child("k500").number());
        for (int i = 0; i < 1000; i++) {
            assertEquals(i == wide.labels().indexOf("k500"), wide.child(i) != sum.child(i));
        }
        assertNotSame(wide.labels, wide.plus(VValue.of(Path.of("new"), 1)).labels);
    }

    @Test
    void depthFollowsTheDeepestChildAwayAndBack() {
        VValue x = tree("{'a':{'b':{'c':1}},'d':{'e':1},'f':1}");
        assertEquals(3, x.depth());
        assertEquals(2, x.with("a", VValue.EMPTY).depth());
        assertEquals(2, x.minus(tree("{'a':{'b':{'c':1}}}")).depth());
        assertEquals(3, x.with("a", VValue.of(1)).with("f", x.child("a")).depth());
        assertEquals(1, x.with("a", VValue.EMPTY).with("d", VValue.EMPTY).depth());
        assertEquals(0, VValue.of(4).depth());
    }

    @Test
    void nanAndInfinitiesAreNumbers() {
        VValue odd = VValue.builder()
                .put(Path.of("n"), Double.NaN)
                .put(Path.of("i"), Double.POSITIVE_INFINITY)
                .build();
        assertEquals(2, odd.size());
        assertEquals(
                odd,
                VValue.of(Path.of("i"), 1).times(Double.POSITIVE_INFINITY).plus(VValue.of(Path.of("n"), Double.NaN)));
        assertEquals("{\"i\":Infinity,\"n\":NaN}", odd.toString());
        assertSame(odd, odd.trim(1e300));
        assertTrue(Double.isNaN(odd.maxNorm()));
        assertFalse(odd.lessOrEqual(odd), "a NaN is not at most itself");
        assertTrue(odd.child("i").lessOrEqual(odd.child("i")));
        assertSame(VValue.EMPTY, odd.times(0));
    }

    @Test
    void whatIsAbsentAddsNothingEvenToInfiniteWeights() {
        double inf = Double.POSITIVE_INFINITY;
        assertEquals(
                tree("{':number':1}").with("a", VValue.of(inf)), VValue.of(1).plusTimes(inf, tree("{'a':2}")));
        assertEquals(VValue.of(Path.of("a"), inf), tree("{'a':2}").mask(VValue.of(inf)));
        assertEquals(0, VValue.of(inf).dot(tree("{'a':1}")));
    }

    @Test
    void matrixWithANumberAboveItsRowsIsRefused() {
        VValue matrix = tree("{'x':{'a':1},'y~/':{':number':4,'b':2}}");
        DmmException refused =
                assertThrows(DmmException.class, () -> VValue.of(1).applyMatrix(matrix, 2));
        assertEquals(
                "the matrix has a number at '/y~0~1', expected none above its rows, 2 labels deep",
                refused.getMessage());
    }

    @Test
    void equalsIsAboutNumbersAndLabels() {
        assertNotEquals(tree("{'a':1}"), tree("{'b':1}"));
        assertNotEquals(tree("{'a':1}"), tree("{'a':2}"));
        assertNotEquals(tree("{'a':1}"), tree("{'a':{'a':1}}"));
        assertNotEquals(tree("{'a':1}"), "{\"a\":1}");
        assertEquals(tree("{'a':1}").hashCode(), tree("{'a':{':number':1}}").hashCode());
    }

    @Test
    void toStringIsTheCompactJson() {
        VValue x = tree("{'b':{':number':3.5,'c':-1},'a':1e21,'':0.25}");
        assertEquals("{\"\":0.25,\"a\":1e21,\"b\":{\":number\":3.5,\"c\":-1}}", x.toString());
        assertEquals("{}", VValue.EMPTY.toString());
        assertEquals("2", VValue.of(2).toString());
    }
}
