package io.dmm4j.cuda.kernel;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import jcuda.nvptxcompiler.JNvPTXCompiler;
import jcuda.nvptxcompiler.nvPTXCompilerHandle;

/** NVIDIA's assembler of PTX, which JCuda's natives carry: it needs no GPU and no driver. */
final class PtxAssembler {
    private PtxAssembler() {}

    /** Skips the test where JCuda has no natives for this machine; loads them where it has. */
    static void assumePresent() {
        String platform = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        assumeTrue(
                platform.equals("Linux amd64"), "skipped: JCuda's PTX compiler is for Linux on amd64, not " + platform);
        load();
    }

    /** JCuda unpacks natives to the folder for temporary files, under one name: this JVM gets a folder of its own. */
    private static synchronized void load() {
        String before = System.getProperty("java.io.tmpdir");
        try {
            Path folder = Files.createDirectories(CudaSources.TARGET.resolve("jcuda-natives"));
            System.setProperty("java.io.tmpdir", folder.toString());
            JNvPTXCompiler.setExceptionsEnabled(false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            System.setProperty("java.io.tmpdir", before);
        }
    }

    /** The assembler's report on registers and spills; fails with its message where the PTX is wrong. */
    static String assemble(String ptx, int capability) {
        byte[] text = Arrays.copyOf(ptx.getBytes(StandardCharsets.US_ASCII), ptx.length() + 1);
        nvPTXCompilerHandle handle = new nvPTXCompilerHandle();
        if (JNvPTXCompiler.nvPTXCompilerCreate(handle, ptx.length(), text) != 0) {
            fail("the PTX compiler did not start");
        }
        try {
            String[] options = {"--gpu-name=sm_" + capability, "--verbose"};
            int status = JNvPTXCompiler.nvPTXCompilerCompile(handle, options.length, options);
            long[] size = new long[1];
            if (status != 0) {
                JNvPTXCompiler.nvPTXCompilerGetErrorLogSize(handle, size);
                byte[] log = new byte[(int) size[0] + 1];
                JNvPTXCompiler.nvPTXCompilerGetErrorLog(handle, log);
                fail("the PTX does not assemble for sm_" + capability + ": " + text(log));
            }
            JNvPTXCompiler.nvPTXCompilerGetInfoLogSize(handle, size);
            byte[] log = new byte[(int) size[0] + 1];
            JNvPTXCompiler.nvPTXCompilerGetInfoLog(handle, log);
            return text(log);
        } finally {
            JNvPTXCompiler.nvPTXCompilerDestroy(handle);
        }
    }

    private static String text(byte[] log) {
        return new String(log, StandardCharsets.US_ASCII).replace("\0", "");
    }
}
