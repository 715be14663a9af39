package io.dmm4j.value;

import io.dmm4j.json.VJson;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Trees for tests: from short text, at random, deep, and as maps of paths, the slow definition of a V-value. */
public final class Trees {
    /** Labels that text formats stumble over. */
    public static final List<String> NASTY = List.of(
            "", "a", "/", "~", "~1", "\"", "\\", "\n\t\u0000", "é", "\uD83D\uDE00", "\uD800", "\uFFFF", " ", "0");

    private Trees() {}

    /** A tree from JSON in which single quotes stand for double ones. */
    public static VValue tree(String json) {
        return VJson.read(json.replace('\'', '"'), "test");
    }

    /** A number at every level of a path of {@code depth} labels. */
    public static VValue chain(int depth, double number) {
        VValue chain = VValue.of(number);
        for (int i = 0; i < depth; i++) {
            chain = VValue.of(number).with("rest", chain);
        }
        return chain;
    }

    /** The doubling of one number, {@code times} times, by sharing: 2^times numbers in times + 1 nodes. */
    public static VValue doubled(int times) {
        VValue tree = VValue.of(1);
        for (int i = 0; i < times; i++) {
            tree = VValue.EMPTY.with("a", tree).with("b", tree);
        }
        return tree;
    }

    /** The numbers −8 … 8 in quarters, sums and products of which are exact. */
    public static Arbitrary<Double> exactNumbers() {
        return Arbitraries.integers().between(-32, 32).map(i -> i / 4.0);
    }

    /** Paths of at most four labels out of few. */
    public static Arbitrary<Path> paths() {
        return Arbitraries.of("a", "b", "c", "").list().ofMaxSize(4).map(Path::of);
    }

    /** Trees of up to a dozen exact numbers, on inner nodes too. */
    public static Arbitrary<VValue> exactTrees() {
        return trees(paths(), exactNumbers());
    }

    /** Trees of up to a dozen of the numbers at some of the paths. */
    public static Arbitrary<VValue> trees(Arbitrary<Path> paths, Arbitrary<Double> numbers) {
        return Combinators.combine(paths, numbers)
                .as(Map::entry)
                .list()
                .ofMaxSize(12)
                .map(entries -> {
                    VValueBuilder builder = VValue.builder();
                    entries.forEach(e -> builder.put(e.getKey(), e.getValue()));
                    return builder.build();
                });
    }

    /** The tree as a map from paths to numbers. */
    public static TreeMap<Path, Double> map(VValue tree) {
        TreeMap<Path, Double> numbers = new TreeMap<>();
        tree.forEach(numbers::put);
        return numbers;
    }

    /** The tree of a map from paths to numbers. */
    public static VValue tree(Map<Path, Double> numbers) {
        VValueBuilder builder = VValue.builder();
        numbers.forEach(builder::put);
        return builder.build();
    }
}
