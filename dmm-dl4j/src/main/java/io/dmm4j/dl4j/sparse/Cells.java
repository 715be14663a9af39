package io.dmm4j.dl4j.sparse;

import io.dmm4j.dl4j.machine.Blueprint;
import java.util.Arrays;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.nd4j.linalg.activations.IActivation;

/** What a sparse layer's configuration comes to, worked out once. */
public final class Cells {
    private final Key key;
    private final CellSpec spec;
    private Blueprint blueprint;

    private record Key(
            Cell cell, long features, long units, Sparsity sparsity, IActivation a, IActivation gate, double[] bias) {

        boolean is(Key k) {
            return cell == k.cell
                    && features == k.features
                    && units == k.units
                    && sparsity == k.sparsity
                    && a.equals(k.a)
                    && gate.equals(k.gate)
                    && Arrays.equals(bias, k.bias);
        }
    }

    private Cells(Key k) {
        key = k;
        int features = Math.toIntExact(k.features);
        int units = Math.toIntExact(k.units);
        int inTargets = k.cell.inputs().size() * units;
        int targets = k.cell.recurrents().size() * units;
        Connections in = k.sparsity.inputs(features, inTargets, units, targets);
        Connections recurrent = targets == 0
                ? Connections.of(units, 0, new int[0])
                : k.sparsity.recurrents(units, targets, features, inTargets);
        spec = new CellSpec(k.cell, k.cell.type(k.a, k.gate), features, units, in, recurrent, k.bias);
    }

    /**
     * The cells of a configuration: {@code known} if they are its.
     *
     * @param bias what biases start at
     */
    static Cells of(
            Cells known,
            Cell cell,
            long features,
            long units,
            Sparsity sparsity,
            IActivation a,
            IActivation gate,
            double[] bias) {
        if (features <= 0 || units <= 0) {
            throw new DL4JInvalidConfigException("sparse layer with nIn=" + features + ", nOut=" + units
                    + ": expected both above 0; set nIn or the input type of the network");
        }
        Key k = new Key(cell, features, units, sparsity, a, gate, bias);
        return known != null && known.key.is(k) ? known : new Cells(k);
    }

    CellSpec spec() {
        return spec;
    }

    synchronized Blueprint blueprint() {
        if (blueprint == null) {
            blueprint = CellMachine.blueprint(spec);
        }
        return blueprint;
    }
}
