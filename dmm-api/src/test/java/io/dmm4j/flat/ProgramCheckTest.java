package io.dmm4j.flat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.dmm4j.expr.Op;
import io.dmm4j.value.DmmException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Programs whose ops write to rows that are given before the ops run, or whose given rows have two sources. */
class ProgramCheckTest {
    private static final String EXPECTED = ", expected rows that hold no constant, no parameter and no external input";

    /** Outputs 0 to 3, of which 1 and 2 are fed; inputs 4 to 7; temporaries 8 to 13: a constant in 9, a parameter in 11. */
    private static FlatProgram.Builder program() {
        return FlatProgram.builder()
                .rows(4, 4, 6)
                .parameters(0, new double[] {0.5}, new boolean[] {true})
                .parameterRows(new int[] {11}, new int[] {0})
                .constants(new Rows(new int[] {9}, new double[] {3}))
                .externals(new Ranges(new int[] {1}, new int[] {2}));
    }

    private static FlatProgram with(Op op, int n, int d) {
        FlatOps ops = new FlatOps.Builder().add(op, n, d, 4, 4, 4).build();
        Stage idle = new Stage(Runs.NONE, FlatOps.NONE);
        return program().stages(List.of(idle, new Stage(Runs.NONE, ops))).build();
    }

    private static void refused(String sentence, FlatProgram.Builder b) {
        assertEquals(sentence, assertThrows(DmmException.class, b::build).getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "ADD, 1, 9, 9",
        "NEG, 2, 8, 9",
        "SUM, 4, 11, 11",
        "ACCUMULATE, 2, 10, 11",
        "COPY, 1, 1, 1",
        "ZERO, 4, 0, 1"
    })
    void anOpThatWritesToARowThatIsGivenIsRefused(Op op, int n, int d, int row) {
        DmmException e = assertThrows(DmmException.class, () -> with(op, n, d));
        assertEquals(
                "flat program, stage 1, op 0 (" + op + "), destination: found row " + row + EXPECTED, e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"ADD, 1, 8", "SUM, 4, 8", "NEG, 1, 10", "ACCUMULATE, 2, 12", "COPY, 1, 0", "ZERO, 1, 3"})
    void anOpMayWriteRightBesideThem(Op op, int n, int d) {
        assertEquals(1, with(op, n, d).stages().get(1).ops().count());
    }

    @Test
    void aRowThatIsGivenTwiceIsRefused() {
        refused(
                "flat program, external input 1: found row 2" + EXPECTED,
                program().externals(new Ranges(new int[] {1, 2}, new int[] {2, 1})));
        refused(
                "flat program, constant 0: found row 11" + EXPECTED,
                program().constants(new Rows(new int[] {11}, new double[] {3})));
        refused(
                "flat program, constant 1: found row 9" + EXPECTED,
                program().constants(new Rows(new int[] {9, 9}, new double[] {3, 4})));
        refused(
                "flat program, parameter row 1: found row 11" + EXPECTED,
                program().parameterRows(new int[] {11, 11}, new int[] {0, 0}));
    }

    /** Ports without paths have ranges of length 0, wherever they begin. */
    @Test
    void emptyRangesOverlapNothing() {
        Ranges externals = new Ranges(new int[] {1, 2, 1, 3}, new int[] {2, 0, 0, 1});
        assertEquals(externals, program().externals(externals).build().externals());
    }
}
