package io.dmm4j.flatten;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.dmm4j.value.Law;
import io.dmm4j.value.Path;
import io.dmm4j.value.Trees;
import io.dmm4j.value.VValue;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Positions and runs against lists of paths. */
class AlignmentTest {
    private final ShapePool pool = new ShapePool();
    private final Alignment alignment = new Alignment(pool);

    @Law
    void positionsAreThoseOfTheListsOfPaths(@ForAll("shapes") VValue part, @ForAll("shapes") VValue whole) {
        List<Path> inWhole = paths(whole);
        int[] expected = paths(part).stream().mapToInt(inWhole::indexOf).toArray();
        assertArrayEquals(expected, alignment.positions(pool.of(part), pool.of(whole)));
    }

    @Law
    void runsCoverEveryCommonPathOnceAndCannotBeJoined(
            @ForAll("shapes") VValue source, @ForAll("shapes") VValue target, @ForAll("paths") Path path) {
        VValue from = pool.of(source);
        VValue to = pool.of(target);
        int[] runs = alignment.runs(from, path, to);
        List<Path> sources = paths(from);
        List<Path> targets = paths(to);
        List<String> got = new ArrayList<>();
        for (int r = 0; r < runs.length; r += 3) {
            for (int i = 0; i < runs[r + 2]; i++) {
                got.add(targets.get(runs[r] + i) + " <- " + sources.get(runs[r + 1] + i));
            }
            if (r > 0) {
                boolean joinable = runs[r] == runs[r - 3] + runs[r - 1] && runs[r + 1] == runs[r - 2] + runs[r - 1];
                assertEquals(false, joinable, "runs that could be one");
            }
        }
        List<String> expected = new ArrayList<>();
        for (Path p : sources) {
            if (p.startsWith(path) && targets.contains(p.suffix(path.length()))) {
                expected.add(p.suffix(path.length()) + " <- " + p);
            }
        }
        assertEquals(expected, got);
    }

    @Test
    void deepShapesAreWalkedWithoutRecursion() {
        VValue deep = pool.of(Trees.chain(9_999, 1));
        int[] all = alignment.positions(deep, deep);
        assertEquals(10_000, all.length);
        assertEquals(9_999, all[9_999]);
    }

    @Provide
    Arbitrary<VValue> shapes() {
        return Trees.exactTrees().map(v -> v.map(x -> 1));
    }

    @Provide
    Arbitrary<Path> paths() {
        return Trees.paths();
    }

    private static List<Path> paths(VValue shape) {
        List<Path> found = new ArrayList<>();
        shape.forEach((p, x) -> found.add(p));
        return found;
    }
}
