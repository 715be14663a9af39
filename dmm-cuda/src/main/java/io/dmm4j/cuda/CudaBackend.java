package io.dmm4j.cuda;

import io.dmm4j.cuda.device.GpuException;
import io.dmm4j.flat.AdjointProgram;
import io.dmm4j.flat.FlatProgram;
import io.dmm4j.spi.Availability;
import io.dmm4j.spi.Executor;
import io.dmm4j.spi.ExecutorOptions;
import io.dmm4j.spi.FlatBackend;
import io.dmm4j.spi.GradientBackend;
import io.dmm4j.spi.GradientExecutor;
import io.dmm4j.spi.TrainingBackend;
import io.dmm4j.spi.TrainingExecutor;
import io.dmm4j.spi.TrainingProgram;
import io.dmm4j.value.DmmException;
import java.util.function.Supplier;

/**
 * Backend {@code cuda}: one NVIDIA GPU. System properties say which and how:
 *
 * <ul>
 *   <li>{@value #DEVICE}: its number, from 0 (0 unless given);
 *   <li>{@value #DETERMINISTIC}: {@code true} for the same bits in every run on one device;
 *   <li>{@code dmm.cuda.libs}: a folder with NVIDIA's libraries, where the system's loader does not find them.
 * </ul>
 */
public final class CudaBackend implements FlatBackend, GradientBackend, TrainingBackend {
    /** The name of this backend. */
    public static final String NAME = "cuda";

    /** A system property: the number of the device, from 0. */
    public static final String DEVICE = "dmm.cuda.device";

    /** A system property: {@code true} for the same bits in every run on one device. */
    public static final String DETERMINISTIC = "dmm.cuda.deterministic";

    private final Supplier<Availability> availability;
    private final Supplier<OpenGpu> device;
    private final Supplier<CudaOptions> options;

    /** For {@link java.util.ServiceLoader}. */
    public CudaBackend() {
        this(Devices::availability, Devices::open, CudaOptions::fromSystem);
    }

    CudaBackend(Supplier<Availability> availability, Supplier<OpenGpu> device, Supplier<CudaOptions> options) {
        this.availability = availability;
        this.device = device;
        this.options = options;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Availability availability() {
        return availability.get();
    }

    @Override
    public int priority() {
        return 20;
    }

    @Override
    public Executor open(FlatProgram program, ExecutorOptions o) {
        return CudaExecutor.open(device(), program, o, options.get());
    }

    @Override
    public GradientExecutor openGradient(AdjointProgram program, ExecutorOptions o) {
        return CudaGradientExecutor.open(device(), program, o, options.get());
    }

    @Override
    public TrainingExecutor openTraining(TrainingProgram program, ExecutorOptions o) {
        return CudaTrainingExecutor.open(device(), program, o, options.get());
    }

    private OpenGpu device() {
        Availability a = availability();
        if (!a.usable()) {
            throw new DmmException("backend cuda cannot be used: " + a.detail() + "; " + a.remedy());
        }
        try {
            return device.get();
        } catch (GpuException e) {
            throw Failures.words(e);
        }
    }
}
