package io.dmm4j.dl4j;

import io.dmm4j.dl4j.machine.Blueprint;
import io.dmm4j.dl4j.machine.Rewired;
import io.dmm4j.net.Network;
import java.util.Objects;
import java.util.stream.IntStream;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
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
public final class DmmLayer extends RecurrentMachineLayer {
    private static final long serialVersionUID = 1L;

    private DmmDesign design;

    private DmmLayer() {}

    private DmmLayer(Builder b) {
        super(b);
        design = b.design.build();
        nIn = design.blueprint().features();
        nOut = design.blueprint().outputs();
        initializeConstraints(b);
    }

    @Override
    public Blueprint blueprint() {
        return design.blueprint();
    }

    @Override
    public Rewired without(boolean[] kept) {
        DmmLayer other = (DmmLayer) clone();
        other.design = design.without(kept);
        int links = links();
        int[] from = IntStream.range(0, blueprint().parameters())
                .filter(i -> i >= links || kept[i])
                .toArray();
        return new Rewired(other, from);
    }

    /** The size of the input is that of the network's: another is an error. */
    @Override
    public void setNIn(InputType inputType, boolean override) {
        long own = nIn;
        super.setNIn(inputType, true);
        if (nIn != own) {
            long found = nIn;
            nIn = own;
            throw new DL4JInvalidConfigException("layer " + getLayerName() + ": found an input of " + found
                    + " features, expected " + own + ", as many as feed its network");
        }
    }

    /** What is run. */
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
    public static final class Builder extends RecurrentMachineLayer.Builder<Builder> {
        private final DesignBuilder design = new DesignBuilder();

        /** Sets the network. */
        public Builder network(Network n) {
            design.network(n);
            return this;
        }

        /** Sets the network from the text of a network file. */
        public Builder network(String json) {
            design.network(json);
            return this;
        }

        /**
         * Feeds the paths of an external input, after {@link #network}.
         *
         * @param port for example {@code input.char}
         * @param from the feature of its first path
         * @param to after the feature of its last
         * @param pointers the paths, as JSON Pointers, in the order of the features; those that the port declares if none are given
         * @throws DL4JInvalidConfigException if there is no such input, or the numbers of features and paths differ
         */
        public Builder input(String port, int from, int to, String... pointers) {
            design.input(port, from, to, pointers);
            return this;
        }

        /**
         * Appends the numbers that a probe can show to the outputs; those of the network's own probes unless said.
         *
         * @param probe for example {@code output.dict-1}
         * @throws DL4JInvalidConfigException if there is no such port
         */
        public Builder output(String probe) {
            design.output(probe);
            return this;
        }

        /** Sets the cycles per step; 1 unless said. Probes are read after the last. */
        public Builder cyclesPerStep(int n) {
            design.timing(n);
            return this;
        }

        /**
         * Sets the cycle in whose up movement the features of a step are emitted, from 1; 0 (unless said) for just before the step, so
         * that its first down movement reads them.
         */
        public Builder inputDelay(int cycle) {
            design.delay(cycle);
            return this;
        }

        /** Sets whether features are emitted in every cycle of a step, or once (unless said). */
        public Builder hold(boolean h) {
            design.hold(h);
            return this;
        }

        @Override
        @SuppressWarnings("unchecked")
        public DmmLayer build() {
            return new DmmLayer(this);
        }
    }
}
