package io.dmm4j.expr;

import static io.dmm4j.expr.Expr.constant;
import static io.dmm4j.expr.Expr.empty;
import static io.dmm4j.expr.Expr.in;

import io.dmm4j.value.DmmException;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import io.dmm4j.value.VValueBuilder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Neuron types of machines with a matrix on every wire, after the pure dataflow matrix machines of 2016 to 2018 in
 * Processing (Fluid). Each has the inputs {@code dict-1} and {@code dict-2} and the output {@code dict}; {@code kept-1} and
 * {@code kept-2} emit the inputs, squeezed, for machines that do not clear their inputs: a link of weight 1 leads each back.
 * To <em>squeeze</em> is to divide by the largest magnitude.
 *
 * <table>
 * <caption>The types, with their arguments in brackets, by what they emit at {@code dict}</caption>
 * <tr><td>matrix/plus, matrix/times, matrix/max</td><td>the sum, product or larger of both inputs cell by cell,
 *     squeezed</td></tr>
 * <tr><td>matrix/self(row, column)</td><td>the sum, squeezed, but its row at {@code row} is 1 at the column and 0
 *     elsewhere: a machine's own matrix, which cannot cut the link that keeps it</td></tr>
 * <tr><td>matrix/pseudoconway(n, row 1, …, row n, column, …)</td><td>with s the sum of the 3 × 3 cells around a cell of
 *     dict-1, on a torus, and of twice the cell itself: −1 (alive) where −1 ≤ s ≤ 1 or 4 ≤ s ≤ 6, else 1</td></tr>
 * </table>
 *
 * <p>Rows and columns are JSON pointers; a cell is at the path of its row and then that of its column.
 */
public final class Matrices {
    private static final Map<String, Function<List<String>, Expr>> TYPES = new LinkedHashMap<>();
    private static final Expr A = in("dict-1");
    private static final Expr B = in("dict-2");

    static {
        TYPES.put("matrix/plus", args -> none(args, squeezed(A.plus(B))));
        TYPES.put("matrix/times", args -> none(args, squeezed(A.product(B))));
        TYPES.put("matrix/max", args -> none(args, squeezed(A.max(B))));
        TYPES.put("matrix/self", Matrices::self);
        TYPES.put("matrix/pseudoconway", Matrices::pseudoconway);
    }

    private Matrices() {}

    /** The names of the types, without arguments. They are not among those of {@link Catalogue#names}: some need arguments. */
    public static Collection<String> names() {
        return Collections.unmodifiableSet(TYPES.keySet());
    }

    static boolean has(String name) {
        return TYPES.containsKey(name);
    }

    static NeuronType.Builder type(String base, List<String> args) {
        try {
            return NeuronType.named(base)
                    .output("dict", TYPES.get(base).apply(args))
                    .output("kept-1", squeezed(A))
                    .output("kept-2", squeezed(B));
        } catch (DmmException e) {
            throw new DmmException("neuron type " + base + ": " + e.getMessage());
        }
    }

    private static Expr none(List<String> args, Expr e) {
        if (!args.isEmpty()) {
            throw new DmmException("expected no arguments, found " + args);
        }
        return e;
    }

    private static Expr squeezed(Expr e) {
        return e.scaledBy(constant(1).dividedBy(e.reduce(Op.MAX_NORM)));
    }

    private static Expr self(List<String> args) {
        if (args.size() != 2) {
            throw new DmmException("expected a row and a column, found " + args);
        }
        Path row = Path.parse(args.get(0));
        Expr one = constant(VValue.of(row.concat(Path.parse(args.get(1))), 1));
        String[] labels = labels(row);
        Expr sum = A.plus(B);
        Expr rest = sum.minus(sum.subtree(labels).prefix(labels));
        return rest.scaledBy(constant(1).dividedBy(rest.plus(one).reduce(Op.MAX_NORM)))
                .plus(one);
    }

    private static Expr pseudoconway(List<String> args) {
        int n;
        try {
            n = Integer.parseInt(args.isEmpty() ? "" : args.get(0));
        } catch (NumberFormatException e) {
            n = 0;
        }
        if (n < 1 || args.size() < n + 2) {
            throw new DmmException("expected how many rows, the rows, and the columns, found " + args);
        }
        List<Path> paths = args.stream().skip(1).map(Path::parse).toList();
        List<Path> rows = paths.subList(0, n);
        List<Path> columns = paths.subList(n, paths.size());
        VValueBuilder all = VValue.builder();
        rows.forEach(r -> columns.forEach(c -> all.put(r.concat(c), 1)));
        Expr ones = constant(all.build());
        Expr s = around(rows, columns).plus(A.times(2));
        return outside(s, ones)
                .plus(outside(s.minus(ones.times(5)), ones))
                .times(2)
                .minus(ones.times(3));
    }

    /** 1 where the magnitude of s is above 1, else 0. */
    private static Expr outside(Expr s, Expr ones) {
        return s.map(Op.ABS).minus(ones).map(Op.SIGN).relu();
    }

    /** The sum of the 3 × 3 cells around each cell: first over rows, whole rows at a time, then over columns. */
    private static Expr around(List<Path> rows, List<Path> columns) {
        List<Expr> parts = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            Expr row = three(A, rows, i);
            List<Expr> cells = new ArrayList<>();
            for (int j = 0; j < columns.size(); j++) {
                cells.add(three(row, columns, j).prefix(labels(columns.get(j))));
            }
            parts.add(sum(cells).prefix(labels(rows.get(i))));
        }
        return sum(parts);
    }

    /** The parts at a place and beside it on a ring. */
    private static Expr three(Expr e, List<Path> ring, int i) {
        int n = ring.size();
        return part(e, ring.get((i + n - 1) % n)).plus(part(e, ring.get(i))).plus(part(e, ring.get((i + 1) % n)));
    }

    private static Expr part(Expr e, Path p) {
        return e.subtree(labels(p));
    }

    private static Expr sum(List<Expr> parts) {
        return parts.stream().reduce(Expr::plus).orElse(empty());
    }

    private static String[] labels(Path p) {
        return p.labels().toArray(String[]::new);
    }
}
