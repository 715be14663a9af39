package io.dmm4j.cuda.jcuda;

import io.dmm4j.cuda.device.Marker;
import jcuda.driver.CUevent;
import jcuda.driver.CUevent_flags;
import jcuda.driver.JCudaDriver;

/** A CUDA event. */
final class JCudaMarker extends JCudaResource implements Marker {
    final CUevent event = new CUevent();

    JCudaMarker(JCudaGpu gpu, String what) {
        super(gpu, what);
        gpu.status().driver(JCudaDriver.cuEventCreate(event, CUevent_flags.CU_EVENT_DEFAULT), () -> "creating " + what);
    }

    @Override
    public void await() {
        requireOpen();
        gpu.enter();
        gpu.status().driver(JCudaDriver.cuEventSynchronize(event), () -> "waiting for " + what());
    }

    @Override
    public double millisecondsSince(Marker earlier) {
        requireOpen();
        gpu.enter();
        float[] ms = new float[1];
        gpu.status()
                .driver(
                        JCudaDriver.cuEventElapsedTime(ms, ((JCudaMarker) earlier).event, event),
                        () -> "reading the time of " + what());
        return ms[0];
    }

    @Override
    void free() {
        gpu.status().driver(JCudaDriver.cuEventDestroy(event), () -> "destroying " + what());
    }
}
