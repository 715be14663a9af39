package io.dmm4j.cuda.kernel;

import io.dmm4j.expr.Op;
import io.dmm4j.spi.Precision;

/**
 * What each kernel does, on the host: the definition that the CUDA sources are tested against, and what a device
 * without a GPU runs. One element after the other; what is summed is summed in 64-bit numbers in the order of the
 * tables, so that results agree with a GPU's but for rounding.
 */
public final class HostKernels {
    private final Args args;
    private final DeviceMemory memory;
    private final Precision precision;
    private final int lanes;

    private HostKernels(Precision precision, Args args, DeviceMemory memory) {
        this.precision = precision;
        this.args = args;
        this.memory = memory;
        lanes = args.kernel().work() == Kernel.Work.FLAT ? 1 : args.intValue("lanes");
    }

    /**
     * Runs a kernel.
     *
     * @param precision of the entry
     * @param shape how it is launched: checked, otherwise without meaning here
     * @throws IllegalArgumentException if the kernel may not be launched so
     */
    public static void launch(Kernel kernel, Precision precision, LaunchShape shape, Args args, DeviceMemory memory) {
        if (args.kernel() != kernel) {
            throw new IllegalArgumentException(kernel + ": found arguments of " + args.kernel());
        }
        args.values();
        shape.check(args);
        new HostKernels(precision, args, memory).run();
    }

    private void run() {
        switch (args.kernel()) {
            case OPS_FUSED -> {
                for (int level = number("from"); level < number("to"); level++) {
                    ops(level);
                }
            }
            case OPS_LEVEL -> ops(number("level"));
            case DOWN_SHARED, DOWN_LANES, DOWN_ROWS -> down();
            case RUN_DOTS -> runDots();
            case RUN_DOTS_LANES -> runDotsLanes();
            case PARTIALS_ADD -> partialsAdd();
            case LANE_SUMS -> laneSums();
            case ROWS_ADD -> rowsAdd();
            case ROWS_GATHER -> {
                HostMatrix from = matrix("from", "fromStride");
                HostMatrix to = matrix("to", "toStride");
                eachRow((k, lane) -> to.set(k, lane, from.get(integer("rows", k), lane)));
            }
            case ROWS_SET -> {
                HostMatrix s = state();
                eachRow((k, lane) -> s.set(integer("rows", k), lane, wide("values", k)));
            }
            case ROWS_CLEAR -> {
                HostMatrix s = state();
                eachRow((k, lane) -> s.set(integer("rows", k), lane, 0));
            }
            case ROWS_PARAMETERS -> {
                HostMatrix s = state();
                HostMatrix p = vector("parameters");
                eachRow((k, lane) -> s.set(integer("rows", k), lane, p.get(integer("index", k), 0)));
            }
            case ROWS_LANE_PARAMETERS -> {
                HostMatrix s = state();
                HostMatrix p = matrix("parameters", "parameterStride");
                eachRow((k, lane) -> s.set(integer("rows", k), lane, p.get(integer("index", k), lane)));
            }
            case EVENTS -> events();
            case VALUES_GATHER -> {
                HostMatrix p = vector("parameters");
                HostMatrix values = vector("values");
                each(k -> values.set(k, 0, p.get(integer("weight", k), 0)));
            }
            case ROUND -> {
                HostMatrix to = vector("to");
                each(k -> to.set(k, 0, wide("from", k)));
            }
            case WIDEN -> {
                HostMatrix from = vector("from");
                each(k -> memory.writeDouble(args.value("to"), k * Double.BYTES, from.get(k, 0)));
            }
        }
    }

    // ---- arguments ---------------------------------------------------------------------------------

    private int number(String name) {
        return args.intValue(name);
    }

    private int integer(String table, long k) {
        return memory.readInt(args.value(table), k * Integer.BYTES);
    }

    private double wide(String table, long k) {
        return memory.readDouble(args.value(table), k * Double.BYTES);
    }

    private void addWide(String table, long k, double x) {
        memory.writeDouble(args.value(table), k * Double.BYTES, wide(table, k) + x);
    }

    private HostMatrix matrix(String address, String stride) {
        return new HostMatrix(memory, precision, args.value(address), args.value(stride));
    }

    private HostMatrix vector(String address) {
        return new HostMatrix(memory, precision, args.value(address), 1);
    }

    private HostMatrix state() {
        return matrix("state", "stride");
    }

    private interface RowAndLane {
        void run(int k, int lane);
    }

    private void eachRow(RowAndLane body) {
        for (int k = 0; k < number("count"); k++) {
            for (int lane = 0; lane < lanes; lane++) {
                body.run(k, lane);
            }
        }
    }

    private void each(java.util.function.LongConsumer body) {
        for (long k = 0; k < args.value("count"); k++) {
            body.accept(k);
        }
    }

    // ---- kernels with tables -----------------------------------------------------------------------

    private void ops(int level) {
        long levels = args.value("levels");
        long at = (long) level * OpTable.LEVEL_BYTES;
        int end = memory.readInt(levels, at + 16);
        for (int k = memory.readInt(levels, at); k < end; k++) {
            long entries = args.value("entries");
            long e = (long) k * OpTable.ENTRY_BYTES;
            int[] rows = new int[4];
            for (int j = 0; j < 4; j++) {
                rows[j] = memory.readInt(entries, e + 8 + 4L * j);
            }
            Op op = OpCode.op(memory.readInt(entries, e));
            int n = memory.readInt(entries, e + 4);
            double i0 = memory.readDouble(entries, e + 32);
            double i1 = memory.readDouble(entries, e + 40);
            for (int lane = 0; lane < lanes; lane++) {
                HostOps.run(state(), lane, op, n, rows, i0, i1);
            }
        }
    }

    private void down() {
        long groups = args.value("groups");
        for (int g = 0; g < number("groupCount"); g++) {
            long at = (long) g * RunTable.GROUP_BYTES;
            int target = memory.readInt(groups, at);
            int first = memory.readInt(groups, at + 8);
            int end = memory.readInt(groups, at + RunTable.GROUP_BYTES + 8);
            for (int i = 0; i < memory.readInt(groups, at + 4); i++) {
                for (int lane = 0; lane < lanes; lane++) {
                    downRow((long) target + i, i, first, end, lane);
                }
            }
        }
    }

    private void downRow(long target, int i, int first, int end, int lane) {
        HostMatrix s = state();
        double sum = number("adds") != 0 ? s.get(target, lane) : 0;
        for (int k = first; k < end; k++) {
            long at = (long) k * RunTable.ENTRY_BYTES;
            long source = memory.readInt(args.value("entries"), at) + (long) i;
            int w = memory.readInt(args.value("entries"), at + 4);
            sum += weight(s, w, lane) * s.get(source, lane);
        }
        s.set(target, lane, sum);
    }

    private double weight(HostMatrix s, int w, int lane) {
        return switch (args.kernel()) {
            case DOWN_SHARED -> vector("weights").get(w, 0);
            case DOWN_LANES -> matrix("weights", "weightStride").get(w, lane);
            default -> s.get(integer("weightRow", w), lane);
        };
    }

    /** Σ x · y over elements {@code from} to {@code to} of a run, element = row · lanes + lane. */
    private double dot(int run, long from, long to) {
        HostMatrix x = matrix("x", "xStride");
        HostMatrix y = matrix("y", "yStride");
        long at = (long) run * DotTable.RUN_BYTES;
        int xRow = memory.readInt(args.value("runs"), at);
        int yRow = memory.readInt(args.value("runs"), at + 4);
        double sum = 0;
        for (long e = from; e < to; e++) {
            int lane = (int) (e % lanes);
            sum += x.get(xRow + e / lanes, lane) * y.get(yRow + e / lanes, lane);
        }
        return sum;
    }

    private int lengthOf(int run) {
        return memory.readInt(args.value("runs"), (long) run * DotTable.RUN_BYTES + 8);
    }

    private void runDots() {
        int splits = number("splits");
        for (int run = 0; run < number("runCount"); run++) {
            int length = lengthOf(run);
            for (int split = 0; split < splits; split++) {
                long from = (long) length * split / splits * lanes;
                long to = (long) length * (split + 1) / splits * lanes;
                addWide("partial", (long) run * splits + split, dot(run, from, to));
            }
        }
    }

    private void runDotsLanes() {
        HostMatrix x = matrix("x", "xStride");
        HostMatrix y = matrix("y", "yStride");
        HostMatrix out = matrix("out", "outStride");
        for (int g = 0; g < number("groupCount"); g++) {
            for (int lane = 0; lane < lanes; lane++) {
                double sum = 0;
                for (int run = integer("first", g); run < integer("first", g + 1); run++) {
                    long at = (long) run * DotTable.RUN_BYTES;
                    int xRow = memory.readInt(args.value("runs"), at);
                    int yRow = memory.readInt(args.value("runs"), at + 4);
                    for (int i = 0; i < lengthOf(run); i++) {
                        sum += x.get((long) xRow + i, lane) * y.get((long) yRow + i, lane);
                    }
                }
                out.add(integer("target", g), lane, sum);
            }
        }
    }

    private void partialsAdd() {
        for (int g = 0; g < number("groupCount"); g++) {
            double sum = 0;
            for (int k = integer("first", g); k < integer("first", g + 1); k++) {
                sum += wide("partial", k);
            }
            addWide("gradient", integer("target", g), sum);
        }
    }

    private void laneSums() {
        HostMatrix s = state();
        for (int k = 0; k < number("count"); k++) {
            double sum = 0;
            for (int lane = 0; lane < lanes; lane++) {
                sum += s.get(integer("rows", k), lane);
            }
            addWide("partial", k, sum);
        }
    }

    private void rowsAdd() {
        HostMatrix from = matrix("from", "fromStride");
        HostMatrix to = matrix("to", "toStride");
        for (int g = 0; g < number("groupCount"); g++) {
            for (int lane = 0; lane < lanes; lane++) {
                double sum = to.get(integer("target", g), lane);
                for (int k = integer("first", g); k < integer("first", g + 1); k++) {
                    sum += from.get(integer("rows", k), lane);
                }
                to.set(integer("target", g), lane, sum);
            }
        }
    }

    private void events() {
        HostMatrix s = state();
        HostMatrix values = vector("values");
        int end = integer("start", number("cycle") + 1);
        for (int e = integer("start", number("cycle")); e < end; e++) {
            s.add(integer("rows", e), integer("lane", e), values.get(e, 0));
        }
    }
}
