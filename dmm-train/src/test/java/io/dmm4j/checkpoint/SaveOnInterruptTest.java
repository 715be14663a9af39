package io.dmm4j.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SaveOnInterruptTest {
    @TempDir
    Path folder;

    private final List<String> said = new ArrayList<>();

    private SaveOnInterrupt guard(Runnable save, int millis) {
        return new SaveOnInterrupt(save, Duration.ofMillis(millis), said::add);
    }

    @Test
    void interruptSavesOnceAndTheStatusIs130() throws Exception {
        Assumptions.assumeFalse(isIgnored(2), "interrupts are ignored by this process and by those it starts");
        endsWith("INT", 130);
    }

    @Test
    void terminationSavesOnceAndTheStatusIs143() throws Exception {
        endsWith("TERM", 143);
    }

    private void endsWith(String signal, int status) throws IOException, InterruptedException {
        Process process = Child.start(folder, "interrupt");
        try (BufferedReader output = Child.output(process)) {
            assertEquals("0", output.readLine());
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();
            List<String> lines = output.lines().toList();
            assertEquals(status, process.waitFor());
            Checkpoint saved = CheckpointFolder.latest(folder).orElseThrow().checkpoint();
            assertTrue(Samples.isConsistent(saved));
            assertEquals(List.of(Long.toString(saved.step())), lines);
        } finally {
            process.destroyForcibly();
        }
    }

    private static boolean isIgnored(int signal) throws IOException {
        Path status = Path.of("/proc/self/status");
        Assumptions.assumeTrue(Files.exists(status), "only Linux tells which signals are ignored");
        String mask = Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .findFirst()
                .orElseThrow()
                .substring("SigIgn:".length())
                .strip();
        return new BigInteger(mask, 16).testBit(signal - 1);
    }

    @Test
    void waitsForTheStepAtHandAndThenNothingMovesAnyMore() throws InterruptedException {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        int[] steps = {0};
        SaveOnInterrupt guard = guard(() -> said.add("saved after step " + steps[0]), 60_000);
        Thread worker = new Thread(() -> {
            guard.step(() -> {
                inside.countDown();
                await(leave);
                steps[0]++;
            });
            guard.step(() -> steps[0]++);
        });
        worker.setDaemon(true);
        Thread hook = new Thread(guard::interrupted);
        hook.setDaemon(true);
        worker.start();
        inside.await();
        hook.start();
        until(hook, Thread.State.TIMED_WAITING);
        leave.countDown();
        hook.join();
        until(worker, Thread.State.WAITING);
        assertEquals(List.of("saved after step 1"), said);
        assertEquals(1, steps[0]);
        Runtime.getRuntime().removeShutdownHook(guard.hook); // or it would wait, at the end of the tests, for the other
    }

    private static void until(Thread thread, Thread.State state) throws InterruptedException {
        while (thread.getState() != state) {
            assertNotEquals(Thread.State.TERMINATED, thread.getState());
            Thread.sleep(1);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void patienceEnds() throws InterruptedException {
        SaveOnInterrupt guard = guard(() -> said.add("saved"), 10);
        guard.step(() -> {
            Thread hook = new Thread(guard::interrupted);
            hook.start();
            assertEquals(0, joined(hook));
        });
        guard.close();
        assertEquals(List.of("no checkpoint was saved: the step at hand took longer than 10 ms to end"), said);
    }

    private static int joined(Thread thread) {
        try {
            thread.join();
            return 0;
        } catch (InterruptedException e) {
            return 1;
        }
    }

    @Test
    void failedSaveIsReported() {
        SaveOnInterrupt guard = guard(
                () -> {
                    throw new IllegalStateException("disk full");
                },
                10);
        guard.interrupted();
        guard.close();
        assertEquals(List.of("no checkpoint was saved: disk full"), said);
    }

    @Test
    void nothingIsSavedAfterTheEndOrAFailedStep() {
        SaveOnInterrupt ended = guard(() -> said.add("saved"), 10);
        ended.close();
        ended.interrupted();
        SaveOnInterrupt failed = guard(() -> said.add("saved"), 10);
        assertThrows(
                IllegalStateException.class,
                () -> failed.step(() -> {
                    throw new IllegalStateException();
                }));
        failed.interrupted();
        failed.close();
        assertEquals(List.of(), said);
    }
}
