package io.dmm4j.cuda;

import io.dmm4j.cuda.device.HostMemory;
import io.dmm4j.cuda.device.Marker;
import io.dmm4j.cuda.device.Queue;
import io.dmm4j.cuda.device.Span;
import java.nio.ByteBuffer;

/** Page-locked buffers that take turns, so that the host fills one while the others are on their way. */
final class PinnedRing {
    private final HostMemory[] host;
    private final Marker[] sent;
    private int turn;

    PinnedRing(Workshop shop, long bytes, int buffers, String what) {
        host = new HostMemory[buffers];
        sent = new Marker[buffers];
        for (int i = 0; i < buffers; i++) {
            host[i] = shop.pinned(bytes, what);
            sent[i] = shop.scope().own(shop.gpu().marker(what + " sent"));
        }
    }

    /** The next buffer, when what it held before has arrived. */
    ByteBuffer next() {
        turn = (turn + 1) % host.length;
        sent[turn].await();
        return host[turn].buffer();
    }

    /** Sends the start of the buffer that {@link #next} gave. */
    void send(Queue queue, Span to) {
        queue.upload(host[turn], 0, to);
        queue.record(sent[turn]);
    }

    /** What comes to pass when the latest buffer has arrived. */
    Marker sent() {
        return sent[turn];
    }

    /** Which buffer is the latest. */
    int turn() {
        return turn;
    }
}
