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

    /** What does the work that stands before it now: a later recording does not change that. */
    Runnable reach() {
        requireOpen();
        FakeQueue in = queue;
        long at = position;
        return in == null ? () -> {} : () -> in.runTo(at);
    }

    @Override
    public void await() {
        gpu.calls().next("waiting for " + what());
        gpu.requireNoCapture("waiting for " + what());
        reach().run();
    }

    @Override
    public double millisecondsSince(Marker earlier) {
        gpu.calls().next("reading the time of " + what());
        return 1;
    }
}
