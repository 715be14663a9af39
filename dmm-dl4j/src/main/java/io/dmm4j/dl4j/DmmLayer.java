package io.dmm4j.dl4j;

import java.util.Objects;
import org.deeplearning4j.nn.conf.inputs.InputType;

/**
 * A network of neurons as a recurrent layer: features of a step are emitted by its external inputs, its probes are the outputs.
 * Parameters: {@code W}, the trainable links in the order of the network file; {@code P}, the trainable parameters of types.
 * They start at the network's numbers.
 *
 * <pre>{@code
 * new DmmLayer.Builder()
 *         .network(Networks.load("example:duplicate-detector/handcrafted"))
 *         .input("input.char", 0, 3, "/a", "/b", "/.")
 *         .output("in:output.dict-1")
 *         .cyclesPerStep(10)
 *         .build();
 * }</pre>
 */
public final class DmmLayer extends RecurrentMachineLayer implements DmmConf {
    private static final long serialVersionUID = 1L;

    private DmmDesign design;

    private DmmLayer() {}

    private DmmLayer(Builder b) {
        super(b);
        design = b.design.build();
        nIn = MachineLayers.sizeOf("nIn", nIn, design.blueprint().features());
        nOut = MachineLayers.sizeOf("nOut", nOut, design.blueprint().outputs());
        initializeConstraints(b);
    }

    @Override
    public DmmLayer withDesign(DmmDesign d) {
        DmmLayer other = (DmmLayer) clone();
        other.design = d;
        return other;
    }

    /** The size of the input is that of the network's: another is an error. */
    @Override
    public void setNIn(InputType inputType, boolean override) {
        super.setNIn(inputType, true);
        nIn = MachineLayers.requireFeatures(this, nIn, design.blueprint().features());
    }

    @Override
    public DmmDesign getDesign() {
        return design;
    }

    /** For JSON. */
    void setDesign(DmmDesign d) {
        design = d;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof DmmLayer d && super.equals(o) && Objects.equals(design, d.design);
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), design);
    }

    /** Collects a configuration; sizes come from the network. */
    public static final class Builder extends RecurrentMachineLayer.Builder<Builder> implements DmmBuilder<Builder> {
        private final DesignBuilder design = new DesignBuilder();

        @Override
        public DesignBuilder design() {
            return design;
        }

        @Override
        @SuppressWarnings("unchecked")
        public DmmLayer build() {
            return new DmmLayer(this);
        }
    }
}
