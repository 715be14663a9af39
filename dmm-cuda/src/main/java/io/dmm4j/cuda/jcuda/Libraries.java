package io.dmm4j.cuda.jcuda;

import io.dmm4j.value.DmmException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import jcuda.driver.JCudaDriver;
import jcuda.jcublas.JCublas2;
import jcuda.jcusparse.JCusparse;
import jcuda.runtime.JCuda;

/**
 * Loads what the GPU backend needs, in the order runtime, driver, cuSPARSE, cuBLAS; no other class touches JCuda before.
 *
 * <p>NVIDIA's libraries are those that the system's loader finds. Before it is asked, these are tried: the folder that the
 * system property {@value #FOLDER} names, and jars on the class path that carry the libraries (Maven profile
 * {@code cuda-12-libs}). A library that is loaded already serves all that need its name.
 */
final class Libraries {
    /** A system property: a folder with libcusparse.so.12, libnvJitLink.so.12, libcublas.so.12, or some of them. */
    static final String FOLDER = "dmm.cuda.libs";

    /** The driver's library, which a system has where its loader finds it; the folder may have another one. */
    static final String DRIVER = "libcuda.so.1";

    private static final String IN_JARS = "/org/bytedeco/cuda/linux-x86_64/";
    private static final List<String> SPARSE = List.of("libnvJitLink.so.12", "libcusparse.so.12");
    private static final List<String> BLAS = List.of("libcublasLt.so.12", "libcublas.so.12");

    private static boolean driver;
    private static boolean sparse;
    private static Boolean blas;

    private Libraries() {}

    /**
     * Loads JCuda and the driver.
     *
     * @throws UnsatisfiedLinkError if there is no driver, naming libcuda
     */
    static synchronized void loadDriver() {
        if (!driver) {
            preload(List.of(DRIVER));
            Natives.load("JCudaRuntime", JCuda::initialize);
            Natives.load("JCudaDriver", () -> JCudaDriver.setExceptionsEnabled(false));
            driver = true;
        }
    }

    /**
     * Loads cuSPARSE.
     *
     * @throws UnsatisfiedLinkError if it is not there, naming libcusparse
     */
    static synchronized void loadSparse() {
        if (!sparse) {
            preload(SPARSE);
            Natives.load("JCusparse", () -> JCusparse.setExceptionsEnabled(false));
            sparse = true;
        }
    }

    /** Whether cuBLAS is there; looks once. */
    static synchronized boolean hasBlas() {
        if (blas == null) {
            try {
                preload(BLAS);
                Natives.load("JCublas2", () -> JCublas2.setExceptionsEnabled(false));
                blas = true;
            } catch (LinkageError e) {
                blas = false;
            }
        }
        return blas;
    }

    /** Loads all but cuBLAS. */
    static synchronized void requireLoaded() {
        loadDriver();
        loadSparse();
    }

    /** Whether the folder that was named has a library. */
    static boolean isGiven(String name) {
        return given(name) != null;
    }

    /** A library in the folder that was named; null without one. */
    private static Path given(String name) {
        String folder = System.getProperty(FOLDER);
        Path file = folder == null ? null : Path.of(folder, name).toAbsolutePath();
        return file != null && Files.isReadable(file) ? file : null;
    }

    private static void preload(List<String> names) {
        for (String name : names) {
            Path file = given(name);
            if (file != null) {
                System.load(file.toString());
            } else if (Libraries.class.getResource(IN_JARS + name) != null) {
                System.load(unpacked(name).toString());
            }
        }
    }

    private static Path unpacked(String name) {
        Path target =
                Natives.folder(Path.of(System.getProperty("java.io.tmpdir"))).resolve(name);
        try {
            URLConnection in = Libraries.class.getResource(IN_JARS + name).openConnection();
            if (!Files.exists(target) || Files.size(target) != in.getContentLengthLong()) {
                Path part = Files.createTempFile(target.getParent(), name, ".part");
                try (InputStream bytes = in.getInputStream()) {
                    Files.copy(bytes, part, StandardCopyOption.REPLACE_EXISTING);
                }
                Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
            return target;
        } catch (IOException e) {
            throw DmmException.io(target, e);
        }
    }
}
