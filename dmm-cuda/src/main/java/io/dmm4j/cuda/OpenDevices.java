package io.dmm4j.cuda;

import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Devices by their number: each is opened when it is first asked for and stays open, since opening takes longer than most
 * runs. One that was lost is given back and opened anew for who asks next; what was made on it stays lost.
 */
final class OpenDevices {
    private final IntFunction<OpenGpu> opening;
    private final Map<Integer, OpenGpu> open = new HashMap<>();

    OpenDevices(IntFunction<OpenGpu> opening) {
        this.opening = opening;
    }

    /** A device that is not known to be lost. */
    synchronized OpenGpu get(int index) {
        OpenGpu found = open.get(index);
        if (found != null && found.gpu().isLost()) {
            open.remove(index);
            giveBack(found);
            found = null;
        }
        if (found == null) {
            found = opening.apply(index);
            open.put(index, found);
        }
        return found;
    }

    /** Executors that are still there may have a turn on it. */
    private static void giveBack(OpenGpu lost) {
        synchronized (lost) {
            lost.close();
        }
    }
}
