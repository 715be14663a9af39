package io.dmm4j.flat;

import java.util.Arrays;
import java.util.List;

/**
 * A network as plain data: what one cycle does to the state matrix {@code S [rows × lanes]}. The
 * regions of the rows and the order of a cycle stand in the {@linkplain io.dmm4j.flat package page}.
 *
 * <p>The parameter vector {@code p} holds the weights of all links, then the parameters of neuron
 * types; its values here are those to start from. It always holds every link of the network, also
 * those that no run uses because nothing reads their target.
 *
 * <p>A program that was built is consistent: every range lies in its region, every index exists
 * ({@link ProgramCheck}). Backends rely on that and do not check again.
 */
public final class FlatProgram {
    private final int outputRows;
    private final int inputRows;
    private final int tempRows;
    private final List<Stage> stages;
    private final int linkCount;
    private final double[] parameters;
    private final boolean[] trainable;
    private final Rows constants;
    private final Ranges externals;
    private final Rows initial;
    private final Ranges probes;
    private final int[] parameterRow;
    private final int[] parameterIndex;
    private final Runs rowRuns;
    private final Ranges guards;

    private FlatProgram(Builder b) {
        outputRows = b.outputRows;
        inputRows = b.inputRows;
        tempRows = b.tempRows;
        stages = List.copyOf(b.stages);
        linkCount = b.linkCount;
        parameters = b.parameters;
        trainable = b.trainable;
        constants = b.constants;
        externals = b.externals;
        initial = b.initial;
        probes = b.probes;
        parameterRow = b.parameterRow;
        parameterIndex = b.parameterIndex;
        rowRuns = b.rowRuns;
        guards = b.guards;
        ProgramCheck.check(this);
    }

    /** Starts a program. */
    public static Builder builder() {
        return new Builder();
    }

    /** Y: rows of neuron outputs, the first rows of the state. */
    public int outputRows() {
        return outputRows;
    }

    /** X: rows of neuron inputs, after the outputs. */
    public int inputRows() {
        return inputRows;
    }

    /** T: rows of temporaries, constants and parameters, after the inputs. */
    public int tempRows() {
        return tempRows;
    }

    /** Y + X + T. */
    public int rows() {
        return outputRows + inputRows + tempRows;
    }

    /** The stages of a cycle, in order; at least one. */
    public List<Stage> stages() {
        return stages;
    }

    /** How many of the first parameters are weights of links. */
    public int linkCount() {
        return linkCount;
    }

    /** The parameters to start from; read only. */
    public double[] parameters() {
        return parameters;
    }

    /** Which parameters training may change; read only, one per parameter. */
    public boolean[] trainable() {
        return trainable;
    }

    /** Temporary rows that hold a constant: written once, when the program is opened. */
    public Rows constants() {
        return constants;
    }

    /** The temporary rows that hold a parameter, in every lane; read only. */
    public int[] parameterRow() {
        return parameterRow;
    }

    /** The parameter index of each of {@link #parameterRow()}; read only. */
    public int[] parameterIndex() {
        return parameterIndex;
    }

    /** The output rows of each external input: cleared in every cycle, then set by the cycle's events. */
    public Ranges externals() {
        return externals;
    }

    /** The output rows that are not 0 before the first cycle. */
    public Rows initial() {
        return initial;
    }

    /** The rows that each probe reads at the end of a cycle, of the input or output region. */
    public Ranges probes() {
        return probes;
    }

    /**
     * Runs whose weights are rows of the state: links of a machine that holds its own matrix, each lane its own. Here
     * {@link Runs#weight()} is an output row, not a parameter index, and run {@code k} adds
     *
     * <pre>  S[Y + xRow[k] + i] += S[weight[k]] · S[yRow[k] + i]      for 0 ≤ i &lt; length[k]</pre>
     *
     * in every lane, after the runs of the first stage and before its ops: all of S on the right is what the last cycle
     * left, whatever stages come after. Weights are finite as long as the state is; {@link io.dmm4j.expr.Op} says what an
     * infinite one does.
     */
    public Runs rowRuns() {
        return rowRuns;
    }

    /**
     * Output rows that the program takes to be 0: what they would say (a link that it has no run for) it does not do.
     * An executor tells when one of them is not ({@link io.dmm4j.spi.Executor#alarm}).
     */
    public Ranges guards() {
        return guards;
    }

    /**
     * This program with other row runs and guards.
     *
     * @throws io.dmm4j.value.DmmException if a range does not fit, naming it
     */
    public FlatProgram withRowRuns(Runs runs, Ranges guarded) {
        return new FlatProgram(builder()
                .rows(outputRows, inputRows, tempRows)
                .stages(stages)
                .parameters(linkCount, parameters, trainable)
                .constants(constants)
                .parameterRows(parameterRow, parameterIndex)
                .externals(externals)
                .initial(initial)
                .probes(probes)
                .rowRuns(runs)
                .guards(guarded));
    }

    /** The multiply-adds of the down movement of one cycle in one lane. */
    public long multiplyAdds() {
        return rowRuns.multiplyAdds()
                + stages.stream().mapToLong(s -> s.runs().multiplyAdds()).sum();
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof FlatProgram p
                && outputRows == p.outputRows
                && inputRows == p.inputRows
                && tempRows == p.tempRows
                && linkCount == p.linkCount
                && stages.equals(p.stages)
                && Arrays.equals(parameters, p.parameters)
                && Arrays.equals(trainable, p.trainable)
                && constants.equals(p.constants)
                && externals.equals(p.externals)
                && initial.equals(p.initial)
                && probes.equals(p.probes)
                && Arrays.equals(parameterRow, p.parameterRow)
                && Arrays.equals(parameterIndex, p.parameterIndex)
                && rowRuns.equals(p.rowRuns)
                && guards.equals(p.guards);
    }

    @Override
    public int hashCode() {
        return stages.hashCode() * 31 + Arrays.hashCode(parameters);
    }

    @Override
    public String toString() {
        return "flat program: " + outputRows + " output rows, " + inputRows + " input rows, " + tempRows
                + " temporary rows, " + stages.size() + " stages, " + linkCount + " links";
    }

    /** Collects the parts of a program; what is not set is empty. */
    public static final class Builder {
        private int outputRows;
        private int inputRows;
        private int tempRows;
        private List<Stage> stages = List.of(new Stage(Runs.NONE, FlatOps.NONE));
        private int linkCount;
        private double[] parameters = {};
        private boolean[] trainable = {};
        private Rows constants = Rows.NONE;
        private Ranges externals = Ranges.NONE;
        private Rows initial = Rows.NONE;
        private Ranges probes = Ranges.NONE;
        private int[] parameterRow = {};
        private int[] parameterIndex = {};
        private Runs rowRuns = Runs.NONE;
        private Ranges guards = Ranges.NONE;

        private Builder() {}

        /** Sets the sizes of the three regions. */
        public Builder rows(int outputs, int inputs, int temps) {
            outputRows = outputs;
            inputRows = inputs;
            tempRows = temps;
            return this;
        }

        /** Sets the stages. */
        public Builder stages(List<Stage> s) {
            stages = s;
            return this;
        }

        /** Sets the parameters: first the weights of {@code links} links, then those of types. */
        public Builder parameters(int links, double[] values, boolean[] canTrain) {
            linkCount = links;
            parameters = values;
            trainable = canTrain;
            return this;
        }

        /** Sets the temporary rows that hold constants. */
        public Builder constants(Rows r) {
            constants = r;
            return this;
        }

        /** Sets the temporary rows that hold parameters. */
        public Builder parameterRows(int[] row, int[] index) {
            parameterRow = row;
            parameterIndex = index;
            return this;
        }

        /** Sets the output rows of external inputs. */
        public Builder externals(Ranges r) {
            externals = r;
            return this;
        }

        /** Sets the outputs before the first cycle. */
        public Builder initial(Rows r) {
            initial = r;
            return this;
        }

        /** Sets the rows that probes read. */
        public Builder probes(Ranges r) {
            probes = r;
            return this;
        }

        /** Sets the runs whose weights are rows of the state. */
        public Builder rowRuns(Runs r) {
            rowRuns = r;
            return this;
        }

        /** Sets the output rows that are taken to be 0. */
        public Builder guards(Ranges r) {
            guards = r;
            return this;
        }

        /**
         * The program.
         *
         * @throws io.dmm4j.value.DmmException if a range or an index does not fit, naming it
         */
        public FlatProgram build() {
            return new FlatProgram(this);
        }
    }
}
