package io.dmm4j.flatten;

import io.dmm4j.hash.Labels;
import io.dmm4j.hash.PathTable;
import io.dmm4j.hash.PathTableBuilder;
import io.dmm4j.net.Port;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rows of all ports and what leads to them: labels with room for new words, an index for each shape that is asked for, and
 * the table of all rows, which is made when somebody wants it. A machine that grows asks for few shapes.
 */
final class RowTables {
    private static final String OUT = "out";
    private static final String IN = "in";

    final List<PortRows> outputs;
    final List<PortRows> inputs;
    final Labels labels = new Labels();

    /** The id of spare label 0. */
    final int firstSpare;

    private final Map<Port, PortRows> outputOf = new HashMap<>();
    private final Map<Port, PortRows> inputOf = new HashMap<>();
    private final Map<VValue, ShapeIndex> indices = new IdentityHashMap<>();
    private PathTable table;

    /**
     * Tables of some rows.
     *
     * @param spare how many spare labels there are
     * @param mentioned labels that never take a spare label's place
     */
    RowTables(List<PortRows> outputs, List<PortRows> inputs, int spare, Set<String> mentioned) {
        this.outputs = List.copyOf(outputs);
        this.inputs = List.copyOf(inputs);
        outputs.forEach(p -> outputOf.put(p.port(), p));
        inputs.forEach(p -> inputOf.put(p.port(), p));
        firstSpare = labels.reserve(spare);
        mentioned.forEach(labels::intern);
        if (spare > 0) { // a word that some shape has must not take a spare label
            Set<VValue> shapes = Collections.newSetFromMap(new IdentityHashMap<>());
            for (List<PortRows> ports : List.of(outputs, inputs)) {
                ports.stream().map(PortRows::shape).filter(shapes::add).forEach(this::intern);
            }
        }
    }

    private void intern(VValue shape) {
        shape.walk((label, node) -> {
            if (label != null) {
                id(label);
            }
        });
    }

    /** The id of a label of a shape. */
    private int id(String label) {
        return Spare.is(label) ? firstSpare + Spare.number(label) : labels.intern(label);
    }

    /** The rows of an output port; null if there is no such port. */
    PortRows output(Port p) {
        return outputOf.get(p);
    }

    /** The rows of an input port; null if there is no such port. */
    PortRows input(Port p) {
        return inputOf.get(p);
    }

    /** The row of a path of an output; −1 if it has none. */
    int row(Port output, Path path) {
        PortRows p = outputOf.get(output);
        if (p == null || p.shape().isEmpty()) {
            return -1;
        }
        int at = indices.computeIfAbsent(p.shape(), s -> new ShapeIndex(s, this::id))
                .find(path, labels::id);
        return at < 0 ? -1 : p.row() + at;
    }

    /** As {@link #row}, but a word that is new to all tables takes a spare label if there is one. */
    int rowOrBind(Port output, Path path) {
        for (int i = 0; i < path.length(); i++) {
            Spare.refuse(path.label(i), "external input ", output);
        }
        if (path.length() == 1 && labels.spares() > 0 && labels.id(path.label(0)) < 0) {
            labels.bind(path.label(0));
        }
        return row(output, path);
    }

    /** Whether a spare label has a word. */
    boolean isBound(String spareLabel) {
        return labels.isBound(firstSpare + Spare.number(spareLabel));
    }

    /** The word of a spare label. */
    String text(String spareLabel) {
        return labels.text(firstSpare + Spare.number(spareLabel));
    }

    /** A path of a shape with words for its spare labels; null if one of them has no word. */
    Path known(Path path) {
        boolean spare = false;
        for (int i = 0; i < path.length(); i++) {
            spare |= Spare.is(path.label(i));
        }
        if (!spare) {
            return path;
        }
        Path known = Path.ROOT;
        for (String label : path.labels()) {
            if (Spare.is(label) && !isBound(label)) {
                return null;
            }
            known = known.child(Spare.is(label) ? text(label) : label);
        }
        return known;
    }

    /** The table of all rows: row r is path r. */
    synchronized PathTable table() {
        if (table == null) {
            table = build();
        }
        return table;
    }

    private PathTable build() {
        PathTableBuilder b = PathTable.builder();
        List<PortRows> inRowOrder = new ArrayList<>();
        addSorted(outputs, inRowOrder);
        int outs = inRowOrder.size();
        addSorted(inputs, inRowOrder);
        for (int i = 0; i < inRowOrder.size(); i++) {
            PortRows p = inRowOrder.get(i);
            Path prefix =
                    Path.of(i < outs ? OUT : IN, p.port().neuron(), p.port().port());
            p.shape().forEach((path, one) -> b.add(ids(prefix, path)));
        }
        return b.build();
    }

    private static void addSorted(List<PortRows> ports, List<PortRows> into) {
        ports.stream()
                .filter(p -> p.count() > 0)
                .sorted((x, y) -> Integer.compare(x.row(), y.row()))
                .forEach(into::add);
    }

    private int[] ids(Path prefix, Path path) {
        int[] ids = new int[prefix.length() + path.length()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = i < prefix.length() ? labels.intern(prefix.label(i)) : id(path.label(i - prefix.length()));
        }
        return ids;
    }
}
