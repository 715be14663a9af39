package io.dmm4j.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.expr.Expr;
import io.dmm4j.expr.Op;
import io.dmm4j.expr.TreeEval;
import io.dmm4j.spi.Precision;
import io.dmm4j.tree.TreeEngine;
import io.dmm4j.value.VValue;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OpCasesTest {
    @Test
    void everyOpHasACaseWrittenByHand() {
        Set<Op> expressions = EnumSet.noneOf(Op.class);
        Set<Op> rows = EnumSet.noneOf(Op.class);
        OpCases.expressions().stream().filter(c -> c.byHand() != null).forEach(c -> ops(c.expr(), expressions));
        OpCases.rows().stream().filter(c -> c.byHand() != null).forEach(c -> rows.add(c.op()));
        for (Op op : Op.values()) {
            assertEquals(
                    op.group() != Op.Group.MOVE && !op.group().isAdjoint(),
                    expressions.contains(op),
                    op + " in expressions");
            assertEquals(op.isFlat() && !op.group().isAdjoint(), rows.contains(op), op + " over rows");
        }
    }

    private static void ops(Expr e, Set<Op> into) {
        into.add(e.op());
        e.args().forEach(a -> ops(a, into));
    }

    @Test
    void theEvaluatorGivesEveryExpressionItsValue() {
        OpCases.checkEvaluation(c -> new TreeEval(c.inputs(), c.params()).eval(c.expr()));
    }

    @Test
    void theIndependentDefinitionGivesWhatIsWrittenByHand() {
        for (ExprCase c : OpCases.expressions()) {
            if (c.byHand() != null) {
                assertEquals(java.util.List.of(), c.expected(Precision.FLOAT64).against(c.byHand()), c.toString());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void theTreeEngineGivesEveryExpressionItsValue(Precision precision) {
        OpCases.checkMachines(TreeEngine::new, precision);
    }

    @ParameterizedTest
    @EnumSource
    void theInterpreterDoesEveryOp(Precision precision) {
        OpCases.checkRows(FlatInterpreter::new, precision);
    }

    @Test
    void aWrongEvaluationIsFound() {
        assertThrows(
                AssertionError.class,
                () -> OpCases.checkEvaluation(c -> {
                    VValue right = new TreeEval(c.inputs(), c.params()).eval(c.expr());
                    return c.expr().op() == Op.TANH ? right.map(x -> x * (1 + 1e-14)) : right;
                }));
    }

    @Test
    void fewBoundsSayLittle() {
        long all = 0;
        long loose = 0;
        for (ExprCase c : OpCases.expressions()) {
            TrackedTree t = c.expected(Precision.FLOAT32);
            all += t.numbers().size();
            loose += t.loose(1e-2);
        }
        assertTrue(loose < all / 50, loose + " of " + all);
    }
}
