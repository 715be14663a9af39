package io.dmm4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.train.StepReport;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

/** What is shown of how far a run has come. */
class ProgressTest {
    @Test
    void aRunOfOneStepIsShownOnceWithATimeThatCanBe() {
        StringWriter said = new StringWriter();
        Progress p = new Progress(new PrintWriter(said));
        p.watch(() -> new Course.Outlook(1000, "at most %s left"));
        p.stepped(1, new StepReport(1, 0, 0.5, 0, 8, 0.1, 2_000_000));
        p.end();
        assertEquals(1, said.toString().lines().count(), said.toString());
        assertTrue(said.toString().endsWith("500 steps/s  at most 2 s left\n"), said.toString());
    }

    @Test
    void theBarFitsATerminal() {
        assertEquals("[##########..........] step 5", Progress.line("step 5", 0.5));
        assertEquals(79, Progress.line("x".repeat(66), 0.5).length());
        assertEquals("x".repeat(75), Progress.line("x".repeat(75), 0.5));
        assertEquals(79, Progress.line("x".repeat(99), 0.5).length());
    }

    @Test
    void timesAreInWordsAsLongAsTheySaySomething() {
        assertEquals("59 s", Progress.time(59.4));
        assertEquals("2 h 5 min", Progress.time(7500));
        assertEquals("years", Progress.time(Double.POSITIVE_INFINITY));
        assertEquals("years", Progress.time(Double.NaN));
        assertFalse(Progress.time(1e7).contains("years"));
    }
}
