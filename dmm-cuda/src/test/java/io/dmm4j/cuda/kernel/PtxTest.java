package io.dmm4j.cuda.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dmm4j.spi.Precision;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The PTX that ships: made of the sources that are here, and good for every device from compute capability 7.5 on. */
class PtxTest {
    private static final String RESOURCE = "kernels.ptx";

    private static String ptx() {
        try (InputStream in = Kernel.class.getResourceAsStream(RESOURCE)) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String header(String ptx, String name) {
        Matcher m = Pattern.compile("// " + name + ": (\\S+)").matcher(ptx);
        assertTrue(m.find(), () -> "the PTX does not say its " + name);
        return m.group(1);
    }

    @Test
    void isMadeOfTheseSources() {
        CudaSources.assumePresent();
        assertEquals(
                CudaSources.sha256(CudaSources.MAIN),
                header(ptx(), "SHA-256 of the sources"),
                "the PTX is not that of the sources: run scripts/build-ptx");
    }

    @Test
    void isWhatTheCompilerMakesNow() throws IOException, InterruptedException {
        CudaSources.assumePresent();
        assumeTrue(CudaSources.has("nvcc"), "skipped: no nvcc, which makes the PTX");
        Files.createDirectories(CudaSources.TARGET);
        Path made = Files.createTempFile(CudaSources.TARGET, "kernels", ".ptx");
        try {
            Process p = new ProcessBuilder("../scripts/build-ptx", "--to", made.toString())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(p.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, p.waitFor(), output);
            String now = Files.readString(made);
            String compiler = header(now, "Compiler");
            String was = header(ptx(), "Compiler");
            assumeTrue(compiler.equals(was), "skipped: nvcc is " + compiler + ", the PTX was made by " + was);
            assertTrue(now.equals(ptx()), "the PTX is not what nvcc makes of the sources: run scripts/build-ptx");
        } finally {
            Files.deleteIfExists(made);
        }
    }

    @Test
    void hasEveryKernel() {
        String ptx = ptx();
        assertTrue(ptx.contains("\n.version 8.0\n.target sm_75\n"), "ISA 8.0 for compute capability 7.5");
        List<String> expected = new ArrayList<>();
        for (Kernel k : Kernel.values()) {
            for (Precision p : Precision.values()) {
                expected.add(k.entry(p));
            }
        }
        List<String> found = Pattern.compile("\\.visible \\.entry (\\w+)\\(")
                .matcher(ptx)
                .results()
                .map(m -> m.group(1))
                .sorted()
                .toList();
        assertEquals(expected.stream().sorted().toList(), found);
    }

    @ParameterizedTest
    @ValueSource(ints = {75, 80, 90})
    void assembles(int capability) throws IOException {
        PtxAssembler.assumePresent();
        String log = PtxAssembler.assemble(ptx(), capability);
        Files.createDirectories(CudaSources.TARGET);
        Files.writeString(CudaSources.TARGET.resolve("ptx-sm_" + capability + ".log"), log);
        Matcher spills = Pattern.compile("(\\d+) bytes spill stores, (\\d+) bytes spill loads")
                .matcher(log);
        int functions = 0;
        while (spills.find()) {
            functions++;
            assertEquals(
                    "0 0", spills.group(1) + " " + spills.group(2), "bytes that are spilled, see target/ptx-*.log");
        }
        assertTrue(functions >= 2 * Kernel.values().length, "the log names no spills: " + log);
    }
}
