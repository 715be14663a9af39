package io.dmm4j.cuda.device;

/**
 * Y = A·X or Y += A·X for dense row-major matrices.
 *
 * @param rows rows of A and Y
 * @param cols columns of A, rows of X
 * @param width columns of X and Y
 * @param stride elements from one row of X or Y to the next, at least the width
 * @param wide whether numbers are 64-bit, else 32-bit
 * @param a rows × cols numbers
 * @param x cols × stride numbers, the last row may be shorter
 * @param y rows × stride numbers, the last row may be shorter
 * @param add whether to add to Y instead of setting it
 * @param what what the product is for
 */
public record Dense(
        int rows, int cols, int width, int stride, boolean wide, Span a, Span x, Span y, boolean add, String what) {

    /** Checks the sizes. */
    public Dense {
        long size = wide ? Double.BYTES : Float.BYTES;
        if (rows < 1
                || cols < 1
                || width < 1
                || stride < width
                || a.bytes() < size * rows * cols
                || x.bytes() < size * ((long) (cols - 1) * stride + width)
                || y.bytes() < size * ((long) (rows - 1) * stride + width)) {
            throw new IllegalArgumentException(what + ": operands do not have the sizes of " + rows + " × " + cols
                    + " times " + cols + " × " + width);
        }
    }

    /** The shapes, as error messages say them. */
    public String shapes() {
        return "[" + rows + " × " + cols + "] · [" + cols + " × " + width + "], " + (wide ? "float64" : "float32");
    }
}
