package io.dmm4j.dl4j.sparse;

import io.dmm4j.dl4j.machine.Blueprint;
import io.dmm4j.dl4j.machine.Rewired;
import io.dmm4j.dl4j.machine.Tapped;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.layers.BaseLayer;

/** A sparse layer's configuration, seen as cells with links. */
public interface CellLayer extends Tapped {

    /** The kind of units. */
    Cell cell();

    /** What the layer is made of, kept with the blueprint that was made of it. */
    Cells cells();

    /** The links. */
    Sparsity getSparsity();

    /** This configuration with other links. */
    BaseLayer withSparsity(Sparsity s);

    @Override
    default Blueprint blueprint() {
        return cells().blueprint();
    }

    @Override
    default List<String> keys(boolean weights) {
        if (weights) {
            return cell().recurrents().isEmpty() ? List.of("W") : List.of("W", "RW");
        }
        return List.of("b");
    }

    @Override
    default Blueprint tapped() {
        return CellMachine.tapped(cells().spec());
    }

    /** The links from features. */
    default Connections inputs() {
        return cells().spec().inputs();
    }

    /** The links from units. */
    default Connections recurrents() {
        return cells().spec().recurrents();
    }

    @Override
    default List<Block> candidateBlocks() {
        CellSpec s = cells().spec();
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Block(s.features(), s.inputs().targets(), false, taps(s, cell().inputs())));
        if (!cell().recurrents().isEmpty()) {
            blocks.add(new Block(s.units(), s.recurrents().targets(), true, taps(s, cell().recurrents())));
        }
        return blocks;
    }

    private static int[] taps(CellSpec s, List<String> gates) {
        return gates.stream()
                .mapToInt(s.cell().biases()::indexOf)
                .flatMap(g -> IntStream.range(g * s.units(), (g + 1) * s.units()))
                .toArray();
    }

    @Override
    default List<int[]> places() {
        List<int[]> places = new ArrayList<>(List.of(inputs().places()));
        if (!cell().recurrents().isEmpty()) {
            places.add(recurrents().places());
        }
        return places;
    }

    @Override
    default Rewired without(boolean[] kept) {
        return rewired(kept, List.of(new int[0], new int[0]));
    }

    @Override
    default Rewired rewired(boolean[] kept, List<int[]> added) {
        CellSpec s = cells().spec();
        int inputs = s.inputs().count();
        Connections in = changed(s.inputs(), kept, 0, added.get(0));
        Connections recurrent =
                cell().recurrents().isEmpty() ? s.recurrents() : changed(s.recurrents(), kept, inputs, added.get(1));
        int[] from = new int[in.count() + recurrent.count() + s.bias().length];
        origins(s.inputs(), in, 0, from, 0);
        origins(s.recurrents(), recurrent, inputs, from, in.count());
        int biases = inputs + s.recurrents().count();
        for (int i = 0; i < s.bias().length; i++) {
            from[in.count() + recurrent.count() + i] = biases + i;
        }
        // A link that comes back where one has just gone is a new one.
        for (int i = 0; i < in.count() + recurrent.count(); i++) {
            from[i] = from[i] >= 0 && !kept[from[i]] ? -1 : from[i];
        }
        return new Rewired(withSparsity(Sparsity.of(in, recurrent)), from);
    }

    private static Connections changed(Connections old, boolean[] kept, int first, int[] added) {
        int[] place = new int[old.count() + added.length];
        int n = 0;
        for (int k = 0; k < old.count(); k++) {
            if (kept[first + k]) {
                place[n++] = old.place(k);
            }
        }
        System.arraycopy(added, 0, place, n, added.length);
        return Connections.of(old.sources(), old.targets(), Arrays.copyOf(place, n + added.length));
    }

    private static void origins(Connections old, Connections now, int firstOld, int[] from, int firstNow) {
        for (int k = 0; k < now.count(); k++) {
            int link = old.linkAt(now.place(k));
            from[firstNow + k] = link < 0 ? -1 : firstOld + link;
        }
    }
}
