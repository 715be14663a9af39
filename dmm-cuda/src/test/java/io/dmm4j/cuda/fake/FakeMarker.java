package io.dmm4j.cuda.fake;

import io.dmm4j.cuda.device.Marker;

/** An event: the work up to it is done when somebody waits for it. */
final class FakeMarker extends FakeResource implements Marker {
    private FakeQueue queue;
    private long position = -1;

    FakeMarker(FakeGpu gpu, String what) {
        super(gpu, what);
    }

    void recorded(FakeQueue in, long at) {
        queue = in;
        position = at;
    }

    /** Does what stands before it. */
    void reach() {
        requireOpen();
        if (queue != null) {
            queue.runTo(position);
        }
    }

    @Override
    public void await() {
        gpu.calls().next("waiting for " + what());
        gpu.requireNoCapture("waiting for " + what());
        reach();
    }

    @Override
    public double millisecondsSince(Marker earlier) {
        gpu.calls().next("reading the time of " + what());
        return 1;
    }
}
