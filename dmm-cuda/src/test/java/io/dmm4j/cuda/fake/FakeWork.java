package io.dmm4j.cuda.fake;

import java.util.Set;

/**
 * One piece of queued work.
 *
 * @param name what it is
 * @param uses what must be alive when it runs
 * @param body what it does
 */
record FakeWork(String name, Set<FakeResource> uses, Runnable body) {
    void run() {
        uses.forEach(FakeResource::requireOpen);
        body.run();
    }
}
