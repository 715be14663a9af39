package io.dmm4j.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.cuda.kernel.HostDriver;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The layer on JCuda with JCuda's own natives, on CUDA's libraries of the host: every call with its arguments, sizes, order and
 * lifetime, in a JVM of its own. What only a GPU can show stays for the {@code …OnGpuTest} classes, some of which run here.
 */
class DriverOnHostTest {
    private static final String LAUNCHER = "org.junit.platform.console.ConsoleLauncher";

    private static String java(Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-Ddmm.cuda.libs=" + HostDriver.libraries(),
                "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                "-cp",
                System.getProperty("java.class.path")));
        if (Runtime.version().feature() >= 24) {
            command.add(1, "--enable-native-access=ALL-UNNAMED"); // else a warning stands among what is printed
        }
        command.addAll(List.of(arguments));
        ProcessBuilder b = new ProcessBuilder(command);
        b.environment().putAll(environment);
        return HostDriver.run(b);
    }

    /** Runs tests of a GPU, all of which must succeed. */
    private static void onDriver(int tests, String... arguments) {
        List<String> all = new ArrayList<>(
                List.of("-Ddmm.rounds=8", LAUNCHER, "execute", "--disable-banner", "--details=summary"));
        all.addAll(List.of(arguments));
        String printed = java(Map.of("FAKE_CUDA_DEVICES", "2"), all.toArray(String[]::new));
        assertTrue(printed.contains(String.format("[%10d tests successful", tests)), printed);
    }

    @Test
    void products() {
        onDriver(2, "--select-class=io.dmm4j.cuda.ProductsOnGpuTest");
    }

    @Test
    void goldenProgramsInEveryWay() {
        onDriver(
                2, "--select-method=io.dmm4j.cuda.AgreementOnGpuTest#goldenProgramsInEveryWay(io.dmm4j.spi.Precision)");
    }

    @Test
    void roundsOfOpeningAndClosingLeakNothing() {
        onDriver(1, "--select-method=io.dmm4j.cuda.LanesOnGpuTest#roundsOfOpeningAndClosingLeakNothing()");
    }

    @Test
    void severalDevicesAndThreads() {
        onDriver(2, "--select-class=io.dmm4j.cuda.DevicesOnGpuTest");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "FAKE_CUDA_DEVICES    | 1     | usable: device 0 is fake device 0, compute capability 9.0",
                "FAKE_CUDA_DEVICES    | 0     | NO_DEVICE: the NVIDIA driver finds no device",
                "FAKE_CUDA_INIT       | 100   | NO_DEVICE: the NVIDIA driver finds no device",
                "FAKE_CUDA_INIT       | 803   | NO_DRIVER: the NVIDIA driver does not start: CUDA_ERROR_SYSTEM_DRIVER_MISMATCH",
                "FAKE_CUDA_DRIVER     | 11080 | NO_DRIVER: the NVIDIA driver is too old: device 0 is fake device 0",
                "FAKE_CUDA_CAPABILITY | 70    | TOO_OLD: device 0 is fake device 0, compute capability 7.0",
            })
    void whatIsFound(String variable, String value, String expected) {
        String printed = java(Map.of(variable, value), PrintProbe.class.getName());
        assertTrue(printed.startsWith(expected), printed);
        assertEquals(1, printed.lines().count(), printed);
    }

    /** Prints what is found, in one line. */
    static final class PrintProbe {
        private PrintProbe() {}

        public static void main(String[] args) {
            Probe p = Probe.look(new io.dmm4j.cuda.jcuda.JCudaHost(), 0);
            System.out.println((p.answer() == Probe.Answer.USABLE ? "usable" : p.answer()) + ": "
                    + p.availability().detail());
        }
    }
}
