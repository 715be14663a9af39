package io.dmm4j.cpu;

import io.dmm4j.expr.Op;
import io.dmm4j.flat.FlatOps;
import java.util.Locale;

/**
 * Compiles a movement of one lane to a class of its own, in which rows are constants: one statement per element and product,
 * in the order of the plain loops. Where a movement has a few dozen elements, what is saved is nearly everything: loops,
 * dispatch, and numbers that go through memory from one op to the next.
 */
final class StraightCode {
    private final StraightWriter code;

    private StraightCode(Cells<?> cells) {
        code = new StraightWriter(cells);
    }

    /** The down movement of a stage. */
    static <A> Straight<A> down(Links<A> links, Cells<A> cells) {
        StraightCode c = new StraightCode(cells);
        c.groups(links.groups);
        if (links.bundles != null) {
            c.bundles(links.bundles);
        }
        return c.code.finish();
    }

    /** The ops of a stage. */
    static <A> Straight<A> up(FlatOps ops, Cells<A> cells) {
        StraightCode c = new StraightCode(cells);
        for (int k = 0; k < ops.count(); k++) {
            c.op(new Entry(ops, k));
        }
        return c.code.finish();
    }

    /** The links whose weights are rows of the state. */
    static <A> Straight<A> rows(LaneWeights links, Cells<A> cells) {
        StraightCode c = new StraightCode(cells);
        for (DownPlan p : links.rows) {
            c.rows(p);
        }
        return c.code.finish();
    }

    /** What is added to carried rows. */
    static <A> Straight<A> additions(Carried carried, Cells<A> cells) {
        StraightCode c = new StraightCode(cells);
        for (int i = 0; i < carried.sum.length; i++) {
            c.code.begin(carried.sum[i], 0);
            c.code.row(carried.sum[i]);
            c.code.row(carried.added[i]);
            c.code.call("add", 2);
            c.code.end();
        }
        return c.code.finish();
    }

    // ---- links -------------------------------------------------------------------------------------

    private void rows(DownPlan p) {
        for (int g = 0; g < p.groups(); g++) {
            for (int i = 0; i < p.length[g]; i++) {
                begin(p.adds, p.xRow[g] + i, p.first[g + 1] - p.first[g]);
                for (int k = p.first[g]; k < p.first[g + 1]; k++) {
                    product(StraightWriter.STATE, code.at(p.weight[k]), p.yRow[k] + i);
                }
                code.end();
            }
        }
    }

    private void groups(DownPlan p) {
        for (int g = 0; g < p.groups(); g++) {
            for (int i = 0; i < p.length[g]; i++) {
                begin(p.adds, p.xRow[g] + i, p.first[g + 1] - p.first[g]);
                for (int k = p.first[g]; k < p.first[g + 1]; k++) {
                    product(StraightWriter.VALUES, k, p.yRow[k] + i);
                }
                code.end();
            }
        }
    }

    private void bundles(Bundles p) {
        for (int b = 0; b < p.count(); b++) {
            for (int j = 0; j < p.rows[b]; j++) {
                begin(p.adds, p.xRow[b * p.stride + j], p.first[b + 1] - p.first[b]);
                for (int k = p.first[b], w = p.firstWeight[b] + j; k < p.first[b + 1]; k++, w += p.rows[b]) {
                    product(StraightWriter.BUNDLED, w, p.yRow[k]);
                }
                code.end();
            }
        }
    }

    private void begin(boolean adds, int row, int terms) {
        code.begin(row, terms);
        if (adds) {
            code.row(row);
        } else {
            code.zero();
        }
    }

    private void product(int weights, int at, int row) {
        code.element(weights, at);
        code.row(row);
        code.call("fma", 3);
    }

    // ---- ops ---------------------------------------------------------------------------------------

    /** An op with its rows. */
    private record Entry(Op op, int n, int d, int a, int b, int c, double i0, double i1) {
        Entry(FlatOps o, int k) {
            this(o.op()[k], o.n()[k], o.d()[k], o.a()[k], o.b()[k], o.c()[k], o.i0()[k], o.i1()[k]);
        }

        /** D_RELU is dRelu. */
        String function() {
            StringBuilder name = new StringBuilder();
            for (String word : op.name().toLowerCase(Locale.ROOT).split("_")) {
                name.append(name.isEmpty() ? word.charAt(0) : Character.toUpperCase(word.charAt(0)));
                name.append(word, 1, word.length());
            }
            return name.toString();
        }

        /** The row of an operand for element {@code i}: capital letters are one row for all elements. */
        int row(char operand, int i) {
            return switch (operand) {
                case 'd' -> d + i;
                case 'a' -> a + i;
                case 'A' -> a;
                case 'b' -> b + i;
                case 'c' -> c + i;
                default -> throw new AssertionError(operand);
            };
        }

        /** Whether no element of the result changes what others are made of. */
        boolean elementsAreApart(String operands) {
            return operands.chars().allMatch(o -> {
                int first = row((char) o, 0);
                boolean one = Character.isUpperCase(o);
                return (!one && first == d) || first + (one ? 1 : n) <= d || d + n <= first;
            });
        }

        /** Whether the one row of the result is not among the operands. */
        boolean resultIsApart(String operands) {
            return operands.chars().allMatch(o -> row((char) o, 0) + n <= d || d < row((char) o, 0));
        }
    }

    private void op(Entry e) {
        boolean said =
                switch (e.op.group()) {
                    case MAP, SCALAR_MAP -> elements(e, e.function(), "a", true);
                    case ZIP -> elements(e, e.function(), "ab", false);
                    case ADJOINT_MAP -> elements(e, e.function(), "dab", true);
                    case REDUCE -> sum(e, e.function(), false, "a");
                    case REDUCE2 -> sum(e, e.function(), false, "ab");
                    case ADJOINT_SUM -> sum(e, "fma", true, "ab");
                    case BROADCAST, MOVE, ADJOINT_SPREAD -> other(e);
                    default -> false;
                };
        if (!said) {
            code.whole(e.op, e.d, e.a, e.b, e.c, e.n, e.i0, e.i1);
        }
    }

    private boolean other(Entry e) {
        return switch (e.op) {
            case ZERO -> elements(e, "zero", "", false);
            case COPY, DETACH -> elements(e, "same", "a", false);
            case ACCUMULATE -> elements(e, "add", "da", false);
            case D_SUM -> elements(e, "add", "dA", false);
            case MUL_ADD -> elements(e, "fma", "dab", false);
            case SCALE_ADD -> elements(e, "fma", "dAb", false);
            case SCALE -> elements(e, "mul", "Ab", false);
            case SELECT -> elements(e, "select", "Abc", false);
            default -> false;
        };
    }

    /** Says {@code d[i] = function(operands[i], immediates)} for all elements, if that can be said. */
    private boolean elements(Entry e, String function, String operands, boolean immediates) {
        if (!code.has(function) || !e.elementsAreApart(operands)) {
            return false;
        }
        for (int i = 0; i < e.n; i++) {
            code.begin(e.d + i, 0);
            rows(e, operands, i);
            if (immediates) {
                code.constant(e.i0);
                code.constant(e.i1);
            }
            code.call(function, operands.length() + (immediates ? 2 : 0));
            code.end();
        }
        return true;
    }

    /** Says {@code d = function(… function(start, operands[0]) …, operands[n − 1])}, if that can be said. */
    private boolean sum(Entry e, String function, boolean adds, String operands) {
        if (!code.has(function) || !e.resultIsApart(operands)) {
            return false;
        }
        begin(adds, e.d, e.n);
        for (int i = 0; i < e.n; i++) {
            rows(e, operands, i);
            code.call(function, 1 + operands.length());
        }
        code.end();
        return true;
    }

    private void rows(Entry e, String operands, int i) {
        for (int o = 0; o < operands.length(); o++) {
            code.row(e.row(operands.charAt(o), i));
        }
    }
}
