package io.dmm4j.cli;

import io.dmm4j.spi.Availability;
import io.dmm4j.spi.Backend;
import io.dmm4j.spi.Backends;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code dmm doctor}: what dmm finds on this machine, and what mends what it does not find. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description =
                "Says what dmm finds on this machine: Java, cores, the Vector API and the backends; and for what is"
                        + " not found, why, and what mends it.")
final class DoctorCommand implements Runnable {
    private static final String VECTOR = "jdk.incubator.vector";

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        Runtime r = Runtime.getRuntime();
        line(out, "dmm", Dmm.version());
        line(
                out,
                "java",
                Runtime.version() + ", " + System.getProperty("java.vendor") + ", " + System.getProperty("java.home"));
        line(out, "system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        line(out, "cores", String.valueOf(r.availableProcessors()));
        line(out, "memory", r.maxMemory() / (1 << 20) + " MiB at most");
        line(out, "vectors", vectors());
        List<Backend> backends = Backends.all();
        backends.forEach(b -> backend(b, out));
        line(out, "auto", "means " + Backends.byName(Backends.AUTO).name());
        Stdout.flush(out);
    }

    private static String vectors() {
        return ModuleLayer.boot().findModule(VECTOR).isPresent()
                ? "the Vector API is there (" + VECTOR + ")"
                : "no Vector API, so the CPU backend uses plain loops; start java with --add-modules " + VECTOR;
    }

    private static void backend(Backend b, PrintWriter out) {
        Availability a = b.availability();
        line(
                out,
                "backend",
                b.name()
                        + (a.usable() ? ", usable: " : ", not usable: ")
                        + a.detail()
                        + (a.remedy().isEmpty() ? "" : "; " + a.remedy()));
    }

    private static void line(PrintWriter out, String what, String found) {
        out.printf("%-8s %s%n", what, found);
    }
}
