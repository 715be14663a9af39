package io.dmm4j.cuda;

import io.dmm4j.cuda.kernel.RunTable;
import io.dmm4j.flat.Csr;
import io.dmm4j.flat.Rigid;
import io.dmm4j.flat.Runs;
import java.util.Arrays;
import java.util.Optional;

/**
 * The links of one stage on the device, in one direction, shared by all slices of lanes: as a matrix for cuSPARSE or
 * cuBLAS, or as a table of runs for the run kernel.
 *
 * <p>The choice: full matrices, and small ones times wide operands where the runs are W ⊗ I, go to cuBLAS from half full
 * on; all others to cuSPARSE; runs that expand to 2^31 entries or more, and stages without entries, to the run kernel.
 */
final class DownTables {
    /** The share of cells from which a matrix is stored in full. */
    private static final double DENSE = 0.5;

    /** Rows and columns below which a full matrix gains nothing. */
    private static final int SMALL = 32;

    /** What moves. */
    enum Kind {
        /** Nothing: the rows are cleared, or left as they are. */
        NONE,
        /** A product. */
        MATRIX,
        /** The run kernel. */
        RUNS
    }

    final Kind kind;
    final boolean adds;
    final LinkMatrix matrix;
    final RunKernel runs;

    /** Row of the state that the sources count from, that the targets count from, and how many targets there are. */
    final int firstSource;

    final int firstTarget;
    final int targets;

    private DownTables(
            Kind kind, boolean adds, LinkMatrix matrix, RunKernel runs, int firstSource, int firstTarget, int targets) {
        this.kind = kind;
        this.adds = adds;
        this.matrix = matrix;
        this.runs = runs;
        this.firstSource = firstSource;
        this.firstTarget = firstTarget;
        this.targets = targets;
    }

    /**
     * The tables.
     *
     * @param back whether the links run backwards: from inputs (their derivatives) to outputs
     * @param sources rows that the sources have, {@code targets} likewise
     * @param adds whether the targets keep what they hold
     */
    static DownTables of(
            Workshop shop,
            ParameterVector parameters,
            CudaOptions options,
            Runs runs,
            boolean back,
            int firstSource,
            int sources,
            int firstTarget,
            int targets,
            boolean adds,
            String what) {
        if (runs.count() == 0) {
            return new DownTables(Kind.NONE, adds, null, null, firstSource, firstTarget, targets);
        }
        if (options.down() == CudaOptions.Way.RUNS || runs.multiplyAdds() > Integer.MAX_VALUE) {
            RunTable t = back
                    ? RunTable.up(runs, firstSource, firstTarget, targets, adds)
                    : RunTable.down(runs, firstSource, firstTarget, targets, adds);
            return new DownTables(
                    Kind.RUNS, adds, null, new RunKernel(shop, t, what), firstSource, firstTarget, targets);
        }
        int inputs = back ? sources : targets;
        int outputs = back ? targets : sources;
        Optional<Rigid> rigid = Rigid.of(runs, inputs, outputs);
        Csr csr = rigid.map(Rigid::matrix).orElseGet(() -> Csr.of(runs, inputs, outputs));
        Csr used = back ? csr.transpose() : csr;
        int width = rigid.map(Rigid::width).orElse(1);
        boolean full = isFull(used, options, shop);
        LinkMatrix m = new LinkMatrix(shop, parameters, used, width, full, adds, what);
        return new DownTables(Kind.MATRIX, adds, m, null, firstSource, firstTarget, targets);
    }

    private static boolean isFull(Csr csr, CudaOptions options, Workshop shop) {
        long cells = (long) csr.rows() * csr.cols();
        boolean wanted =
                switch (options.down()) {
                    case AUTO -> Math.min(csr.rows(), csr.cols()) >= SMALL && csr.entries() >= DENSE * cells;
                    case DENSE -> true;
                    case SPARSE, RUNS -> false;
                };
        return wanted
                && cells < Integer.MAX_VALUE
                && hasSingleEntries(csr)
                && shop.gpu().hasDense();
    }

    /** Whether no cell has two entries. */
    private static boolean hasSingleEntries(Csr csr) {
        int[] seen = new int[csr.cols()];
        Arrays.fill(seen, -1);
        for (int r = 0; r < csr.rows(); r++) {
            for (int k = csr.rowStart()[r]; k < csr.rowStart()[r + 1]; k++) {
                if (seen[csr.col()[k]] == r) {
                    return false;
                }
                seen[csr.col()[k]] = r;
            }
        }
        return true;
    }

    /** Takes over the present parameters. */
    void refresh() {
        if (matrix != null) {
            matrix.refresh();
        }
    }
}
