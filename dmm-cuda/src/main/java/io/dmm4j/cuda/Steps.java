package io.dmm4j.cuda;

import io.dmm4j.cuda.device.Memory;
import io.dmm4j.cuda.kernel.Args;
import io.dmm4j.cuda.kernel.Kernel;
import io.dmm4j.spi.Precision;

/** Launches that the parts of a training step share. */
final class Steps {
    private Steps() {}

    /** To 64-bit numbers. */
    static void widen(Workshop shop, Precision precision, long from, long count, long to) {
        shop.flat(
                precision,
                count,
                Args.of(Kernel.WIDEN)
                        .pointer("from", from)
                        .number("count", count)
                        .pointer("to", to));
    }

    /** From 64-bit numbers. */
    static void round(Workshop shop, Precision precision, long from, long count, long to) {
        shop.flat(
                precision,
                count,
                Args.of(Kernel.ROUND)
                        .pointer("from", from)
                        .number("count", count)
                        .pointer("to", to));
    }

    /** {@code to[k] = from[index[k]]}, 64-bit. */
    static void gather(Workshop shop, Memory from, Memory index, long count, long to) {
        shop.flat(
                Precision.FLOAT64,
                count,
                Args.of(Kernel.VALUES_GATHER)
                        .pointer("parameters", from.address())
                        .pointer("weight", index.address())
                        .number("count", count)
                        .pointer("values", to));
    }

    /** {@code to[index[k]] = from[k]}, 64-bit. */
    static void scatter(Workshop shop, long from, Memory index, int count, long to) {
        LaneSlice one = new LaneSlice(0, 1, 1, Precision.FLOAT64);
        shop.spread(
                one,
                count,
                Args.of(Kernel.ROWS_SET)
                        .pointer("state", to)
                        .number("stride", 1)
                        .number("lanes", 1)
                        .pointer("rows", index.address())
                        .pointer("values", from)
                        .number("count", count));
    }

    /** Adds partial sums to their targets, 64-bit. */
    static void addPartials(Workshop shop, Memory partial, Memory first, Memory target, int groups, Memory to) {
        shop.flat(
                Precision.FLOAT64,
                groups,
                Args.of(Kernel.PARTIALS_ADD)
                        .pointer("partial", partial.address())
                        .pointer("first", first.address())
                        .pointer("target", target.address())
                        .number("groupCount", groups)
                        .pointer("gradient", to.address()));
    }
}
