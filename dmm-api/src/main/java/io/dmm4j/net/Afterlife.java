package io.dmm4j.net;

import io.dmm4j.expr.Catalogue;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import io.dmm4j.value.VValueBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;

/**
 * Random machines that change themselves, after the game of afterlife of 2018 (Fluid, in Processing): a matrix of 12 × 11
 * numbers on every wire, one of which is the machine's own, and nothing but chance in all of them at the start. Rows are the
 * twelve inputs, columns the eleven outputs; six neurons n-00, n-02 … have two inputs each, and five constants n-01, n-03 …
 * stand between them. The neuron n-00 adds to the machine's matrix what its row {@code dict-2} reads. Inputs are kept from
 * cycle to cycle.
 *
 * <p>Three neurons look on: {@code activity.norm} is Σ |W − W of the cycle before|, {@code mood.dict} the mean over the cells of
 * the sum of all inputs. Numbers are drawn as there, from the generator that Java and Processing share; what is published are the
 * programs and the seed, not what they print.
 */
final class Afterlife {
    private static final int ROWS = 12;
    private static final int COLUMNS = 11;
    private static final long SEED = 746_484;

    /** The order in which a cell of the eleven matrices is drawn. */
    private static final int[] ORDER = {0, 1, 2, 3, 4, 8, 5, 6, 9, 10, 7};

    private Afterlife() {}

    /** Sums, products and maxima: for a while its matrix hardly changes, then it is wide awake, and so on. */
    static Network sleepAndWake() {
        String[] types = {"matrix/plus", "matrix/times", "matrix/times", "matrix/max", "matrix/max"};
        return machine("afterlife/sleep-and-wake", k -> types[k - 1]);
    }

    /** Five neurons of a rule like that of the game of life: the mood is good or bad for long, and turns fast. */
    static Network bistable() {
        StringBuilder rule = new StringBuilder("matrix/pseudoconway(" + ROWS);
        for (int row = 0; row < ROWS; row++) {
            rule.append(", ").append(row(row));
        }
        for (int column = 0; column < COLUMNS; column++) {
            rule.append(", ").append(column(column));
        }
        String type = rule.append(')').toString();
        return machine("afterlife/bistable", k -> type);
    }

    private static Network machine(String name, IntFunction<String> types) {
        List<VValue> start = draw();
        Network.Builder b = Network.builder().name(name);
        for (int column = 0; column < COLUMNS; column++) {
            VValue m = start.get(column);
            b.add(
                    column % 2 == 1
                            ? Neuron.of(
                                    neuron(column),
                                    Catalogue.type("lite/const"),
                                    Map.of("value", m.times(1 / m.maxNorm())))
                            : Neuron.of(
                                    neuron(column),
                                    Catalogue.type(
                                            column == 0
                                                    ? "matrix/self(" + row(0) + ", " + column(0) + ")"
                                                    : types.apply(column / 2))));
            b.initial(neuron(column), "dict", m);
        }
        b.self(neuron(0), "dict", MatrixFormat.RANK4);
        b.add("before", "lite/identity")
                .add("change", "lite/difference")
                .add("activity", "lite/l1-norm")
                .add("mood", "lite/mean")
                .fixed("before", "dict", neuron(0), "dict", 1)
                .fixed("change", "dict-1", neuron(0), "dict", 1)
                .fixed("change", "dict-2", "before", "dict", 1)
                .fixed("activity", "dict", "change", "dict", 1);
        for (int row = 0; row < ROWS; row++) {
            String n = neuron(row - row % 2);
            b.fixed(n, "dict-" + (1 + row % 2), n, "kept-" + (1 + row % 2), 1);
            b.fixed("mood", "dict", n, "kept-" + (1 + row % 2), 1);
        }
        return b.probe(Probe.out("activity", "norm"))
                .probe(Probe.out("mood", "dict"))
                .build();
    }

    /** Eleven matrices of numbers drawn evenly from ±1; the first keeps itself. */
    private static List<VValue> draw() {
        Random random = new Random(SEED);
        List<VValueBuilder> drawn = new ArrayList<>();
        for (int column = 0; column < COLUMNS; column++) {
            drawn.add(VValue.builder());
        }
        for (int row = 0; row < ROWS; row++) {
            for (int column = 0; column < COLUMNS; column++) {
                for (int m : ORDER) {
                    float x = random.nextFloat() * 2 - 1;
                    drawn.get(m).put(row(row).concat(column(column)), m == 0 && row + column == 0 ? 1 : x);
                }
            }
        }
        return drawn.stream().map(VValueBuilder::build).toList();
    }

    private static String neuron(int column) {
        return (column < 10 ? "n-0" : "n-") + column;
    }

    private static Path row(int row) {
        return Path.of(neuron(row - row % 2), "dict-" + (1 + row % 2));
    }

    private static Path column(int column) {
        return Path.of(neuron(column), "dict");
    }
}
