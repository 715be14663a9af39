package io.dmm4j.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.cuda.device.GpuException;
import io.dmm4j.cuda.device.GpuException.Kind;
import io.dmm4j.cuda.fake.FakeGpu;
import io.dmm4j.flat.FlatProgram;
import io.dmm4j.spi.Availability;
import io.dmm4j.spi.Events;
import io.dmm4j.spi.Executor;
import io.dmm4j.spi.ExecutorOptions;
import io.dmm4j.testing.GoldenPrograms;
import io.dmm4j.value.DmmException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Devices stay open until they are lost, and a process goes on after that. */
class OpenDevicesTest {
    private static final FlatProgram PROGRAM = GoldenPrograms.load("counter").program();
    private static final ExecutorOptions OPTIONS = ExecutorOptions.of(2, 2);

    private final List<FakeGpu> made = new ArrayList<>();
    private final OpenDevices devices = new OpenDevices(i -> {
        made.add(new FakeGpu());
        return new OpenGpu(made.get(made.size() - 1), new byte[0]);
    });
    private final CudaBackend backend =
            new CudaBackend(() -> Availability.yes("a fake device"), () -> devices.get(0), () -> CudaOptions.DEFAULT);

    @Test
    void aDeviceIsOpenedOnce() {
        OpenGpu first = devices.get(0);
        assertSame(first, devices.get(0));
        assertNotSame(first, devices.get(1));
        assertEquals(2, made.size());
    }

    @Test
    void aDeviceThatFailsIsKept() {
        try (Executor x = backend.open(PROGRAM, OPTIONS)) {
            made.get(0).failAt(0, Kind.FAILED);
            assertThrows(DmmException.class, () -> x.run(2, new Events()));
        }
        backend.open(PROGRAM, OPTIONS).close();
        assertEquals(1, made.size());
    }

    @Test
    void aLostDeviceIsOpenedAnew() {
        Executor x = backend.open(PROGRAM, OPTIONS);
        Executor other = backend.open(PROGRAM, OPTIONS);
        FakeGpu lost = made.get(0);
        lost.failAt(0, Kind.LOST);
        DmmException e = assertThrows(DmmException.class, () -> x.run(2, new Events()));
        assertTrue(e.getMessage().startsWith("backend cuda lost its device: "), e.getMessage());
        assertFalse(lost.isClosed(), "nobody has asked for it");
        try (Executor next = backend.open(PROGRAM, OPTIONS)) {
            next.run(2, new Events());
            double[] state = new double[PROGRAM.outputRows() * 2];
            next.readState(state);
            assertTrue(lost.isClosed());
            assertEquals(2, made.size());
            long calls = lost.count();
            e = assertThrows(DmmException.class, () -> other.run(2, new Events()));
            assertEquals("this executor of backend cuda cannot go on: another one lost the device", e.getMessage());
            assertEquals(calls, lost.count(), "a device that was given back is not touched");
            next.run(2, new Events());
        }
        x.close();
        other.close();
        assertEquals(List.of(), lost.leaks());
    }

    @Test
    void aDeviceThatCannotBeOpenedIsTriedAgain() {
        int[] tries = {0};
        OpenDevices failing = new OpenDevices(i -> {
            if (tries[0]++ == 0) {
                throw new GpuException(Kind.LOST, "opening failed");
            }
            return new OpenGpu(new FakeGpu(), new byte[0]);
        });
        assertThrows(GpuException.class, () -> failing.get(0));
        assertSame(failing.get(0), failing.get(0));
        assertEquals(2, tries[0]);
    }
}
