package io.dmm4j.flatten;

import io.dmm4j.flat.FlatOps;
import io.dmm4j.flat.FlatProgram;
import io.dmm4j.flat.Ranges;
import io.dmm4j.flat.Rows;
import io.dmm4j.flat.Runs;
import io.dmm4j.flat.Stage;
import io.dmm4j.net.Link;
import io.dmm4j.net.Neuron;
import io.dmm4j.net.Port;
import io.dmm4j.net.Probe;
import io.dmm4j.value.VValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a network with shapes and a layout as a flat program. Links become runs, sorted by target
 * port, then in the order of the links; neuron types become ops, one template per group of neurons.
 */
final class Lowering {
    private final Wiring wiring;
    private final Shapes shapes;
    private final Layout layout;
    private final ShapePool pool;
    private final Alignment alignment;
    private final ParameterTable parameters;
    private final int firstTemp;
    private int temps;
    private final Map<VValue, Integer> constantRow = new LinkedHashMap<>();
    private final IntList constantRows = new IntList();
    private final List<Double> constantValues = new ArrayList<>();
    private final Map<ParameterTable.Entry, Integer> parameterRow = new HashMap<>();
    private final IntList parameterRows = new IntList();
    private final IntList parameterIndices = new IntList();
    private int linksInRuns;
    private int linksOneRun;
    private int[] inputOrder;

    Lowering(Wiring wiring, ShapePool pool, Shapes shapes, Layout layout) {
        this.wiring = wiring;
        this.pool = pool;
        this.shapes = shapes;
        this.layout = layout;
        alignment = new Alignment(pool);
        parameters = new ParameterTable(wiring.held);
        firstTemp = layout.outputRows + layout.inputRows;
    }

    FlatProgram lower(Map<Port, VValue> start) {
        List<Stage> stages = new ArrayList<>();
        int[] linksOfStage = stageOfLinks();
        for (int level = 0; level < wiring.levels; level++) {
            stages.add(new Stage(runs(linksOfStage, level), ops(layout.groupsByLevel.get(level))));
        }
        return FlatProgram.builder()
                .rows(layout.outputRows, layout.inputRows, temps)
                .stages(stages)
                .parameters(wiring.declared, parameters.values(), parameters.trainable())
                .constants(new Rows(
                        constantRows.toArray(),
                        constantValues.stream().mapToDouble(x -> x).toArray()))
                .parameterRows(parameterRows.toArray(), parameterIndices.toArray())
                .externals(externals())
                .initial(initial(start))
                .probes(probes())
                .build();
    }

    /** Links that are live and are written as runs. */
    int linksInRuns() {
        return linksInRuns;
    }

    /** Links that are one run. */
    int linksOneRun() {
        return linksOneRun;
    }

    ParameterTable parameters() {
        return parameters;
    }

    // ---- links -------------------------------------------------------------------------------------

    private int[] stageOfLinks() {
        int[] stage = new int[wiring.to.length];
        for (int k = 0; k < stage.length; k++) {
            stage[k] = wiring.fresh[k] ? wiring.level[wiring.neuronOfIn[wiring.to[k]]] : 0;
        }
        return stage;
    }

    private Runs runs(int[] stageOf, int stage) {
        IntList x = new IntList();
        IntList y = new IntList();
        IntList n = new IntList();
        IntList w = new IntList();
        List<Link> links = wiring.links;
        for (int i : inputsByRow()) {
            for (int e = wiring.inStart[i]; e < wiring.inStart[i + 1]; e++) {
                int k = wiring.incoming[e];
                if (k < wiring.declared && stageOf[k] == stage) {
                    int from = wiring.from[k];
                    int[] triples =
                            alignment.runs(shapes.out()[from], links.get(k).path(), shapes.in()[i]);
                    count(triples.length / 3);
                    for (int t = 0; t < triples.length; t += 3) {
                        x.add(layout.inRow[i] + triples[t]);
                        y.add(layout.outRow[from] + triples[t + 1]);
                        n.add(triples[t + 2]);
                        w.add(k);
                    }
                }
            }
        }
        return new Runs(x.toArray(), y.toArray(), n.toArray(), w.toArray());
    }

    private void count(int runs) {
        linksInRuns += runs > 0 ? 1 : 0;
        linksOneRun += runs == 1 ? 1 : 0;
    }

    /** Input ports that have rows, in the order of their rows. */
    private int[] inputsByRow() {
        if (inputOrder == null) {
            Integer[] ports = new Integer[shapes.in().length];
            Arrays.setAll(ports, i -> i);
            inputOrder = Arrays.stream(ports)
                    .filter(i -> !shapes.in()[i].isEmpty())
                    .sorted((a, b) -> Integer.compare(layout.inRow[a], layout.inRow[b]))
                    .mapToInt(i -> i)
                    .toArray();
        }
        return inputOrder;
    }

    // ---- neurons -----------------------------------------------------------------------------------

    private FlatOps ops(List<List<Integer>> groups) {
        Coalescer ops = new Coalescer();
        for (List<Integer> group : groups) {
            Neuron first = wiring.neurons.get(group.get(0));
            if (!first.isExternal()) {
                instantiate(template(group.get(0), first), group, ops);
            }
        }
        return ops.build();
    }

    private Template template(int n, Neuron neuron) {
        Map<String, VValue> in = new HashMap<>();
        for (int i = wiring.firstIn[n]; i < wiring.firstIn[n + 1]; i++) {
            in.put(wiring.ins.get(i).port(), shapes.in()[i]);
        }
        List<VValue> out = Arrays.asList(shapes.out()).subList(wiring.firstOut[n], wiring.firstOut[n + 1]);
        return TypeLowering.lower(pool, alignment, neuron, in, out);
    }

    /** Each step for every neuron of the group before the next step, so that neighbours can be joined. */
    private void instantiate(Template t, List<Integer> group, Coalescer ops) {
        int[] tempRow = new int[t.temps.size()];
        for (int i = 0; i < tempRow.length; i++) {
            tempRow[i] = firstTemp + temps;
            temps = Math.addExact(temps, Math.multiplyExact(t.temps.get(i), group.size()));
        }
        List<VValue> constants = List.copyOf(t.constants.keySet());
        for (Template.Step s : t.steps) {
            for (int g = 0; g < group.size(); g++) {
                Place p = new Place(group.get(g), g, tempRow, t, constants);
                ops.add(s.op(), s.n(), p.row(s.d()), p.row(s.a()), p.row(s.b()), p.row(s.c()), s.i0(), s.i1());
            }
        }
    }

    /** Where the operands of a template are for one neuron of a group. */
    private final class Place {
        private final int neuron;
        private final int member;
        private final int[] tempRow;
        private final Template template;
        private final List<VValue> constants;

        Place(int neuron, int member, int[] tempRow, Template template, List<VValue> constants) {
            this.neuron = neuron;
            this.member = member;
            this.tempRow = tempRow;
            this.template = template;
            this.constants = constants;
        }

        int row(Operand o) {
            if (o == null) {
                return 0;
            }
            return o.offset()
                    + switch (o.kind()) {
                        case INPUT -> layout.outputRows + layout.inRow[wiring.firstIn[neuron] + o.index()];
                        case OUTPUT -> layout.outRow[wiring.firstOut[neuron] + o.index()];
                        case TEMP -> tempRow[o.index()] + member * template.temps.get(o.index());
                        case PARAMETER -> parameter(o.index());
                        case CONSTANT -> constant(constants.get(o.index()));
                    };
        }

        private int parameter(int index) {
            Neuron n = wiring.neurons.get(neuron);
            String name = List.copyOf(n.type().parameters().keySet()).get(index);
            ParameterTable.Entry e = parameters.entry(n, name);
            return e != null ? parameterRow(e) : constant(n.parameter(name));
        }
    }

    /** The rows of a constant tree; the empty tree stands for a zero. */
    private int constant(VValue value) {
        return constantRow.computeIfAbsent(value, v -> {
            int row = firstTemp + temps;
            (v.isEmpty() ? VValue.EMPTY : v).forEach((p, x) -> constantRow(x));
            if (v.isEmpty()) {
                constantRow(0);
            }
            return row;
        });
    }

    private void constantRow(double x) {
        constantRows.add(firstTemp + temps++);
        constantValues.add(x);
    }

    private int parameterRow(ParameterTable.Entry e) {
        return parameterRow.computeIfAbsent(e, k -> {
            int row = firstTemp + temps;
            for (int i = 0; i < e.count(); i++) {
                parameterRows.add(firstTemp + temps++);
                parameterIndices.add(e.first() + i);
            }
            return row;
        });
    }

    // ---- what is fed, what is there at the start, what is watched ------------------------------------

    private Ranges externals() {
        IntList start = new IntList();
        IntList length = new IntList();
        for (int n = 0; n < wiring.neurons.size(); n++) {
            for (int o = wiring.firstOut[n]; wiring.neurons.get(n).isExternal() && o < wiring.firstOut[n + 1]; o++) {
                start.add(layout.outRow[o]);
                length.add((int) shapes.out()[o].size());
            }
        }
        return new Ranges(start.toArray(), length.toArray());
    }

    private Rows initial(Map<Port, VValue> start) {
        IntList row = new IntList();
        List<Double> value = new ArrayList<>();
        start.forEach((port, tree) -> {
            int o = wiring.findOut(port);
            if (o < 0) {
                return; // a neuron that is no more
            }
            int[] at = alignment.positions(pool.of(tree), shapes.out()[o]);
            int[] i = {0};
            tree.forEach((p, x) -> {
                int position = at[i[0]++];
                if (position >= 0) {
                    row.add(layout.outRow[o] + position);
                    value.add(x);
                }
            });
        });
        return new Rows(row.toArray(), value.stream().mapToDouble(x -> x).toArray());
    }

    private Ranges probes() {
        IntList start = new IntList();
        IntList length = new IntList();
        for (Probe p : wiring.network.probes()) {
            boolean in = p.side() == Probe.Side.IN;
            int port = in ? wiring.in(p.port()) : wiring.out(p.port());
            start.add(in ? layout.outputRows + layout.inRow[port] : layout.outRow[port]);
            length.add((int) (in ? shapes.in()[port] : shapes.out()[port]).size());
        }
        return new Ranges(start.toArray(), length.toArray());
    }
}
