package io.dmm4j.live.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dmm4j.live.LiveNets;
import io.dmm4j.live.Session;
import io.dmm4j.live.SessionOptions;
import io.dmm4j.net.Examples;
import io.dmm4j.net.Port;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A person at the page, with a real browser. */
@Timeout(300)
class BrowserTest {
    // The browser may still write there when it has been told to go.
    @TempDir(cleanup = CleanupMode.NEVER)
    private static java.nio.file.Path profiles;

    private static final String LINKS = "document.getElementById('graph-about').textContent";
    private static final String SEND = "const t = document.getElementById('target'); t.value = '%s';"
            + " t.dispatchEvent(new Event('change')); document.getElementById('text').value = '%s';"
            + " document.querySelector('#editor button').click();";

    private static String driver() {
        Optional<String> driver = Browser.find();
        assumeTrue(driver.isPresent(), "skipped: no chromium with chromedriver on the PATH");
        return driver.get();
    }

    @Test
    void aPersonWatchesEditsAndTakesTheEditBack() throws Exception {
        SessionOptions options = SessionOptions.DEFAULT.withRate(20);
        try (Session s = Session.start(
                        LiveNets.machine(Examples.network("duplicate-detector/handcrafted"), "cpu"), options);
                LiveServer server = LiveServer.start(s, "127.0.0.1", 0, LiveLimits.DEFAULT);
                Browser b = Browser.start(driver(), Files.createTempDirectory(profiles, "p"), 1360, 850)) {
            b.open(server.url());
            b.await("nine links", LINKS + " === '9 links'");
            b.await("that it runs", "Number(document.body.dataset.cycle) > 5");
            b.await("no scroll bars", "document.documentElement.scrollHeight <= innerHeight");

            b.run(SEND.formatted("input.char", "{\"a\": 3}"));
            b.await("what became of it", "document.getElementById('values').textContent.includes('number 2')");

            b.run(SEND.formatted("", "{\"output\": {\"dict-2\": {\"accum\": {\"dict\": -0.5}}}}"));
            b.await("the new link", LINKS + " === '10 links'");
            b.await("its effect", "document.getElementById('values').textContent.includes('/a -1.5')");
            assertEquals(10, s.machine().matrix().links().size());
            assertLooksLikeAPage(b.screenshot());

            b.run(SEND.formatted("", "{\"output\": {\"dict-9\": {\"accum\": {\"dict\": 1}}}}"));
            b.await(
                    "what is wrong",
                    "document.querySelector('#log .wrong')?.textContent.includes(\"no input 'dict-9'\") === true");

            b.run(SEND.formatted("input.char", "{\"a\": 1e400}"));
            b.await(
                    "what is wrong",
                    "document.querySelector('#log .wrong')?.textContent.includes('expected numbers of at most') === true");

            b.run("document.getElementById('undo').click()");
            b.await("nine links again", LINKS + " === '9 links'");
            b.await("that there is no more to undo", "document.getElementById('undo').disabled");
            b.run("document.getElementById('pause').click()");
            b.await("that it waits", "document.getElementById('speed').textContent === 'paused'");
            assertFalse(b.log().contains("SEVERE"), b.log());
        }
    }

    /** Many colours, and none of them nearly everywhere. */
    private static void assertLooksLikeAPage(byte[] png) throws Exception {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
        Set<Integer> colours = new HashSet<>();
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                colours.add(image.getRGB(x, y));
            }
        }
        assertTrue(image.getWidth() >= 1300, "width " + image.getWidth());
        assertTrue(colours.size() > 100, colours.size() + " colours");
    }

    @Test
    void linksThatTheMachineMovesItselfAreSeenToMove() throws Exception {
        SessionOptions options = SessionOptions.DEFAULT.withPaused(true);
        try (Session s = Session.start(LiveNets.machine(Examples.network("wave/three-updates"), "tree"), options);
                LiveServer server = LiveServer.start(s, "127.0.0.1", 0, LiveLimits.DEFAULT);
                Browser b = Browser.start(driver(), Files.createTempDirectory(profiles, "p"), 700, 900)) {
            b.open(server.url());
            b.await("its links", LINKS + " === '5 links'");
            String delta = "[...document.querySelectorAll('.key span')].map(x => x.textContent)"
                    + ".find(t => t.includes('self/delta') && t.endsWith(' 1'))?.includes('%s') === true";
            for (int n = 1; n <= 4; n++) {
                b.run("document.getElementById('step').click()");
                b.await("cycle " + n, "document.body.dataset.cycle === '" + n + "'");
                b.await("the wave", delta.formatted("update-" + (n % 3 + 1)));
            }
            VValue held = s.machine().machine().output(Port.of("self", "single"), 0);
            assertEquals(1, held.at(Path.of("clj/accum", "self", "delta")).size());
        }
    }

    @Test
    void numbersThatAreNotFiniteAreShownAsTheyAre() throws Exception {
        try (Session s = Session.start(
                        LiveNets.machine(LiveNets.counter(), "tree"), SessionOptions.DEFAULT.withPaused(true));
                LiveServer server = LiveServer.start(s, "127.0.0.1", 0, LiveLimits.DEFAULT);
                Browser b = Browser.start(driver(), Files.createTempDirectory(profiles, "p"), 900, 700)) {
            s.edit(LiveNets.edit("a", "dict-2", "input", "word", 1e30)).join();
            s.offer(LiveNets.INPUT, VValue.of(Path.of("x"), -1e30));
            b.open(server.url());
            b.await("the page", LINKS + " === '3 links'");
            b.run("document.getElementById('step').click()");
            b.await("no number yet", "document.body.dataset.cycle === '1'");
            s.step(2).join();
            b.await("the number", "document.getElementById('values').textContent.includes('/x -Infinity')");
            assertFalse(b.log().contains("SEVERE"), b.log());
        }
    }

    @Test
    void namesFromFilesAreOnlyText() throws Exception {
        String evil = "<img src=x onerror=document.title='hacked'>";
        io.dmm4j.net.Network n = io.dmm4j.net.Network.builder()
                .name(evil)
                .add(evil, "lite/accum")
                .link(evil, "dict-1", evil, "dict", 1)
                .initial(evil, "dict", VValue.of(Path.of(evil), 1))
                .probe(io.dmm4j.net.Probe.out(evil, "dict"))
                .build();
        try (Session s = Session.start(LiveNets.machine(n, "tree"), SessionOptions.DEFAULT);
                LiveServer server = LiveServer.start(s, "127.0.0.1", 0, LiveLimits.DEFAULT);
                Browser b = Browser.start(driver(), Files.createTempDirectory(profiles, "p"), 900, 700)) {
            b.open(server.url());
            b.await("the link", LINKS + " === '1 link'");
            b.await("that it runs", "Number(document.body.dataset.cycle) > 2");
            assertEquals(evil, b.run("return document.getElementById('name').textContent"));
            assertEquals("0", b.run("return document.images.length"));
            assertFalse(b.run("return document.title").equals("hacked"));
        }
    }
}
