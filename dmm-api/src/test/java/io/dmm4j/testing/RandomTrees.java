package io.dmm4j.testing;

import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import io.dmm4j.value.VValueBuilder;
import java.util.List;
import java.util.SplittableRandom;

/** Random trees of every shape, over a few labels, so that paths meet. */
final class RandomTrees {
    private static final List<String> LABELS = List.of("a", "b", "c", "d", "e", "", "x/y~", "\u00e9 .");

    private final SplittableRandom random;
    private final Group group;

    RandomTrees(SplittableRandom random, Group group) {
        this.random = random;
        this.group = group;
    }

    /** A number that is not 0: exact, real or below 1 by the group. */
    double number() {
        return switch (group) {
            case EXACT -> (random.nextBoolean() ? 1 : -1) * random.nextInt(1, 3) / 4.0;
            case ONE_CYCLE ->
                switch (random.nextInt(8)) {
                    case 0 -> random.nextInt(1, 4) * (random.nextBoolean() ? 1 : -1);
                    case 1 -> random.nextDouble(-1e-3, 1e-3);
                    case 2 -> random.nextDouble(-20, 20);
                    default -> random.nextDouble(-2, 2);
                };
            case CONTRACTIVE -> random.nextDouble(-1, 1);
        };
    }

    /** Mostly the first labels. */
    String label() {
        return LABELS.get(Math.min(random.nextInt(LABELS.size()), random.nextInt(LABELS.size())));
    }

    /** A path of at most {@code most} labels. */
    Path path(int most) {
        Path path = Path.ROOT;
        for (int n = random.nextInt(most + 1); n > 0; n--) {
            path = path.child(label());
        }
        return path;
    }

    /** A tree: empty, a number, deep, wide, with numbers on inner nodes, or with keys of its own. */
    VValue tree() {
        return switch (random.nextInt(10)) {
            case 0 -> VValue.EMPTY;
            case 1 -> VValue.of(number());
            case 2 -> chain(random.nextInt(2, 12));
            case 3 -> wide(random.nextInt(2, 20));
            case 4 -> bush(3).prefix(Path.of("only" + random.nextInt(3)));
            default -> bush(random.nextInt(1, 6));
        };
    }

    private VValue bush(int numbers) {
        VValueBuilder b = VValue.builder();
        for (int i = 0; i < numbers; i++) {
            b.put(path(3), number());
        }
        return b.build();
    }

    private VValue chain(int depth) {
        VValueBuilder b = VValue.builder();
        Path path = Path.ROOT;
        for (int i = 0; i < depth; i++) {
            path = path.child(random.nextInt(4) == 0 ? "b" : "a");
            if (random.nextInt(3) == 0) {
                b.put(path, number());
            }
        }
        return b.put(path, number()).build();
    }

    private VValue wide(int numbers) {
        VValueBuilder b = VValue.builder();
        for (int i = 0; i < numbers; i++) {
            b.put(Path.of(i < 3 ? LABELS.get(i) : "k" + i), number());
        }
        return b.build();
    }
}
