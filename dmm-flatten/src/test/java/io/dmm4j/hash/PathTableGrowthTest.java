package io.dmm4j.hash;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.value.DmmException;
import io.dmm4j.value.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PathTableGrowthTest {
    private final Labels labels = new Labels();

    private PathTable table(String... pointers) {
        PathTableBuilder builder = PathTable.builder();
        for (String pointer : pointers) {
            builder.add(Path.parse(pointer), labels);
        }
        return builder.build();
    }

    private void assertPaths(PathTable table, String... pointers) {
        assertEquals(pointers.length, table.size());
        for (int i = 0; i < pointers.length; i++) {
            assertEquals(i, table.find(Path.parse(pointers[i]), labels));
            assertEquals(pointers[i], table.path(i, labels).toString());
        }
    }

    @Test
    void oldPathsKeepTheirIndices() {
        PathTable old = table("/a/b", "/c", "/a/d");
        PathTable grown = old.grown(List.of(Path.parse("/a/e/f"), Path.ROOT), labels);
        assertPaths(grown, "/a/b", "/c", "/a/d", "/a/e/f", "");
        assertEquals(7, grown.nodes());
        assertPaths(old, "/a/b", "/c", "/a/d");
    }

    @Test
    void anInnerNodeCanBecomeAPath() {
        PathTable grown = table("/a/b/c").grown(List.of(Path.of("a", "b")), labels);
        assertPaths(grown, "/a/b/c", "/a/b");
        assertEquals(3, grown.nodes());
    }

    @Test
    void nothingNewIsTheSameTable() {
        PathTable old = table("/a/b/c", "/a");
        assertTrue(old.grown(List.of(), labels).sameBits(old));
    }

    @Test
    void whatIsThereIsNotAddedAgain() {
        PathTable old = table("/a/b", "/c");
        DmmException e = assertThrows(DmmException.class, () -> old.grown(List.of(Path.of("c")), labels));
        assertEquals("paths 1 and 2 are both the path of label ids /2, expected different paths", e.getMessage());
    }

    @Test
    void nodesGrowInBulk() {
        PathTable old = table("/a/b", "/c"); // node 2 is /a
        int d = labels.intern("d");
        int[] parents = {2, old.nodes(), PathTable.ROOT, PathTable.ROOT};
        int[] newLabels = {d, d, d, labels.id("a")};
        assertPaths(old.grown(parents, newLabels), "/a/b", "/c", "/a/d", "/a/d/d", "/d", "/a");
    }

    @Test
    void bulkGrowthRefusesWhatIsNoTrie() {
        PathTable old = table("/a/b");
        assertBulkError(old, "new path 0 has the parent 2, expected -1 (the root) to 1", 2, 0);
        assertBulkError(old, "a path has the parent -2, expected -1 (the root) to 1", -2, 0);
        assertBulkError(old, "a path has the label id -1, expected 0 or more", 0, -1);
    }

    private static void assertBulkError(PathTable old, String expected, int parent, int label) {
        int[] parents = {parent};
        int[] newLabels = {label};
        DmmException e = assertThrows(DmmException.class, () -> old.grown(parents, newLabels));
        assertEquals(expected, e.getMessage());
    }

    @Test
    void theRootsChildrenAreBelowTheRootEvenIfItIsAPath() {
        PathTable old = table("");
        int[] parents = {0};
        int[] newLabels = {labels.intern("a")};
        PathTable grown = old.grown(parents, newLabels);
        assertEquals(1, grown.find(Path.of("a"), labels));
        assertEquals(PathTable.ROOT, grown.parent(1));
    }

    @Test
    void repeatedGrowthEndsWhereOneStepWouldHave() {
        SplittableRandom random = new SplittableRandom(8);
        int n = 4000;
        int[] parents =
                IntStream.range(0, n).map(i -> random.nextInt(i + 1) - 1).toArray();
        int[] ids = IntStream.range(0, n).toArray();
        PathTable grown = PathTable.builder().build();
        for (int from = 0, to = 1; from < n; from = to, to = Math.min(n, 2 * to)) {
            grown = grown.grown(
                    java.util.Arrays.copyOfRange(parents, from, to), java.util.Arrays.copyOfRange(ids, from, to));
        }
        assertTrue(grown.sameBits(PathTable.of(parents, ids)));
    }

    @Test
    void theBuilderStaysUsable() {
        PathTableBuilder builder = PathTable.builder();
        builder.add(new int[] {0, 1});
        PathTable first = builder.build();
        assertEquals(1, builder.add(new int[] {0}));
        assertEquals(2, builder.size());
        assertArrayEquals(new int[] {0, 1}, first.labels(0));
        assertEquals(1, first.size());
        assertEquals(1, builder.build().find(new int[] {0}));
    }

    @Test
    void addingTwiceNamesBothIndices() {
        PathTableBuilder builder = PathTable.builder();
        builder.add(new int[] {3, 4});
        builder.add(new int[0]);
        DmmException e = assertThrows(DmmException.class, () -> builder.add(new int[] {3, 4}));
        assertEquals("paths 0 and 2 are both the path of label ids /3/4, expected different paths", e.getMessage());
        DmmException root = assertThrows(DmmException.class, () -> builder.add(new int[0]));
        assertEquals("paths 1 and 2 are both the root, expected different paths", root.getMessage());
    }
}
