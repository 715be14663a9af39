package io.dmm4j.flatten;

import io.dmm4j.expr.Op;
import io.dmm4j.value.VValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The ops of a neuron type for given shapes, with operands that are not placed yet. */
final class Template {
    /** One op; unused operands are null. */
    record Step(Op op, int n, Operand d, Operand a, Operand b, Operand c, double i0, double i1) {}

    final List<Step> steps = new ArrayList<>();
    /** Rows of each temporary. */
    final List<Integer> temps = new ArrayList<>();
    /** Constant trees, each with its number. */
    final Map<VValue, Integer> constants = new LinkedHashMap<>();

    void add(Op op, int n, Operand d, Operand a, Operand b, Operand c, double i0, double i1) {
        steps.add(new Step(op, n, d, a, b, c, i0, i1));
    }

    Operand temp(VValue shape) {
        temps.add((int) shape.size());
        return new Operand(Operand.Kind.TEMP, temps.size() - 1, 0, shape);
    }

    Operand constant(VValue value, VValue shape) {
        int index = constants.computeIfAbsent(value, v -> constants.size());
        return new Operand(Operand.Kind.CONSTANT, index, 0, shape);
    }
}
