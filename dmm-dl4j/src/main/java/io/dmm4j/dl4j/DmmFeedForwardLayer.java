package io.dmm4j.dl4j;

import java.util.Objects;
import org.deeplearning4j.nn.conf.inputs.InputType;

/**
 * A network of neurons as a feed-forward layer: every example is one step from the initial outputs, of some cycles. All else is
 * as in {@link DmmLayer}.
 */
public final class DmmFeedForwardLayer extends FeedForwardMachineLayer implements DmmConf {
    private static final long serialVersionUID = 1L;

    private DmmDesign design;

    private DmmFeedForwardLayer() {}

    private DmmFeedForwardLayer(Builder b) {
        super(b);
        design = b.design.build();
        nIn = MachineLayers.sizeOf("nIn", nIn, design.blueprint().features());
        nOut = MachineLayers.sizeOf("nOut", nOut, design.blueprint().outputs());
        initializeConstraints(b);
    }

    @Override
    public DmmFeedForwardLayer withDesign(DmmDesign d) {
        DmmFeedForwardLayer other = (DmmFeedForwardLayer) clone();
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
        return o instanceof DmmFeedForwardLayer d && super.equals(o) && Objects.equals(design, d.design);
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), design);
    }

    /** Collects a configuration; sizes come from the network. */
    public static final class Builder extends FeedForwardMachineLayer.Builder<Builder> implements DmmBuilder<Builder> {
        private final DesignBuilder design = new DesignBuilder();

        @Override
        public DesignBuilder design() {
            return design;
        }

        @Override
        @SuppressWarnings("unchecked")
        public DmmFeedForwardLayer build() {
            return new DmmFeedForwardLayer(this);
        }
    }
}
