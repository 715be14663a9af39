package io.dmm4j.testing;

import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** A tree as what it is: a map from paths to (tracked) numbers, all others absent. Immutable. */
public final class TrackedTree {
    /** The tree without numbers. */
    public static final TrackedTree EMPTY = new TrackedTree(new TreeMap<>());

    /** A tree that may have anything anywhere: where NaN comes in, rows that hold 0 no longer stay out of it. */
    public static final TrackedTree WILD = of(Tracked.WILD);

    private final TreeMap<Path, Tracked> numbers;
    private final boolean wild;

    private TrackedTree(TreeMap<Path, Tracked> numbers) {
        this.numbers = numbers;
        wild = numbers.values().stream().anyMatch(Tracked::isWild);
    }

    /** The tree of these numbers. */
    public static TrackedTree of(Map<Path, Tracked> numbers) {
        TreeMap<Path, Tracked> kept = new TreeMap<>(numbers);
        kept.values().removeIf(Tracked::isAbsent);
        return new TrackedTree(kept);
    }

    /** The tree of one number. */
    public static TrackedTree of(Tracked number) {
        return of(Map.of(Path.ROOT, number));
    }

    /** The numbers of a tree, as {@code track} takes them. */
    public static TrackedTree of(VValue tree, Function<Double, Tracked> track) {
        Map<Path, Tracked> numbers = new TreeMap<>();
        tree.forEach((path, x) -> numbers.put(path, track.apply(x)));
        return of(numbers);
    }

    /** The number at a path. */
    public Tracked at(Path path) {
        return numbers.getOrDefault(path, Tracked.ZERO);
    }

    /** The numbers by path. */
    public Map<Path, Tracked> numbers() {
        return Collections.unmodifiableMap(numbers);
    }

    /** The numbers in the order of their paths. */
    public List<Tracked> list() {
        return List.copyOf(numbers.values());
    }

    /** The numbers at these paths. */
    public List<Tracked> list(Collection<Path> paths) {
        return paths.stream().map(this::at).toList();
    }

    /** The paths where this or the other has a number. */
    public Set<Path> union(TrackedTree other) {
        Set<Path> all = new TreeSet<>(numbers.keySet());
        all.addAll(other.numbers.keySet());
        return all;
    }

    /** f of every number that is there. */
    public TrackedTree map(UnaryOperator<Tracked> f) {
        Map<Path, Tracked> result = new TreeMap<>();
        numbers.forEach((path, x) -> result.put(path, f.apply(x)));
        return of(result);
    }

    /** f of the two numbers at every path of either. */
    public TrackedTree zip(TrackedTree other, BinaryOperator<Tracked> f) {
        Map<Path, Tracked> result = new TreeMap<>();
        union(other).forEach(path -> result.put(path, f.apply(at(path), other.at(path))));
        return of(result);
    }

    /** What is below a path. */
    public TrackedTree subtree(Path path) {
        Map<Path, Tracked> result = new TreeMap<>();
        numbers.forEach((p, x) -> {
            if (p.startsWith(path)) {
                result.put(p.suffix(path.length()), x);
            }
        });
        return of(result);
    }

    /** This, hung below a path. */
    public TrackedTree prefix(Path path) {
        Map<Path, Tracked> result = new TreeMap<>();
        numbers.forEach((p, x) -> result.put(path.concat(p), x));
        return of(result);
    }

    /** Whether every number is exact. */
    public boolean isExact() {
        return numbers.values().stream().allMatch(Tracked::isExact);
    }

    /** Whether some number may be anything: then all may. */
    public boolean isWild() {
        return wild;
    }

    /** How many numbers have bounds beyond {@code limit}, so that they depend on a jump or may be anything. */
    public long loose(double limit) {
        return numbers.values().stream().filter(x -> wild || x.isLoose(limit)).count();
    }

    /** The values, without their bounds. */
    public VValue values() {
        var b = VValue.builder();
        numbers.forEach((path, x) -> b.put(path, x.value()));
        return b.build();
    }

    /** Where a tree is not what this admits: one line per path. */
    public List<String> against(VValue tree) {
        List<String> wrong = new ArrayList<>();
        if (wild) {
            return wrong;
        }
        for (Path path : union(of(tree, x -> Tracked.WILD))) {
            double found = tree.number(path);
            if (!at(path).admits(found)) {
                wrong.add("at '" + path + "': found " + found + ", expected " + at(path));
            }
        }
        return wrong;
    }

    @Override
    public String toString() {
        return numbers.toString();
    }
}
