package io.dmm4j.testing;

import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import io.dmm4j.value.VValueBuilder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;

/** The kinds of trees that have broken things before, by name. */
public final class TreeKinds {
    private TreeKinds() {}

    /** All kinds; numbers between −4 and 4 unless the name says otherwise. */
    public static Map<String, VValue> all() {
        SplittableRandom random = new SplittableRandom(7);
        Map<String, VValue> kinds = new LinkedHashMap<>();
        kinds.put("empty", VValue.EMPTY);
        kinds.put("a number", VValue.of(-1.7));
        kinds.put("one path", VValue.of(Path.of("a", "b"), 2.3));
        kinds.put("number on an inner node", inner(0.4, 0.9, -1.1));
        kinds.put("number on an inner node, other numbers", inner(-2, 0.9, 3.3));
        kinds.put(
                "disjoint from the others",
                VValue.of(Path.of("only", "here"), 1.25).with("too", VValue.of(-0.5)));
        kinds.put("deep", deep(17, random));
        kinds.put("wide", wide(33, i -> random.nextDouble(-4, 4)));
        kinds.put("wide, positive", wide(16, i -> random.nextDouble(0.01, 4)));
        kinds.put("ties", wide(7, i -> i % 2 == 0 ? 1.5 : -1.5));
        kinds.put("labels to stumble over", wide(3, i -> i - 0.5).prefix(Path.of("a", "", "/~\u00e9\uD83D\uDE00 .")));
        kinds.put(
                "tiny and large",
                VValue.of(Path.of("a"), 1e-6).with("b", VValue.of(-30)).with("c", VValue.of(1e-3)));
        return kinds;
    }

    private static VValue inner(double root, double node, double leaf) {
        return VValue.builder()
                .put(Path.ROOT, root)
                .put(Path.of("a"), node)
                .put(Path.of("a", "b"), leaf)
                .put(Path.of("c"), -leaf)
                .build();
    }

    private static VValue deep(int depth, SplittableRandom random) {
        VValueBuilder b = VValue.builder();
        Path path = Path.ROOT;
        for (int i = 0; i < depth; i++) {
            path = path.child(i % 3 == 0 ? "a" : "b");
            b.put(path, random.nextDouble(-4, 4));
        }
        return b.build();
    }

    private static VValue wide(int n, IntToDoubleFunction number) {
        VValueBuilder b = VValue.builder();
        for (int i = 0; i < n; i++) {
            b.put(Path.of(i < 3 ? "abc".substring(i, i + 1) : "k" + i), number.applyAsDouble(i));
        }
        return b.build();
    }
}
