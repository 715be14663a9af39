package io.dmm4j.cuda;

import io.dmm4j.cuda.device.DeviceInfo;
import io.dmm4j.cuda.device.GpuException;
import io.dmm4j.cuda.device.Host;
import io.dmm4j.spi.Availability;
import io.dmm4j.value.DmmException;

/**
 * Looks for a usable GPU step by step; the first step that fails is the answer.
 *
 * @param answer what was found
 * @param availability the same in words, with what mends it
 * @param device what the chosen device is; null unless the answer is {@link Answer#USABLE} or {@link Answer#TOO_OLD}
 */
record Probe(Answer answer, Availability availability, DeviceInfo device) {
    /** The oldest compute capability that the kernels are compiled for, major and minor. */
    private static final int MAJOR = 7;

    private static final int MINOR = 5;

    /** The oldest driver that takes PTX ISA 8.0: that of CUDA 12.0. */
    private static final int DRIVER = 12_000;

    /** What can be found. */
    enum Answer {
        /** A device that can be used. */
        USABLE,
        /** No NVIDIA driver, or one that does not start or is too old. */
        NO_DRIVER,
        /** JCuda's own natives are not there, or cannot be unpacked. */
        NO_NATIVES,
        /** A driver and a device, but no cuSPARSE 12. */
        NO_CUSPARSE,
        /** A driver, but no device, or none of the number that was asked for. */
        NO_DEVICE,
        /** A device that the kernels cannot run on. */
        TOO_OLD,
        /** Something that cannot happen: a defect of this backend. */
        DEFECT
    }

    /** Looks; never throws. */
    static Probe look(Host host, int index) {
        try {
            return driver(host, index);
        } catch (DmmException e) {
            return no(Answer.NO_NATIVES, e.getMessage(), "or use --backend cpu");
        } catch (GpuException e) {
            return no(Answer.NO_DRIVER, "the NVIDIA driver does not work: " + e.getMessage(), "see nvidia-smi");
        } catch (RuntimeException | LinkageError e) {
            return defect(e);
        }
    }

    private static Probe driver(Host host, int index) {
        String install = "install the driver of CUDA 12.0 or later";
        if (!host.mayHaveDriver()) {
            return no(Answer.NO_DRIVER, "no NVIDIA driver was found", install);
        }
        try {
            host.loadDriver();
        } catch (LinkageError e) {
            return names(e, "libcuda")
                    ? no(
                            Answer.NO_DRIVER,
                            "no NVIDIA driver was found (libcuda.so.1)",
                            install + "; in a container, start it with the NVIDIA container toolkit (--gpus all)")
                    : defect(e);
        }
        String failure = host.start();
        if (failure.contains("NO_DEVICE")) {
            return noDevice("the NVIDIA driver finds no device");
        } else if (!failure.isEmpty()) {
            return no(Answer.NO_DRIVER, "the NVIDIA driver does not start: " + failure, "see nvidia-smi; " + install);
        }
        return device(host, index);
    }

    private static Probe device(Host host, int index) {
        int n = host.devices();
        if (index < 0 || index >= n) {
            return noDevice(
                    n == 0
                            ? "the NVIDIA driver finds no device"
                            : "there is no device " + index + ", expected 0 to " + (n - 1));
        }
        DeviceInfo info = host.info(index);
        if (info.driver() < DRIVER) {
            return no(
                    Answer.NO_DRIVER,
                    "the NVIDIA driver is too old: " + info.summary(),
                    "install the driver of CUDA 12.0 or later");
        } else if (info.major() < MAJOR || info.major() == MAJOR && info.minor() < MINOR) {
            return new Probe(
                    Answer.TOO_OLD,
                    Availability.no(
                            info.summary() + ", expected compute capability " + MAJOR + "." + MINOR + " or more",
                            "choose another device with --device N, or --backend cpu"),
                    info);
        }
        return sparse(host, info);
    }

    private static Probe sparse(Host host, DeviceInfo info) {
        try {
            host.loadSparse();
        } catch (LinkageError e) {
            return names(e, "libcusparse") || names(e, "libnvJitLink")
                    ? no(
                            Answer.NO_CUSPARSE,
                            "a driver was found but not cuSPARSE (libcusparse.so.12)",
                            "install the CUDA 12 or 13 libraries and put their folder in LD_LIBRARY_PATH or"
                                    + " -Ddmm.cuda.libs=FOLDER, or build with -Pcuda-12-libs")
                    : defect(e);
        }
        return new Probe(Answer.USABLE, Availability.yes(info.summary()), info);
    }

    private static Probe noDevice(String detail) {
        return no(Answer.NO_DEVICE, detail, "see nvidia-smi -L, CUDA_VISIBLE_DEVICES, and --device N");
    }

    private static boolean names(Throwable e, String library) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (String.valueOf(t.getMessage()).contains(library)) {
                return true;
            }
        }
        return false;
    }

    /** The first line of the first cause: JCuda's messages hold whole stack traces. */
    private static Probe defect(Throwable e) {
        Throwable first = e;
        while (first.getCause() != null) {
            first = first.getCause();
        }
        String line = String.valueOf(first.getMessage()).lines().findFirst().orElse("");
        return no(
                Answer.DEFECT,
                "a defect of the GPU backend: " + first.getClass().getSimpleName() + ": " + line,
                "please report it, and use --backend cpu");
    }

    private static Probe no(Answer answer, String detail, String remedy) {
        return new Probe(answer, Availability.no(detail, remedy), null);
    }
}
