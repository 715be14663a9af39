package io.dmm4j.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Provide;

/** Laws of the algebra on random trees with exact numbers, against maps from paths to numbers. */
class VValueLawsTest {
    @Provide
    Arbitrary<VValue> trees() {
        return Trees.exactTrees();
    }

    @Provide
    Arbitrary<Double> numbers() {
        return Trees.exactNumbers();
    }

    @Provide
    Arbitrary<Path> paths() {
        return Trees.paths();
    }

    /** What every tree must be, whoever made it: canonical, sorted, and with the size, depth and hash of a rebuilt one. */
    private static VValue checked(VValue tree) {
        VValue rebuilt = Trees.tree(Trees.map(tree));
        assertEquals(rebuilt, tree);
        assertEquals(rebuilt.hashCode(), tree.hashCode());
        assertEquals(rebuilt.toString(), tree.toString());
        assertEquals(Trees.map(tree).size(), tree.size());
        assertEquals(
                Trees.map(tree).keySet().stream().mapToInt(Path::length).max().orElse(0), tree.depth());
        return tree;
    }

    @Law
    void sumsAreSumsPathByPath(@ForAll("trees") VValue x, @ForAll("trees") VValue y, @ForAll("numbers") double w) {
        TreeMap<Path, Double> sum = Trees.map(x);
        y.forEach((path, number) -> sum.merge(path, w * number, Double::sum));
        assertEquals(Trees.tree(sum), checked(x.plusTimes(w, y)));
        assertEquals(x.plusTimes(w, y), x.plus(y.times(w)));
        assertEquals(x.plusTimes(-1, y), checked(x.minus(y)));
    }

    @Law
    void vectorSpace(
            @ForAll("trees") VValue x,
            @ForAll("trees") VValue y,
            @ForAll("trees") VValue z,
            @ForAll("numbers") double a,
            @ForAll("numbers") double b) {
        assertEquals(x.plus(y), y.plus(x));
        assertEquals(x.plus(y).plus(z), x.plus(y.plus(z)));
        assertSame(x, x.plus(VValue.EMPTY));
        assertSame(VValue.EMPTY, x.minus(x));
        assertEquals(x, x.plus(y).minus(y));
        assertEquals(x.plus(y).times(a), x.times(a).plus(y.times(a)));
        assertEquals(x.times(a + b), x.times(a).plus(x.times(b)));
        assertEquals(x.times(a).times(b), x.times(a * b));
        assertEquals(
                x.times(a).plus(y.times(b)).plus(z),
                VValue.linearCombination(new double[] {a, b, 1}, new VValue[] {x, y, z}));
    }

    @Law
    void scalarProduct(@ForAll("trees") VValue x, @ForAll("trees") VValue y, @ForAll("trees") VValue z) {
        double sum = 0;
        for (Map.Entry<Path, Double> e : Trees.map(x).entrySet()) {
            sum += e.getValue() * y.number(e.getKey());
        }
        assertEquals(sum, x.dot(y));
        assertEquals(x.dot(y), y.dot(x));
        assertEquals(x.dot(y) + z.dot(y), x.plus(z).dot(y));
        assertEquals(Math.sqrt(x.dot(x)), x.l2());
    }

    @Law
    void maskIsItsDefinition(@ForAll("trees") VValue m, @ForAll("trees") VValue y) {
        TreeMap<Path, Double> expected = new TreeMap<>();
        y.forEach((path, number) -> m.forEach((prefix, weight) -> {
            if (path.startsWith(prefix)) {
                expected.merge(path, weight * number, Double::sum);
            }
        }));
        assertEquals(Trees.tree(expected), checked(y.mask(m)));
    }

    @Law
    void maskedSumIsItsDefinition(@ForAll("trees") VValue m, @ForAll("trees") VValue y) {
        TreeMap<Path, Double> expected = new TreeMap<>();
        y.forEach((path, number) -> m.forEach((prefix, weight) -> {
            if (path.startsWith(prefix)) {
                expected.merge(path.suffix(prefix.length()), weight * number, Double::sum);
            }
        }));
        assertEquals(Trees.tree(expected), checked(y.maskedSum(m)));
    }

    @Law
    void masksAreBilinear(@ForAll("trees") VValue m, @ForAll("trees") VValue n, @ForAll("trees") VValue y) {
        assertEquals(y.mask(m.plus(n)), y.mask(m).plus(y.mask(n)));
        assertEquals(m.plus(n).mask(y), m.mask(y).plus(n.mask(y)));
        assertEquals(y.maskedSum(m.plus(n)), y.maskedSum(m).plus(y.maskedSum(n)));
        assertEquals(m.plus(n).maskedSum(y), m.maskedSum(y).plus(n.maskedSum(y)));
    }

    @Law
    void matrixRowsAreMaskedSums(@ForAll("trees") VValue matrix, @ForAll("trees") VValue y) {
        VValue rows = matrix.withNumber(0);
        VValue expected = VValue.EMPTY;
        for (String label : rows.labels()) {
            expected = expected.with(label, y.maskedSum(rows.child(label)));
        }
        assertEquals(expected, checked(y.applyMatrix(rows, 1)));
        assertEquals(y.maskedSum(matrix), y.applyMatrix(matrix, 0));
        assertEquals(expected.prefix(Path.of("f")), y.applyMatrix(rows.prefix(Path.of("f")), 2));
    }

    @Law
    void zipAndMapGoPathByPath(@ForAll("trees") VValue x, @ForAll("trees") VValue y) {
        Set<Path> union = new TreeSet<>(Trees.map(x).keySet());
        union.addAll(Trees.map(y).keySet());
        VValueBuilder expected = VValue.builder();
        union.forEach(p -> expected.put(p, Math.max(x.number(p), y.number(p) - 1)));
        assertEquals(expected.build(), checked(x.zip(y, (a, b) -> Math.max(a, b - 1))));
        assertEquals(x, x.zip(y, (a, b) -> a));
        assertEquals(y, x.zip(y, (a, b) -> b));
        assertEquals(x.times(3), checked(x.map(a -> 3 * a)));
        assertSame(x, x.map(a -> a));
    }

    @Law
    void orderIsComponentWise(@ForAll("trees") VValue x, @ForAll("trees") VValue y) {
        boolean expected = Trees.map(x.minus(y)).values().stream().allMatch(d -> d <= 0);
        assertEquals(expected, x.lessOrEqual(y));
        VValue least = x.zip(y, Math::min);
        assertTrue(least.lessOrEqual(x) && least.lessOrEqual(y));
    }

    @Law
    void foldsAddUp(@ForAll("trees") VValue x) {
        double[] magnitudes =
                Trees.map(x).values().stream().mapToDouble(Math::abs).toArray();
        assertEquals(java.util.Arrays.stream(magnitudes).sum(), x.l1());
        assertEquals(java.util.Arrays.stream(magnitudes).max().orElse(0), x.maxNorm());
        assertEquals(x.dot(x.map(a -> 1)), x.sum());
        assertEquals(x.maxNorm() <= 3, x.trim(3).isEmpty());
        assertEquals(x, x.trim(3).plus(x.map(a -> Math.abs(a) > 3 ? 0 : a)));
    }

    @Law
    void forEachGoesInTheOrderOfPaths(@ForAll("trees") VValue x) {
        List<Path> visited = new ArrayList<>();
        x.forEach((path, number) -> visited.add(path));
        assertEquals(new ArrayList<>(new TreeSet<>(visited)), visited);
        List<Double> folded = new ArrayList<>();
        x.fold(0, (ignored, number) -> {
            folded.add(number);
            return 0;
        });
        assertEquals(visited.stream().map(x::number).toList(), folded);
    }

    @Law
    void placingAndTaking(@ForAll("trees") VValue x, @ForAll("paths") Path p, @ForAll("trees") VValue y) {
        assertSame(x, x.prefix(p).at(p));
        assertEquals(x.number(p), x.at(p).number());
        checked(x.prefix(p));
        VValue replaced = checked(x.minus(x.at(p).prefix(p)).plus(y.prefix(p)));
        assertEquals(y, replaced.at(p));
    }

    @Law
    void withReplacesOneChild(@ForAll("trees") VValue x, @ForAll("trees") VValue y) {
        VValue changed = checked(x.with("b", y));
        assertSame(y, changed.child("b"));
        assertSame(x.child("a"), changed.child("a"));
        assertSame(x.child("c"), changed.child("c"));
        assertEquals(x, changed.with("b", x.child("b")));
        assertEquals(x, checked(x.withNumber(5)).withNumber(x.number()));
    }

    @Law
    void equalTreesAreEqualAndOthersAreNot(@ForAll("trees") VValue x, @ForAll("trees") VValue y) {
        assertEquals(Trees.map(x).equals(Trees.map(y)), x.equals(y));
    }
}
