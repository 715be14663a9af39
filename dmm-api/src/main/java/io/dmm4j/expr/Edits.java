package io.dmm4j.expr;

import static io.dmm4j.expr.Expr.empty;
import static io.dmm4j.expr.Expr.in;
import static io.dmm4j.expr.Expr.param;

import io.dmm4j.value.DmmException;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Neuron types that edit a matrix: at {@code edit} they emit what is to be added to it, {} while the number that arrives
 * at {@code when} is 0. Those that go by the present matrix W read it at {@code matrix}. In the formulas w[p] is the subtree of
 * W at the path p, and p : t the tree t hung below p.
 *
 * <table>
 * <caption>The types, with their arguments in brackets</caption>
 * <tr><td>edit/add</td><td>when · value, a parameter</td></tr>
 * <tr><td>edit/scale(factor, path, …)</td><td>Σ path : (factor − 1) · w[path]</td></tr>
 * <tr><td>edit/delete(path, …)</td><td>−Σ path : w[path], links or whole rows and neurons</td></tr>
 * <tr><td>edit/connect(path, …)</td><td>Σ path : row, the sources at the port {@code row} for each of the inputs</td></tr>
 * <tr><td>edit/copy(new, old, n.in, …)</td><td>Σ new/n : in : (w[old/n, in] with each source old/m named new/m)</td></tr>
 * <tr><td>edit/copy-each(old, n.in, …)</td><td>the same, once for each name that is new, as new</td></tr>
 * <tr><td>edit/add-each</td><td>value, a parameter, once for each name that is new, with it for every '*' in labels</td></tr>
 * <tr><td>edit/split(new, old, n.in, …)</td><td>new : in : w[old, in] for the rows of old;
 *     n : in : (new : ½ w[n, in, old] − old : ½ w[n, in, old]) for those that read it</td></tr>
 * <tr><td>edit/merge(kept, gone, n.in, …)</td><td>−gone : in : w[gone, in] for the rows of gone;
 *     n : in : (kept : w[n, in, gone] − gone : w[n, in, gone]) for those that read it</td></tr>
 * </table>
 *
 * <p>Paths are JSON pointers into a matrix of any form; the types that name neurons are for rank 4. A subnetwork is the neurons
 * whose names start with its prefix and a slash. Copies keep links from outside the subnetwork, and rename those from the
 * neurons m that are among the n. The rows, written {@code neuron.input}, are listed because ops have fixed paths. After a
 * split each of the two does what the one did, once both have held the same; merging is its inverse (the publications wish
 * for both: deep copies by matrix formulas, arXiv:1606.09470 §4).
 *
 * <p>Types that do something for each name have no {@code when}: the labels at the top of what arrives at {@code names} are the
 * names, and those that are not at {@code known} are new. In copies '*' in the labels of the rows, such as the mask of a
 * link from outside, stands for the name too.
 *
 * <p>With the matrix in an accumulator an edit is there two cycles after the matrix that it was made from, so {@code when}
 * should be a pulse of one cycle, and no other edit should touch the same elements meanwhile.
 */
public final class Edits {
    private static final Map<String, Function<List<String>, Expr>> TYPES = new LinkedHashMap<>();

    static {
        TYPES.put("edit/add", Edits::add);
        TYPES.put("edit/scale", Edits::scale);
        TYPES.put("edit/delete", args -> sum(args, Edits::delete));
        TYPES.put("edit/connect", args -> sum(args, p -> at(in("row"), pointer(p))));
        TYPES.put("edit/copy", Edits::copy);
        TYPES.put("edit/copy-each", args -> eachNew(copyEach(args)));
        TYPES.put("edit/add-each", args -> eachNew(none(args, param("value"))));
        TYPES.put("edit/split", Edits::split);
        TYPES.put("edit/merge", Edits::merge);
    }

    /** An input port of a neuron. */
    private record Row(String neuron, String input) {
        static Row of(String text) {
            int dot = text.lastIndexOf('.');
            if (dot < 1 || dot == text.length() - 1) {
                throw new DmmException("found the row '" + text + "', expected NEURON.INPUT");
            }
            return new Row(text.substring(0, dot), text.substring(dot + 1));
        }
    }

    private Edits() {}

    /** The names of the types, without arguments. They are not among those of {@link Catalogue#names}: most need arguments. */
    public static Collection<String> names() {
        return Collections.unmodifiableSet(TYPES.keySet());
    }

    static boolean has(String name) {
        return TYPES.containsKey(name);
    }

    static NeuronType.Builder type(String base, List<String> args) {
        try {
            Expr e = TYPES.get(base).apply(args);
            NeuronType.Builder b = NeuronType.named(base);
            return switch (base) {
                case "edit/add", "edit/add-each" -> b.output("edit", e).parameter("value", VValue.EMPTY, false);
                case "edit/copy-each" -> b.output("edit", e);
                default -> b.output("edit", in("when").select(e, empty()));
            };
        } catch (DmmException e) {
            throw new DmmException("neuron type " + base + ": " + e.getMessage());
        }
    }

    private static Expr add(List<String> args) {
        return none(args, param("value").scaledBy(in("when")));
    }

    private static Expr none(List<String> args, Expr e) {
        if (!args.isEmpty()) {
            throw new DmmException("expected no arguments, found " + args);
        }
        return e;
    }

    /** What stands for one name, for each that is new. */
    private static Expr eachNew(Expr one) {
        Expr names = in("names");
        return one.named(names.minus(names.where(in("known"))).map(Op.SIGN));
    }

    private static Expr copyEach(List<String> args) {
        if (args.size() < 2 || args.get(0).isEmpty()) {
            throw new DmmException("expected a name and rows NEURON.INPUT, found " + args);
        }
        List<String> all = new ArrayList<>(args);
        all.add(0, "*");
        return copy(all);
    }

    private static Expr scale(List<String> args) {
        double factor;
        try {
            factor = Double.parseDouble(args.isEmpty() ? "" : args.get(0));
        } catch (NumberFormatException e) {
            factor = Double.NaN;
        }
        if (!Double.isFinite(factor)) {
            throw new DmmException("expected a finite factor and paths, found " + args);
        }
        double more = factor - 1;
        return sum(args.subList(1, args.size()), p -> at(w(pointer(p)).times(more), pointer(p)));
    }

    private static Expr delete(String path) {
        return at(w(pointer(path)).negate(), pointer(path));
    }

    private static Expr copy(List<String> args) {
        String to = name(args, 0) + "/";
        String from = name(args, 1) + "/";
        List<String> rows = args.subList(2, args.size());
        List<String> inside =
                rows.stream().map(r -> Row.of(r).neuron).distinct().toList();
        return sum(rows, text -> {
            Row r = Row.of(text);
            Expr row = w(from + r.neuron, r.input);
            Expr copied = row;
            for (String m : inside) {
                Expr part = row.subtree(from + m);
                copied = copied.minus(part.prefix(from + m)).plus(part.prefix(to + m));
            }
            return at(copied, to + r.neuron, r.input);
        });
    }

    private static Expr split(List<String> args) {
        String fresh = name(args, 0);
        String old = name(args, 1);
        return sum(args.subList(2, args.size()), text -> {
            Row r = Row.of(text);
            if (r.neuron.equals(old)) {
                return at(w(old, r.input), fresh, r.input);
            }
            Expr half = w(r.neuron, r.input, old).times(0.5);
            return at(half, r.neuron, r.input, fresh).minus(at(half, r.neuron, r.input, old));
        });
    }

    private static Expr merge(List<String> args) {
        String kept = name(args, 0);
        String gone = name(args, 1);
        return sum(args.subList(2, args.size()), text -> {
            Row r = Row.of(text);
            if (r.neuron.equals(gone)) {
                return at(w(gone, r.input).negate(), gone, r.input);
            }
            Expr all = w(r.neuron, r.input, gone);
            return at(all, r.neuron, r.input, kept).minus(at(all, r.neuron, r.input, gone));
        });
    }

    private static String name(List<String> args, int i) {
        if (args.size() < 3 || args.get(i).isEmpty()) {
            throw new DmmException("expected two names and rows NEURON.INPUT, found " + args);
        }
        return args.get(i);
    }

    private static Expr sum(List<String> args, Function<String, Expr> term) {
        return args.stream()
                .map(term)
                .reduce(Expr::plus)
                .orElseThrow(() -> new DmmException("expected at least one path or row, found none"));
    }

    private static String[] pointer(String path) {
        Path p = Path.parse(path);
        String[] labels = new String[p.length()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = p.label(i);
        }
        return labels;
    }

    private static Expr w(String... path) {
        return in("matrix").subtree(path);
    }

    private static Expr at(Expr e, String... path) {
        return e.prefix(path);
    }
}
