package io.dmm4j.cuda.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.dmm4j.cuda.fake.FakeAddresses;
import io.dmm4j.cuda.fake.KernelRunner;
import io.dmm4j.spi.Precision;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The kernels of a fake device run by the CUDA sources: what the backend passes them is what they want. Each launch runs
 * twice, with threads in either order, and leaves the same bits.
 */
public final class SourceKernels implements KernelRunner, AutoCloseable {
    private final HostCuda cuda = new HostCuda();

    @Override
    public void launch(Kernel kernel, Precision precision, LaunchShape shape, Args args, FakeAddresses memory) {
        shape.check(args);
        List<Parameter> parameters = kernel.parameters();
        long[] values = args.values();
        Arena arena = new Arena();
        Map<Long, Long> placed = new HashMap<>();
        List<Long> order = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            if (parameters.get(i).kind() == Parameter.Kind.POINTER) {
                long start = memory.start(values[i]);
                if (!placed.containsKey(start)) {
                    placed.put(start, arena.bytes(java.nio.ByteBuffer.wrap(memory.bytes(start))));
                    order.add(start);
                }
                values[i] += placed.get(start) - start;
            }
        }
        Args moved = Args.of(kernel);
        for (int i = 0; i < values.length; i++) {
            String name = parameters.get(i).name();
            boolean pointer = parameters.get(i).kind() == Parameter.Kind.POINTER;
            moved = pointer ? moved.pointer(name, values[i]) : moved.number(name, values[i]);
        }
        Arena backwards = arena.copy();
        cuda.launch(kernel, precision, shape, moved, arena, false);
        cuda.launch(kernel, precision, shape, moved, backwards, true);
        String what = kernel.entry(precision) + ", " + shape + ", " + args;
        assertArrayEquals(arena.bytes(), backwards.bytes(), () -> what + " depends on the order of threads");
        for (long start : order) {
            byte[] to = memory.bytes(start);
            System.arraycopy(arena.bytes(), Math.toIntExact(placed.get(start)), to, 0, to.length);
        }
    }

    @Override
    public void close() {
        cuda.close();
    }
}
