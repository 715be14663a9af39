package io.dmm4j.testing;

import static org.junit.jupiter.api.Assertions.fail;

import io.dmm4j.flat.FlatProgram;
import io.dmm4j.net.Network;
import io.dmm4j.spi.Executor;
import io.dmm4j.spi.ExecutorOptions;
import io.dmm4j.spi.Machine;
import io.dmm4j.spi.MachineOptions;
import io.dmm4j.spi.Precision;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * One list of cases for every op, as expressions over trees and as ops over rows, by hand and on every kind of operand:
 * empty, one, odd sizes, zeros among others, ties, disjoint paths, NaN and infinities where defined. A new op has no
 * case until it is added here, and a test says so.
 *
 * <pre>{@code
 * OpCases.checkRows(new CpuBackend()::open, Precision.FLOAT32);
 * }</pre>
 */
public final class OpCases {
    private static final int SHOWN = 10;
    private static final List<ExprCase> EXPRESSIONS = ExprCases.all();
    private static final List<RowCase> ROWS = RowCases.all();

    private OpCases() {}

    /** The cases of expressions. */
    public static List<ExprCase> expressions() {
        return EXPRESSIONS;
    }

    /** The cases of ops over rows. */
    public static List<RowCase> rows() {
        return ROWS;
    }

    /** Fails unless {@code evaluate}, in double precision, gives every expression its value. */
    public static void checkEvaluation(Function<ExprCase, VValue> evaluate) {
        List<String> wrong = new ArrayList<>();
        for (ExprCase c : EXPRESSIONS) {
            c.against(evaluate.apply(c), Precision.FLOAT64).forEach(w -> wrong.add(c + "\n    " + w));
        }
        report(wrong);
    }

    /** Fails unless these machines give every expression its value, also when paths are declared and never fed. */
    public static void checkMachines(BiFunction<Network, MachineOptions, Machine> machines, Precision precision) {
        MachineOptions options = MachineOptions.DEFAULT.withPrecision(precision).withWindow(1);
        Set<Path> more = Set.of(ExprCases.paths());
        List<String> wrong = new ArrayList<>();
        for (ExprCase c : EXPRESSIONS) {
            c.against(c.run(machines, options, Set.of()), precision).forEach(w -> wrong.add(c + "\n    " + w));
            c.against(c.run(machines, options, more), precision)
                    .forEach(w -> wrong.add(c + ", with unused paths\n    " + w));
        }
        report(wrong);
    }

    /** Fails unless these executors do every op on rows. */
    public static void checkRows(BiFunction<FlatProgram, ExecutorOptions, Executor> open, Precision precision) {
        List<String> wrong = new ArrayList<>();
        for (RowCase c : ROWS) {
            c.against(open, precision).forEach(w -> wrong.add(c + "\n    " + w));
        }
        report(wrong);
    }

    private static void report(List<String> wrong) {
        if (!wrong.isEmpty()) {
            fail(wrong.size() + " values are wrong, among them\n"
                    + String.join("\n", wrong.subList(0, Math.min(SHOWN, wrong.size()))));
        }
    }
}
