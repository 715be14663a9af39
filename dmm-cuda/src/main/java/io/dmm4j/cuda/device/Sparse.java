package io.dmm4j.cuda.device;

/**
 * Y = A·X or Y += A·X for sparse A in compressed rows (32-bit indices from 0) and dense row-major X and Y.
 *
 * @param rows rows of A and Y
 * @param cols columns of A, rows of X
 * @param width columns of X and Y
 * @param stride elements from one row of X or Y to the next, at least the width
 * @param entries entries of A, ≥ 1
 * @param wide whether numbers are 64-bit, else 32-bit
 * @param rowStart rows + 1 ints
 * @param col entries ints
 * @param values entries numbers
 * @param x cols × stride numbers, the last row may be shorter
 * @param y rows × stride numbers, the last row may be shorter
 * @param add whether to add to Y instead of setting it
 * @param deterministic whether the same operands must give the same bits in every run
 * @param what what the product is for
 */
public record Sparse(
        long rows,
        long cols,
        long width,
        long stride,
        long entries,
        boolean wide,
        Span rowStart,
        Span col,
        Span values,
        Span x,
        Span y,
        boolean add,
        boolean deterministic,
        String what) {

    /** The most elements that a dense operand may have: cuSPARSE fails above. */
    public static final long MOST_ELEMENTS = (1L << 31) - 128;

    /** Checks the sizes. */
    public Sparse {
        int size = wide ? Double.BYTES : Float.BYTES;
        require(rows >= 1 && cols >= 1 && width >= 1 && entries >= 1, "sizes", what);
        require(rows < Integer.MAX_VALUE && cols < Integer.MAX_VALUE && entries <= Integer.MAX_VALUE, "indices", what);
        require(
                Math.multiplyExact(Math.max(rows, cols), stride) <= MOST_ELEMENTS && stride >= width,
                "dense operands",
                what);
        require(rowStart.bytes() >= (rows + 1) * Integer.BYTES, "row starts", what);
        require(col.bytes() >= entries * Integer.BYTES, "columns", what);
        require(values.bytes() >= entries * size, "values", what);
        require(x.bytes() >= ((cols - 1) * stride + width) * size, "x", what);
        require(y.bytes() >= ((rows - 1) * stride + width) * size, "y", what);
    }

    private static void require(boolean fits, String part, String what) {
        if (!fits) {
            throw new IllegalArgumentException(what + ": " + part + " out of range");
        }
    }

    /** The shapes, as error messages say them. */
    public String shapes() {
        return "[" + rows + " × " + cols + ", " + entries + " entries] · [" + cols + " × " + width + "], "
                + (wide ? "float64" : "float32");
    }
}
