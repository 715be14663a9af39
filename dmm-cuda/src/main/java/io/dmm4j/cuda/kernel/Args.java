package io.dmm4j.cuda.kernel;

import java.util.Arrays;
import java.util.List;

/**
 * The arguments of one launch. Each is given with the name of its parameter, in the kernel's order, so that two
 * arguments cannot be exchanged unseen.
 *
 * <pre>{@code
 * Args.of(Kernel.ROWS_CLEAR).pointer("state", s).number("stride", 64).number("lanes", 60)
 *         .pointer("rows", rows).number("count", n)
 * }</pre>
 */
public final class Args {
    private final Kernel kernel;
    private final long[] values;
    private int count;

    private Args(Kernel kernel) {
        this.kernel = kernel;
        values = new long[kernel.parameters().size()];
    }

    /** No arguments yet. */
    public static Args of(Kernel kernel) {
        return new Args(kernel);
    }

    /** Adds an address. */
    public Args pointer(String name, long address) {
        return add(name, Parameter.Kind.POINTER, address);
    }

    /**
     * Adds a number.
     *
     * @throws IllegalArgumentException if the parameter is a 32-bit one and the number does not fit
     */
    public Args number(String name, long value) {
        Parameter p = next(name);
        if (p.kind() == Parameter.Kind.INT && value != (int) value) {
            throw new IllegalArgumentException(kernel + ", " + p + ": found " + value + ", expected 32 bits");
        }
        return add(name, p.kind() == Parameter.Kind.INT ? Parameter.Kind.INT : Parameter.Kind.LONG, value);
    }

    private Args add(String name, Parameter.Kind kind, long value) {
        Parameter p = next(name);
        if (p.kind() != kind) {
            throw new IllegalArgumentException(kernel + ", " + p + ": found " + kind);
        }
        values[count++] = value;
        return this;
    }

    private Parameter next(String name) {
        List<Parameter> all = kernel.parameters();
        if (count == all.size() || !all.get(count).name().equals(name)) {
            String expected = count == all.size() ? "no more" : all.get(count).toString();
            throw new IllegalArgumentException(
                    kernel + ", argument " + count + ": found " + name + ", expected " + expected);
        }
        return all.get(count);
    }

    /** The kernel. */
    public Kernel kernel() {
        return kernel;
    }

    /**
     * The values in the kernel's order, addresses and numbers alike; {@link Kernel#parameters()} says how wide each is.
     *
     * @throws IllegalStateException if arguments are missing
     */
    public long[] values() {
        if (count < values.length) {
            throw new IllegalStateException(
                    kernel + ": argument " + kernel.parameters().get(count) + " is missing");
        }
        return values.clone();
    }

    /** The value of a parameter. */
    public long value(String name) {
        List<Parameter> all = kernel.parameters();
        for (int i = 0; i < count; i++) {
            if (all.get(i).name().equals(name)) {
                return values[i];
            }
        }
        throw new IllegalArgumentException(kernel + " has no argument " + name);
    }

    /** The value of a 32-bit parameter. */
    public int intValue(String name) {
        return Math.toIntExact(value(name));
    }

    @Override
    public String toString() {
        return kernel + Arrays.toString(Arrays.copyOf(values, count));
    }
}
