package io.dmm4j.cuda.fake;

import io.dmm4j.cuda.device.Resource;

/** Something that is alive until it is closed, and knows where it was made. */
abstract class FakeResource implements Resource {
    final FakeGpu gpu;
    private final String what;
    private final StackTraceElement madeAt;
    private StackTraceElement closedAt;

    FakeResource(FakeGpu gpu, String what) {
        this.gpu = gpu;
        this.what = what;
        madeAt = where();
        gpu.live().add(this);
    }

    private static StackTraceElement where() {
        return StackWalker.getInstance().walk(frames -> frames.filter(
                        f -> !f.getClassName().startsWith(FakeResource.class.getPackageName() + "."))
                .findFirst()
                .map(StackWalker.StackFrame::toStackTraceElement)
                .orElseThrow());
    }

    final boolean isOpen() {
        return closedAt == null;
    }

    final void requireOpen() {
        if (closedAt != null) {
            throw new IllegalStateException(this + " was used after it was closed at " + closedAt);
        }
    }

    @Override
    public final String what() {
        return what;
    }

    @Override
    public final void close() {
        if (closedAt != null) {
            throw new IllegalStateException(this + " was closed twice, first at " + closedAt);
        }
        closedAt = where();
        gpu.live().remove(this);
        gone();
        if (!gpu.calls().isLost()) {
            gpu.requireNoCapture("freeing " + what);
            gpu.calls().next("freeing " + what);
            gpu.requireIdle(this);
        }
    }

    /** What else ends with it. */
    void gone() {}

    @Override
    public final String toString() {
        return what + ", made at " + madeAt;
    }
}
