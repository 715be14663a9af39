package io.dmm4j.cuda;

import org.junit.jupiter.api.Test;

/** The start of the published training log on a fake device, which is slow. */
class FakePublishedTest {
    @Test
    void exactGradientsGiveTheirLog() {
        new PublishedCases(FakeCudaBackend.NAME).exact(3);
    }

    @Test
    void stoppedGradientsFollowThePublishedLog() {
        new PublishedCases(FakeCudaBackend.NAME).stopped(4);
    }
}
