package io.dmm4j.cuda;

import org.junit.jupiter.api.Test;

/** The published training log on a GPU. */
class PublishedOnGpuTest {
    @Test
    void exactGradientsGiveTheirLog() {
        OnGpu.backend();
        new PublishedCases(CudaBackend.NAME).exact(32);
    }

    @Test
    void stoppedGradientsFollowThePublishedLog() {
        OnGpu.backend();
        new PublishedCases(CudaBackend.NAME).stopped(150);
    }
}
