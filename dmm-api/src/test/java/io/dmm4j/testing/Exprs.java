package io.dmm4j.testing;

import static io.dmm4j.expr.Expr.constant;
import static io.dmm4j.expr.Expr.in;
import static io.dmm4j.expr.Expr.param;

import io.dmm4j.expr.Expr;
import io.dmm4j.expr.Op;
import io.dmm4j.json.JsonInput;
import io.dmm4j.json.JsonOutput;
import io.dmm4j.value.Path;
import java.util.ArrayList;
import java.util.List;

/** Expressions from an op and its parts, and as JSON: an array of the op's name, operands, and what else it carries. */
final class Exprs {
    private Exprs() {}

    /** The expression of an op that carries no name, tree or path. */
    static Expr of(Op op, List<Expr> args, double i0, double i1) {
        Expr a = args.get(0);
        Expr b = args.size() > 1 ? args.get(1) : null;
        return switch (op) {
            case NUMBER -> a.number();
            case STOP_GRADIENT -> a.stopGradient();
            case LEAKY_RELU -> a.leakyRelu(i0);
            case CLAMP -> a.clamp(i0, i1);
            case TIMES -> a.times(i0);
            case ADD -> a.plus(b);
            case SUB -> a.minus(b);
            case MUL -> a.product(b);
            case DIV -> a.dividedBy(b);
            case MAX2 -> a.max(b);
            case MIN2 -> a.min(b);
            case WHERE -> b.where(a);
            case SCALE -> b.scaledBy(a);
            case SELECT -> a.select(b, args.get(2));
            case DOT -> a.dot(b);
            case LESS_OR_EQUAL -> a.lessOrEqual(b);
            case SOFTMAX -> a.softmax();
            case MASK -> b.maskedBy(a);
            case MASKED_SUM -> b.maskedSum(a);
            case NAMED -> b.named(a);
            default -> op.group() == Op.Group.REDUCE ? a.reduce(op) : b == null ? a.map(op) : a.mapOn(op, b);
        };
    }

    static void write(Expr e, JsonOutput out) {
        out.beginArray().value(e.op().name());
        if (e.name() != null) {
            out.value(e.name());
        } else if (e.value() != null) {
            out.value(e.value());
        } else if (e.path() != null) {
            out.value(e.path().toString());
        }
        for (int i = 0; i < e.op().immediates(); i++) {
            out.value(i == 0 ? e.i0() : e.i1());
        }
        e.args().forEach(a -> write(a, out));
        out.endArray();
    }

    static Expr read(JsonInput in) {
        in.beginArray();
        Op op = Op.valueOf(in.readString());
        Expr e =
                switch (op) {
                    case IN -> in(in.readString());
                    case PARAM -> param(in.readString());
                    case CONST -> constant(in.readVValue());
                    case SUBTREE, PREFIX -> view(op, Path.parse(in.readString()), read(in));
                    default -> {
                        double i0 = op.immediates() > 0 ? in.readDouble() : 0;
                        double i1 = op.immediates() > 1 ? in.readDouble() : 0;
                        List<Expr> args = new ArrayList<>();
                        while (in.hasNext()) {
                            args.add(read(in));
                        }
                        yield of(op, args, i0, i1);
                    }
                };
        in.endArray();
        return e;
    }

    static Expr view(Op op, Path path, Expr a) {
        String[] labels = path.labels().toArray(String[]::new);
        return op == Op.SUBTREE ? a.subtree(labels) : a.prefix(labels);
    }
}
