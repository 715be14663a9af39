package io.dmm4j.cpu;

import java.lang.System.Logger.Level;

/**
 * Which kernels run: on the Vector API where it can be used, else in plain loops. Both give the same
 * bits, so the choice is one of speed only.
 *
 * @param vector whether the Vector API is used
 * @param reason one sentence: what was found, or what was not
 * @param remedy one sentence that mends it; empty where the Vector API is used
 */
record KernelProvider(boolean vector, String reason, String remedy) {
    /** A system property: {@code false} keeps to plain loops. */
    static final String PROPERTY = "dmm.cpu.vector";

    private static final String MODULE = "jdk.incubator.vector";

    /** The choice for this JVM, made and logged once. */
    static KernelProvider get() {
        return Holder.CHOICE;
    }

    private static final class Holder {
        private static final KernelProvider CHOICE = logged(choose());
    }

    private static KernelProvider logged(KernelProvider choice) {
        System.getLogger(KernelProvider.class.getPackageName()).log(Level.INFO, choice.toString());
        return choice;
    }

    private static KernelProvider choose() {
        if ("false".equals(System.getProperty(PROPERTY))) {
            return plain("-D" + PROPERTY + "=false was given", "leave it out to use the Vector API");
        }
        if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
            return plain("the module " + MODULE + " is not there", "start Java with --add-modules " + MODULE);
        }
        String vm = System.getProperty("java.vm.info", "");
        if (vm.contains("interpreted mode") || vm.contains("emulated-client")) {
            return plain("the JVM runs without its optimising compiler (" + vm + ")", "start Java without -Xint");
        }
        if (!Fma.FUSED) {
            return plain("this processor has no fused multiply-add", "use a newer processor");
        }
        return new KernelProvider(true, "the module " + MODULE + " is there", "");
    }

    private static KernelProvider plain(String reason, String remedy) {
        return new KernelProvider(false, reason, remedy);
    }

    /** The fastest kernels for 32-bit floats. */
    Kernels<float[]> floats() {
        return vector ? load("FloatVectorKernels") : new FloatScalarKernels();
    }

    /** The fastest kernels for 64-bit floats. */
    Kernels<double[]> doubles() {
        return vector ? load("DoubleVectorKernels") : new DoubleScalarKernels();
    }

    /** By name, so that nothing that mentions the Vector API is linked where it is absent. */
    @SuppressWarnings("unchecked")
    private static <A> Kernels<A> load(String simpleName) {
        KernelProvider.class
                .getModule()
                .addReads(ModuleLayer.boot().findModule(MODULE).orElseThrow());
        String name = KernelProvider.class.getPackageName() + "." + simpleName;
        try {
            return (Kernels<A>) Class.forName(name).getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(name + " cannot be used although it is part of this library", e);
        }
    }

    /** What runs and why, without the remedy. */
    String summary() {
        return "CPU kernels: " + (vector ? "Vector API" : "plain loops") + " (" + reason + ")";
    }

    @Override
    public String toString() {
        return vector ? summary() : summary() + "; " + remedy;
    }
}
