package io.dmm4j.cuda;

import io.dmm4j.cuda.device.Graph;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Captured work by a key, for example the number of cycles it is for; the few latest are kept. The first window runs as it comes: libraries
 * load their kernels at the first call, which may not happen while work is captured.
 */
final class Replays {
    private static final int KEPT = 4;

    private final Workshop shop;
    private final boolean capture;
    private final String what;
    private boolean warm;
    private final Map<Integer, Graph> graphs = new LinkedHashMap<>(8, 0.75f, true);

    Replays(Workshop shop, boolean capture, String what) {
        this.shop = shop;
        this.capture = capture;
        this.what = what;
    }

    /** Runs work: captured before, captured now, or as it comes. */
    void run(int key, Runnable work) {
        if (!capture || !warm) {
            warm = true;
            work.run();
            return;
        }
        Graph graph = graphs.get(key);
        if (graph == null) {
            makeRoom();
            graph = shop.scope().own(record(key, work));
            graphs.put(key, graph);
        }
        shop.queue().run(graph);
    }

    private Graph record(int key, Runnable work) {
        shop.queue().beginCapture();
        try {
            work.run();
            return shop.queue().endCapture(what + " (" + key + ")");
        } catch (RuntimeException e) {
            shop.queue().abandonCapture();
            throw e;
        }
    }

    private void makeRoom() {
        Iterator<Graph> oldest = graphs.values().iterator();
        while (graphs.size() >= KEPT) {
            Graph g = oldest.next();
            oldest.remove();
            shop.queue().synchronise();
            shop.scope().free(g);
        }
    }

    /** Forgets all, because addresses have changed. */
    void forget() {
        if (!graphs.isEmpty()) {
            shop.queue().synchronise();
            graphs.values().forEach(shop.scope()::free);
            graphs.clear();
        }
    }
}
