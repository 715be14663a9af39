package io.dmm4j.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.cuda.Probe.Answer;
import io.dmm4j.cuda.device.DeviceInfo;
import io.dmm4j.cuda.device.Gpu;
import io.dmm4j.cuda.device.GpuException;
import io.dmm4j.cuda.device.Host;
import io.dmm4j.value.DmmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whatever is missing, the answer is one line with the remedy. */
class ProbeTest {
    /** A machine on which one thing is as said and all else is well. */
    private static final class Machine implements Host {
        boolean traces = true;
        LinkageError driver;
        String start = "";
        int devices = 1;
        DeviceInfo info = new DeviceInfo(0, "a device", 7, 5, 40, 8L << 30, 64 << 10, 12_000);
        LinkageError sparse;
        RuntimeException odd;
        final List<String> steps = new ArrayList<>();

        @Override
        public boolean mayHaveDriver() {
            return traces;
        }

        @Override
        public void loadDriver() {
            steps.add("driver");
            if (driver != null) {
                throw driver;
            }
        }

        @Override
        public String start() {
            return start;
        }

        @Override
        public int devices() {
            if (odd != null) {
                throw odd;
            }
            return devices;
        }

        @Override
        public DeviceInfo info(int index) {
            return info;
        }

        @Override
        public void loadSparse() {
            steps.add("sparse");
            if (sparse != null) {
                throw sparse;
            }
        }

        @Override
        public Gpu open(int index) {
            throw new AssertionError("nothing is opened to look");
        }
    }

    private static UnsatisfiedLinkError missing(String library) {
        return new UnsatisfiedLinkError("Error while loading native library \"x\"\nOperating system name: y\n" + library
                + ": cannot open shared object file: No such file or directory\n  at a stack trace");
    }

    private static DeviceInfo device(int major, int minor, int driver) {
        return new DeviceInfo(0, "a device", major, minor, 40, 8L << 30, 64 << 10, driver);
    }

    @Test
    void everythingIsThere() {
        Machine m = new Machine();
        Probe p = Probe.look(m, 0);
        assertEquals(Answer.USABLE, p.answer());
        assertTrue(p.availability().usable());
        assertEquals(
                "device 0 is a device, compute capability 7.5, 8.0 GiB, driver for CUDA 12.0",
                p.availability().detail());
        assertEquals(List.of("driver", "sparse"), m.steps);
    }

    @Test
    void nothingIsLoadedWhereThereIsNoTraceOfADriver() {
        Machine m = new Machine();
        m.traces = false;
        assertEquals(Answer.NO_DRIVER, Probe.look(m, 0).answer());
        assertEquals(List.of(), m.steps);
    }

    @Test
    void eachObstacleHasItsOwnAnswer() {
        List<Machine> machines = new ArrayList<>();
        for (int i = 0; i < 11; i++) {
            machines.add(new Machine());
        }
        machines.get(0).driver = missing("libcuda.so.1");
        machines.get(1).start = "CUDA_ERROR_SYSTEM_DRIVER_MISMATCH";
        machines.get(2).info = device(9, 0, 11_080);
        machines.get(3).start = "CUDA_ERROR_NO_DEVICE";
        machines.get(4).devices = 0;
        machines.get(5).info = device(7, 0, 12_000);
        machines.get(6).sparse = missing("libcusparse.so.12");
        machines.get(7).driver = new NoClassDefFoundError("io/dmm4j/Gone");
        machines.get(8).odd = new IllegalStateException("what cannot be");
        machines.get(9).odd = new GpuException(GpuException.Kind.FAILED, "counting devices failed with X");
        machines.get(10).odd = new DmmException("/tmp/x: found a folder that others own");
        List<Answer> answers = List.of(
                Answer.NO_DRIVER,
                Answer.NO_DRIVER,
                Answer.NO_DRIVER,
                Answer.NO_DEVICE,
                Answer.NO_DEVICE,
                Answer.TOO_OLD,
                Answer.NO_CUSPARSE,
                Answer.DEFECT,
                Answer.DEFECT,
                Answer.NO_DRIVER,
                Answer.NO_NATIVES);
        Set<String> lines = new HashSet<>();
        for (int i = 0; i < machines.size(); i++) {
            Probe p = Probe.look(machines.get(i), 0);
            assertEquals(answers.get(i), p.answer(), "machine " + i);
            String line = p.availability().detail() + "; " + p.availability().remedy();
            assertFalse(p.availability().usable(), line);
            assertFalse(line.contains("\n") || line.contains("stack trace"), line);
            assertFalse(p.availability().remedy().isEmpty(), line);
            lines.add(line);
        }
        assertEquals(10, lines.size(), "both machines without devices have one answer: " + lines);
    }

    @Test
    void aDeviceThatIsNotThereIsNamed() {
        Probe p = Probe.look(new Machine(), 3);
        assertEquals(Answer.NO_DEVICE, p.answer());
        assertEquals("there is no device 3, expected 0 to 0", p.availability().detail());
    }

    @Test
    void thisMachineGivesAnAnswer() {
        Probe p = Probe.look(new io.dmm4j.cuda.jcuda.JCudaHost(), 0);
        assertTrue(p.answer() != Answer.DEFECT, p.toString());
    }
}
