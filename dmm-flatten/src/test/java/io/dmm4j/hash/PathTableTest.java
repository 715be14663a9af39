package io.dmm4j.hash;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.value.DmmException;
import io.dmm4j.value.Path;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PathTableTest {
    private static final int ROOT = PathTable.ROOT;
    private static final int NO_LABEL = PathTable.NO_LABEL;

    @Test
    void theEmptyTableHasNothing() {
        PathTable table = PathTable.builder().build();
        assertEquals(0, table.size());
        assertEquals(0, table.nodes());
        assertEquals(-1, table.find(new int[0]));
        assertEquals(-1, table.find(ROOT, 0));
        assertEquals(-1, table.find(Path.of("a"), new Labels()));
        assertEquals(0, table.bitsPerPath());
    }

    @Test
    void theRootIsAPathLikeAnyOther() {
        PathTable table = PathTable.of(new int[] {ROOT, ROOT, 0}, new int[] {5, NO_LABEL, 6});
        assertEquals(1, table.find(new int[0]));
        assertEquals(1, table.find(ROOT, NO_LABEL));
        assertEquals(0, table.find(new int[] {5}));
        assertEquals(2, table.find(new int[] {5, 6}));
        assertArrayEquals(new int[0], table.labels(1));
        assertEquals(Path.ROOT, table.path(1, new Labels()));
    }

    @Test
    void anUnknownLabelIsNotMistakenForTheRoot() {
        PathTable table = PathTable.of(new int[] {ROOT, ROOT}, new int[] {NO_LABEL, 0});
        Labels labels = new Labels();
        labels.intern("a");
        assertEquals(-1, table.find(Path.of("unknown"), labels));
        assertEquals(-1, table.find(Path.of("a", "unknown"), labels));
        assertEquals(-1, table.find(Path.of("unknown", "a"), labels));
        assertEquals(1, table.find(Path.of("a"), labels));
        assertEquals(0, table.find(Path.ROOT, labels));
    }

    @Test
    void parentsMayFollowTheirChildren() {
        PathTable table = PathTable.of(new int[] {1, 2, ROOT}, new int[] {30, 20, 10});
        assertEquals(0, table.find(new int[] {10, 20, 30}));
        assertEquals(1, table.find(new int[] {10, 20}));
        assertEquals(2, table.find(new int[] {10}));
        assertArrayEquals(new int[] {10, 20, 30}, table.labels(0));
    }

    @Test
    void innerNodesLeadToPathsButAreNone() {
        PathTable table = PathTable.of(new int[] {2, 2, ROOT}, new int[] {1, 0, 7}, 2, HashSettings.DEFAULT);
        assertEquals(2, table.size());
        assertEquals(3, table.nodes());
        assertEquals(2, table.find(ROOT, 7));
        assertEquals(-1, table.find(new int[] {7}));
        assertEquals(0, table.find(new int[] {7, 1}));
        assertEquals(1, table.find(new int[] {7, 0}));
    }

    @Test
    void oneLongChain() {
        int depth = 10_000;
        for (int arity : new int[] {2, 3}) {
            PathTable table = PathTable.of(
                    IntStream.range(-1, depth - 1).toArray(),
                    new int[depth],
                    depth,
                    HashSettings.DEFAULT.withArity(arity));
            assertEquals(depth - 1, table.find(new int[depth]));
            assertEquals(-1, table.find(new int[depth + 1]));
            assertEquals(depth, table.labels(depth - 1).length);
        }
    }

    @Test
    void oneLongChainUpsideDownAndByBuilder() {
        int depth = 10_000;
        int[] parents =
                IntStream.range(1, depth + 1).map(i -> i == depth ? ROOT : i).toArray();
        assertEquals(0, PathTable.of(parents, new int[depth]).find(new int[depth]));
        PathTableBuilder builder = PathTable.builder();
        builder.add(new int[depth]);
        assertEquals(0, builder.build().find(new int[depth]));
        assertEquals(depth, builder.build().nodes());
    }

    @Test
    void manyChildrenOfOneParent() {
        int width = 100_000;
        int[] parents = new int[width + 1];
        int[] labels = IntStream.range(-1, width).toArray();
        parents[0] = ROOT;
        labels[0] = 3;
        PathTable table = PathTable.of(parents, labels);
        for (int i = 0; i < width; i++) {
            assertEquals(i + 1, table.find(0, i));
        }
        assertEquals(-1, table.find(0, width));
        assertEquals(-1, table.find(1, 0));
        assertTrue(table.bytes() < 16L * table.size());
    }

    @Test
    void equalLongPrefixesWithOneDifferenceAreTold() {
        PathTableBuilder builder = PathTable.builder();
        for (int i = 0; i < 200; i++) {
            int[] labels = new int[300];
            labels[299 - i] = 1;
            assertEquals(i, builder.add(labels));
        }
        PathTable table = builder.build();
        for (int i = 0; i < 200; i++) {
            int[] labels = new int[300];
            labels[299 - i] = 1;
            assertEquals(i, table.find(labels));
            labels[0] = 2;
            assertEquals(-1, table.find(labels));
        }
        assertEquals(-1, table.find(new int[300]));
    }

    @Test
    void batchesOfAnySizeFindWhatSingleLookUpsFind() {
        SplittableRandom random = new SplittableRandom(4);
        int n = 3000;
        int[] parents =
                IntStream.range(0, n).map(i -> random.nextInt(i + 1) - 1).toArray();
        int[] labels = IntStream.range(0, n).toArray();
        for (int arity : new int[] {2, 3}) {
            PathTable table = PathTable.of(parents, labels, n, HashSettings.DEFAULT.withArity(arity));
            for (int count : new int[] {0, 1, 63, 64, 65, 127, 128, 1000}) {
                int[] wantedParents = random.ints(count, -1, n).toArray();
                int[] wantedLabels = random.ints(count, 0, n).toArray();
                for (int i = 0; i < count; i += 2) {
                    wantedParents[i] = parents[wantedLabels[i]];
                }
                int[] found = new int[count];
                table.findAll(wantedParents, wantedLabels, found);
                for (int i = 0; i < count; i++) {
                    assertEquals(table.find(wantedParents[i], wantedLabels[i]), found[i]);
                    assertTrue(i % 2 == 1 || found[i] == wantedLabels[i]);
                }
            }
        }
    }

    @Test
    void equalPathsAreNamedWithBothIndices() {
        assertError(
                "positions 1 and 3 both hold the path of label ids /4/2, expected different keys",
                new int[] {ROOT, 0, 0, 0},
                new int[] {4, 2, 3, 2});
        assertError("positions 0 and 1 both hold the root, expected different keys", new int[] {ROOT, ROOT}, new int[] {
            NO_LABEL, NO_LABEL
        });
        int[] parents = IntStream.range(-1, 19).toArray();
        parents[19] = 17;
        assertError(
                "positions 18 and 19 both hold the path of label ids …/0/0/0/0/0/0/0/0, expected different keys",
                parents,
                new int[20]);
    }

    @Test
    void whatIsNoTrieIsRefused() {
        assertError("path 1 has the parent 2, expected -1 (the root) to 1", new int[] {ROOT, 2}, new int[] {0, 0});
        assertError("path 0 has the parent -2, expected -1 (the root) to 0", new int[] {-2}, new int[] {0});
        assertError("path 1 has the label id -1, expected 0 or more", new int[] {ROOT, 0}, new int[] {0, -1});
        assertError("path 0 has the label id -2, expected 0 or more", new int[] {ROOT}, new int[] {-2});
        assertError(
                "a path table has 2 parents and 1 labels, expected as many of both", new int[] {ROOT, 0}, new int[] {0
                });
        assertError(
                "path 1 has the parent 0, which is the root; expected -1, the parent of all paths with one label",
                new int[] {ROOT, 0},
                new int[] {NO_LABEL, 0});
        String cycle = " is its own ancestor, expected parents that lead to the root";
        assertError("path 0" + cycle, new int[] {0}, new int[] {0});
        assertError("path 2" + cycle, new int[] {ROOT, 2, 3, 2}, new int[] {0, 0, 0, 0});
        assertError("path 1" + cycle, new int[] {ROOT, 3, 1, 2}, new int[] {0, 0, 0, 0});
    }

    @Test
    void thereCannotBeMorePathsThanNodes() {
        for (int size : new int[] {-1, 2}) {
            DmmException e = assertThrows(
                    DmmException.class,
                    () -> PathTable.of(new int[] {ROOT}, new int[] {0}, size, HashSettings.DEFAULT));
            assertEquals(
                    "a path table has 1 nodes and " + size + " paths, expected at most as many paths as nodes",
                    e.getMessage());
        }
    }

    private static void assertError(String expected, int[] parents, int[] labels) {
        DmmException e = assertThrows(DmmException.class, () -> PathTable.of(parents, labels));
        assertEquals(expected, e.getMessage());
    }

    @Test
    void theTableCopiesItsArrays() {
        int[] parents = {ROOT, 0};
        int[] labels = {1, 2};
        PathTable table = PathTable.of(parents, labels);
        Arrays.fill(parents, 9);
        Arrays.fill(labels, 9);
        assertEquals(1, table.find(new int[] {1, 2}));
        assertEquals(0, table.parent(1));
        assertEquals(2, table.label(1));
    }

    @Test
    void pathsAreFoundAndGivenBackAsText() {
        Labels labels = new Labels();
        PathTableBuilder builder = PathTable.builder(HashSettings.DEFAULT.withArity(2));
        List<Path> paths = List.of(Path.of("b", "x"), Path.of("a"), Path.of("b", "y"), Path.ROOT, Path.of("a", "x"));
        for (Path path : paths) {
            builder.add(path, labels);
        }
        PathTable table = builder.build();
        assertEquals(2, table.settings().arity());
        assertEquals(5, table.size());
        assertEquals(6, table.nodes());
        for (int i = 0; i < paths.size(); i++) {
            assertEquals(i, table.find(paths.get(i), labels));
            assertEquals(paths.get(i), table.path(i, labels));
        }
        assertEquals(-1, table.find(Path.of("b"), labels));
        assertEquals(Path.of("b"), table.path(5, labels));
        assertEquals(-1, table.find(Path.of("x"), labels));
    }

    @Test
    void aSpareLabelsRowServesANewWord() {
        Labels labels = new Labels();
        PathTableBuilder builder = PathTable.builder();
        builder.add(Path.of("count", "the"), labels);
        builder.add(new int[] {labels.id("count"), labels.reserve(1)});
        PathTable table = builder.build();
        assertEquals(-1, table.find(Path.of("count", "cat"), labels));
        labels.bind("cat");
        assertEquals(1, table.find(Path.of("count", "cat"), labels));
        assertEquals(Path.of("count", "cat"), table.path(1, labels));
    }

    @Test
    void theDumpIsReadable() throws IOException {
        Labels labels = new Labels();
        PathTableBuilder builder = PathTable.builder();
        builder.add(Path.of("a/b", "x"), labels);
        builder.add(Path.ROOT, labels);
        builder.add(new int[] {labels.id("a/b"), labels.reserve(1)});
        StringBuilder text = new StringBuilder();
        builder.build().dump(text, labels);
        assertEquals(
                """
                3 paths, 1 inner nodes, 160.0 bits per path, arity 3, 1 tries for 1 buckets
                0\t/a~1b/x
                1\t
                2\t/a~1b/<spare 2>
                3\t/a~1b\t(inner node)
                """,
                text.toString());
    }
}
