package io.dmm4j.flat;

import io.dmm4j.expr.Op;
import java.util.BitSet;
import java.util.List;

/**
 * The reverse of a flat program, over the same kind of ops. Its rows are those of the forward program, as
 * a cycle left them, and after them one derivative row for each: row {@code R + r} holds ∂L/∂S[r], where
 * R is the number of rows of the forward program.
 *
 * <p>The reverse of cycle t, in every lane, given the rows of cycle t, the outputs of cycle t − 1 and the
 * derivatives of the outputs of cycle t that later cycles have left in their derivative rows:
 *
 * <ol>
 *   <li>set the derivative rows of inputs and temporaries to 0; add ∂L/∂probe of cycle t to the derivatives of the
 *       probed rows;
 *   <li>for each stage, the last first: execute its adjoint ops ({@link #ops}); add the parameter rows'
 *       derivatives to the gradient at the end; then, unless it is the first stage, run its links backwards,
 *       <pre>  D[yRow + i] += p[weight] · D[Y + xRow + i]        gradient[weight] += Σ_lanes Σ_i D[Y + xRow + i] · S[yRow + i]</pre>
 *       where S is cycle t, since these links are fresh;
 *   <li>after the first stage's ops set all derivatives of outputs to 0, and run its links backwards likewise with S
 *       of cycle t − 1, and then its row runs, in every lane,
 *       <pre>  D[yRow + i] += S[weight] · D[Y + xRow + i]        D[weight] += Σ_i D[Y + xRow + i] · S[yRow + i]</pre>
 *       What this leaves in the derivatives of outputs is what cycle t − 1 starts from.
 * </ol>
 *
 * Rows are written once per cycle, except where ZERO is followed by ops that add, so nothing else need be
 * cleared.
 *
 * @param forward the program that is differentiated
 * @param ops the adjoint ops of each stage of the forward program, in the forward order of stages; rows from 0 to 2R
 */
public record AdjointProgram(FlatProgram forward, List<FlatOps> ops) {

    /** Copies the list. */
    public AdjointProgram {
        ops = List.copyOf(ops);
    }

    /** Rows of the forward program and their derivatives: 2R. */
    public int rows() {
        return Math.multiplyExact(2, forward.rows());
    }

    /** The row of the derivative of a row. */
    public int derivative(int row) {
        return forward.rows() + row;
    }

    /**
     * The rows of a cycle that its reverse needs to be kept: the outputs, and what adjoint ops read of inputs and temporaries.
     * Constants and parameters are not among them: nothing writes their rows during a window.
     */
    public BitSet taped() {
        BitSet rows = read();
        rows.and(written());
        rows.set(0, forward.outputRows());
        return rows;
    }

    private BitSet read() {
        BitSet read = new BitSet();
        for (FlatOps s : ops) {
            int[][] operands = {s.a(), s.b(), s.c()};
            for (int k = 0; k < s.count(); k++) {
                Op op = s.op()[k];
                for (int j = 0; j < op.arity(); j++) {
                    int n = FlatOps.isScalarOperand(op, j) ? 1 : s.n()[k];
                    read.set(operands[j][k], operands[j][k] + n);
                }
            }
        }
        read.clear(forward.rows(), rows());
        return read;
    }

    private BitSet written() {
        BitSet written = new BitSet();
        written.set(forward.outputRows(), forward.outputRows() + forward.inputRows());
        for (Stage s : forward.stages()) {
            FlatOps f = s.ops();
            for (int k = 0; k < f.count(); k++) {
                int n = f.op()[k].isReduction() ? 1 : f.n()[k];
                written.set(f.d()[k], f.d()[k] + n);
            }
        }
        return written;
    }
}
