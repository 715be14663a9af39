package io.dmm4j.hash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.value.Path;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** A path table is a {@link HashMap} from paths to positions. */
class PathTableModelTest {
    /** Few texts, so that paths share beginnings; among them texts that collide in {@link String#hashCode}. */
    private static Arbitrary<Path> path() {
        return Arbitraries.of("a", "b", "", "/", "AaAa", "BBBB", "AaBB")
                .list()
                .ofMaxSize(6)
                .map(Path::of);
    }

    @Provide
    Arbitrary<List<Path>> different() {
        return path().list().uniqueElements().ofMaxSize(120);
    }

    @Provide
    Arbitrary<List<Path>> any() {
        return path().list().ofMaxSize(60);
    }

    @Provide
    Arbitrary<HashSettings> settings() {
        return Arbitraries.of(2, 3).flatMap(arity -> Arbitraries.longs()
                .withoutEdgeCases()
                .map(seed -> HashSettings.DEFAULT.withArity(arity).withSeed(seed)));
    }

    @Property(tries = 300, seed = "1")
    void findsWhatAHashMapFinds(
            @ForAll("different") List<Path> paths,
            @ForAll("any") List<Path> others,
            @ForAll("settings") HashSettings settings) {
        Labels labels = new Labels();
        PathTable table = build(paths, labels, settings);
        Map<Path, Integer> map = new HashMap<>();
        paths.forEach(path -> map.put(path, map.size()));
        paths.forEach(path -> assertEquals(map.get(path), table.find(path, labels)));
        others.forEach(path -> assertEquals(map.getOrDefault(path, -1), table.find(path, labels)));
        for (int i = 0; i < paths.size(); i++) {
            assertEquals(paths.get(i), table.path(i, labels));
        }
    }

    @Property(tries = 300, seed = "1")
    void innerNodesAreExactlyTheMissingBeginnings(@ForAll("different") List<Path> paths) {
        Labels labels = new Labels();
        PathTable table = build(paths, labels, HashSettings.DEFAULT);
        for (int node = 0; node < table.nodes(); node++) {
            Path path = table.path(node, labels);
            assertEquals(node < paths.size(), paths.contains(path));
            assertTrue(paths.stream().anyMatch(p -> p.startsWith(path)));
        }
        for (Path path : paths) {
            int node = PathTable.ROOT;
            for (String label : path.labels()) {
                node = table.find(node, labels.id(label));
                assertTrue(node >= 0);
            }
        }
    }

    @Property(tries = 300, seed = "1")
    void growthAndFilesKeepEverything(
            @ForAll("different") List<Path> paths,
            @ForAll("settings") HashSettings settings,
            @ForAll @IntRange(max = 1000) int cut)
            throws IOException {
        int split = cut % (paths.size() + 1);
        Labels labels = new Labels();
        PathTable first = build(paths.subList(0, split), labels, settings);
        PathTable grown = copy(first).grown(paths.subList(split, paths.size()), labels);
        List<Path> order = new ArrayList<>();
        for (int i = 0; i < grown.size(); i++) {
            order.add(grown.path(i, labels));
        }
        assertEquals(paths, order);
        paths.forEach(path -> assertEquals(paths.indexOf(path), grown.find(path, labels)));
    }

    @Property(tries = 300, seed = "1")
    void theBuildersMapNumbersLongsAsTheyCome(@ForAll List<Long> longs) {
        LongIntMap map = new LongIntMap();
        Map<Long, Integer> oracle = new HashMap<>();
        for (long value : longs) {
            assertEquals(oracle.getOrDefault(value, -1), map.find(value));
            oracle.putIfAbsent(value, oracle.size());
            assertEquals(oracle.get(value), map.number(value));
            assertEquals(value, map.get(map.find(value)));
        }
        assertEquals(oracle.size(), map.size());
    }

    private static PathTable build(List<Path> paths, Labels labels, HashSettings settings) {
        PathTableBuilder builder = PathTable.builder(settings);
        paths.forEach(path -> builder.add(path, labels));
        return builder.build();
    }

    private static PathTable copy(PathTable table) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        table.save(out);
        return PathTable.load(new ByteArrayInputStream(out.toByteArray()), "copy");
    }
}
