package io.dmm4j.cuda.fake;

import io.dmm4j.cuda.device.GpuException;
import io.dmm4j.cuda.device.Grid;
import io.dmm4j.cuda.device.Kernels;
import io.dmm4j.cuda.kernel.Args;
import io.dmm4j.cuda.kernel.Kernel;
import io.dmm4j.cuda.kernel.LaunchShape;
import io.dmm4j.cuda.kernel.Parameter;
import io.dmm4j.spi.Precision;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The kernels by name, run by {@link FakeGpu#withKernels what was chosen}. */
final class FakeKernels extends FakeResource implements Kernels {

    FakeKernels(FakeGpu gpu, String what) {
        super(gpu, what);
    }

    @Override
    public Function function(String name) {
        requireOpen();
        gpu.calls().next("finding kernel " + name);
        for (Kernel k : Kernel.values()) {
            for (Precision p : Precision.values()) {
                if (k.entry(p).equals(name)) {
                    return new Entry(k, p, this);
                }
            }
        }
        throw new GpuException(GpuException.Kind.FAILED, "there is no kernel " + name);
    }

    /** A kernel in a precision. */
    record Entry(Kernel kernel, Precision precision, FakeKernels module) implements Function {
        @Override
        public String name() {
            return kernel.entry(precision);
        }

        FakeWork work(Grid grid, long[] values, int[] bytes) {
            Args args = Args.of(kernel);
            Set<FakeResource> uses = new HashSet<>();
            uses.add(module);
            List<Parameter> parameters = kernel.parameters();
            require(values.length == parameters.size() && bytes.length == values.length, "number of arguments");
            for (int i = 0; i < values.length; i++) {
                Parameter p = parameters.get(i);
                require(bytes[i] == p.kind().bytes(), "width of " + p);
                if (p.kind() == Parameter.Kind.POINTER) {
                    uses.add(module.gpu.addresses().at(values[i]));
                    args.pointer(p.name(), values[i]);
                } else {
                    args.number(p.name(), values[i]);
                }
            }
            LaunchShape shape = new LaunchShape(grid.blocksX(), grid.blocksY(), grid.threadsX(), grid.threadsY());
            shape.check(kernel);
            return new FakeWork("kernel " + name() + " on " + grid, uses, () -> module.gpu
                    .runner()
                    .launch(kernel, precision, shape, args, module.gpu.addresses()));
        }

        private void require(boolean ok, String what) {
            if (!ok) {
                throw new IllegalStateException(name() + ": wrong " + what);
            }
        }
    }
}
