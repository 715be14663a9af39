package io.dmm4j.cuda.kernel;

import io.dmm4j.cuda.kernel.Parameter.Kind;
import io.dmm4j.spi.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The entry points of the GPU's kernels: what they are called, what they are passed, and in which shapes they may be
 * launched. The formulas stand above the kernels in {@code src/main/cuda} and, for the host, in {@link HostKernels}.
 *
 * <p>A matrix is a pointer and a <em>stride</em>: element (row, lane) is {@code pointer[row · stride + lane]}, counted
 * in numbers of the entry's precision, 0 ≤ lane &lt; lanes ≤ stride. Numbers between lanes and stride are neither read
 * nor written. Where lanes and strides are multiples of 16 bytes and so are the addresses, kernels move 16 bytes at a
 * time.
 *
 * <p>Kernels check nothing: {@link Args}, {@link LaunchShape} and the tables of this package are the checked front.
 */
public enum Kernel {
    /**
     * Levels {@code from} (inclusive) to {@code to} (exclusive) of an {@link OpTable}, in one launch: a block owns a
     * tile of lanes and walks the levels with a barrier after each.
     */
    OPS_FUSED(Work.FUSED, "state* +stride -lanes entries* levels* -from -to"),

    /** One level of an {@link OpTable}, spread over the grid. */
    OPS_LEVEL(Work.SPREAD, "state* +stride -lanes entries* levels* -level"),

    /**
     * Down movement by a {@link RunTable}, weights shared by all lanes: with {@code adds} = 0 target = Σ, else
     * target += Σ, of {@code weights[w] · state[yRow + i]}. {@code split} threads (a power of two, at most 32 / block.x)
     * share the entries of a row.
     */
    DOWN_SHARED(Work.SPREAD, "state* +stride -lanes groups* -groupCount entries* -adds -split weights*"),

    /** Likewise with a weight per lane: {@code weights[w · weightStride + lane]}. */
    DOWN_LANES(Work.SPREAD, "state* +stride -lanes groups* -groupCount entries* -adds -split weights* +weightStride"),

    /** Likewise with weights that the state holds: {@code state[weightRow[w] · stride + lane]}. */
    DOWN_ROWS(Work.SPREAD, "state* +stride -lanes groups* -groupCount entries* -adds -split weightRow*"),

    /**
     * The weight gradients' dot products over a {@link DotTable}, first pass:
     * {@code partial[run · splits + split] += Σ over that split's elements of x · y}, in 64-bit numbers. {@code team}
     * threads along the items (a power of two, at most 32 / block.x) share a split; elements of a run are cut by rows:
     * split s has rows [length · s / splits, length · (s + 1) / splits).
     */
    RUN_DOTS(Work.SPREAD, "x* +xStride y* +yStride -lanes runs* -runCount partial* -splits -team"),

    /**
     * Weight gradients of each lane over a {@link DotTable}:
     * {@code out[target[g] · outStride + lane] += Σ over runs of weight g, Σ_i x · y}.
     */
    RUN_DOTS_LANES(Work.SPREAD, "x* +xStride y* +yStride -lanes runs* first* target* -groupCount out* +outStride"),

    /** Second pass: {@code gradient[target[g]] += Σ partial[first[g] … first[g+1])}, in 64-bit numbers. */
    PARTIALS_ADD(Work.FLAT, "partial* first* target* -groupCount gradient*"),

    /** {@code partial[k] += Σ over lanes of state[row[k]]}, in 64-bit numbers. */
    LANE_SUMS(Work.SPREAD, "state* +stride -lanes rows* -count partial*"),

    /** {@code to[target[g]] += Σ from[rows[k]] for first[g] ≤ k < first[g+1]}, in every lane, over {@link RowGroups}. */
    ROWS_ADD(Work.SPREAD, "from* +fromStride -lanes rows* first* target* -groupCount to* +toStride"),

    /** {@code to[k] = from[rows[k]]} in every lane: what probes read. */
    ROWS_GATHER(Work.SPREAD, "from* +fromStride -lanes rows* -count to* +toStride"),

    /** {@code state[rows[k]] = values[k]} in every lane; values are 64-bit: constants, initial outputs. */
    ROWS_SET(Work.SPREAD, "state* +stride -lanes rows* values* -count"),

    /** {@code state[rows[k]] = 0} in every lane: what external inputs hold before their events. */
    ROWS_CLEAR(Work.SPREAD, "state* +stride -lanes rows* -count"),

    /** {@code state[rows[k]] = parameters[index[k]]} in every lane. */
    ROWS_PARAMETERS(Work.SPREAD, "state* +stride -lanes rows* index* -count parameters*"),

    /** {@code state[rows[k]] = parameters[index[k] · parameterStride + lane]}. */
    ROWS_LANE_PARAMETERS(Work.SPREAD, "state* +stride -lanes rows* index* -count parameters* +parameterStride"),

    /**
     * {@code state[rows[e], lane[e]] += values[e]} for the events {@code start[cycle] ≤ e < start[cycle + 1]}. Events of
     * one cycle, row and lane stand next to each other and are added in their order ({@link EventTable}).
     */
    EVENTS(Work.FLAT, "state* +stride start* -cycle rows* lane* values*"),

    /** {@code values[k] = parameters[weight[k]]}: the values of a CSR matrix. */
    VALUES_GATHER(Work.FLAT, "parameters* weight* +count values*"),

    /** {@code to[k] = from[k]} from 64-bit numbers to the entry's precision. */
    ROUND(Work.FLAT, "from* +count to*"),

    /** {@code to[k] = from[k]} from the entry's precision to 64-bit numbers. */
    WIDEN(Work.FLAT, "from* +count to*");

    /** How the threads of a launch share the work. */
    public enum Work {
        /**
         * block.x threads (a power of two, at most 32) lie along the lanes, block.y along the items; grid.x blocks lie
         * along the tiles of lanes, and grid.y must be 1.
         */
        FUSED,
        /** Likewise, with grid.y blocks along the items. */
        SPREAD,
        /** block.x threads and grid.x blocks along the items; block.y = grid.y = 1. */
        FLAT
    }

    private final Work work;
    private final List<Parameter> parameters;

    /** Parameters as words: {@code name*} is a pointer, {@code +name} a long, {@code -name} an int. */
    Kernel(Work work, String parameters) {
        this.work = work;
        List<Parameter> list = new ArrayList<>();
        for (String word : parameters.split(" ")) {
            list.add(
                    switch (word.charAt(0)) {
                        case '+' -> new Parameter(word.substring(1), Kind.LONG);
                        case '-' -> new Parameter(word.substring(1), Kind.INT);
                        default -> new Parameter(word.substring(0, word.length() - 1), Kind.POINTER);
                    });
        }
        this.parameters = List.copyOf(list);
    }

    /** The name in the PTX, for example {@code dmm_ops_fused_f32}. */
    public String entry(Precision precision) {
        return "dmm_" + name().toLowerCase(Locale.ROOT) + (precision == Precision.FLOAT32 ? "_f32" : "_f64");
    }

    /** What is passed, in order. */
    public List<Parameter> parameters() {
        return parameters;
    }

    /** How threads share the work. */
    public Work work() {
        return work;
    }

    /** The most threads of a block: what the kernel is compiled for. */
    public int mostThreads() {
        return this == OPS_FUSED ? 512 : 256;
    }
}
