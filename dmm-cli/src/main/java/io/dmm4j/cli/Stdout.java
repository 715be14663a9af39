package io.dmm4j.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;

/** Standard output that remembers why it failed, which a {@link PrintWriter} does not. */
final class Stdout extends OutputStream {
    private final OutputStream out = new FileOutputStream(FileDescriptor.out);
    private IOException failure;

    /** Ends a command whose output nobody gets. */
    static final class Closed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Closed() {
            super("standard output is closed", null, false, false);
        }
    }

    /** Hands over what was printed; fails if nobody takes it. */
    static void flush(PrintWriter out) {
        if (out.checkError()) {
            throw new Closed();
        }
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        try {
            out.write(bytes, from, count);
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    /** Whether the reader went away. */
    boolean isBroken() {
        return failure != null && String.valueOf(failure.getMessage()).contains("Broken pipe");
    }

    /** Why writing failed; null if it did not. */
    String failure() {
        return failure == null ? null : failure.getMessage();
    }
}
