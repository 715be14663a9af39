package io.dmm4j.live.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.live.LiveNets;
import io.dmm4j.live.Session;
import io.dmm4j.live.SessionOptions;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(180)
class LiveServerTest {
    private Session session;
    private LiveServer server;

    @BeforeEach
    void start() {
        SessionOptions paused = SessionOptions.DEFAULT.withPaused(true);
        session = Session.start(LiveNets.machine(LiveNets.counter(), "tree"), paused);
        server = LiveServer.start(session, "127.0.0.1", 0, LiveLimits.DEFAULT);
    }

    @AfterEach
    void stop() {
        server.close();
        session.close();
    }

    private static HttpResponse<String> get(String url) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    // ---- the page ----------------------------------------------------------------------------------

    @Test
    void thePageAndAllItsFilesComeFromTheJarUnderAStrictPolicy() throws Exception {
        HttpResponse<String> page = get(server.url());
        assertEquals(200, page.statusCode());
        String policy = page.headers().firstValue("Content-Security-Policy").orElseThrow();
        assertTrue(policy.startsWith("default-src 'none'; script-src 'self'; style-src 'self'"), policy);
        assertFalse(policy.contains("unsafe"), policy);
        assertEquals("no-referrer", page.headers().firstValue("Referrer-Policy").orElseThrow());
        for (String file : List.of(
                "main.js",
                "graph.js",
                "layers.js",
                "matrix.js",
                "values.js",
                "editor.js",
                "style.css",
                "icon.svg",
                "cytoscape/cytoscape.min.js")) {
            HttpResponse<String> got = get(server.url() + file);
            assertEquals(200, got.statusCode(), file);
            assertFalse(got.body().isEmpty(), file);
        }
        assertFalse(page.body().matches("(?s).*(src|href)=\"(https?:)?//.*"), "nothing from elsewhere");
        assertEquals(404, get(server.url() + "LICENSE").statusCode());
    }

    @Test
    void nobodyComesInWithoutTheToken() throws Exception {
        String base = server.url().replaceAll("/[^/]*/$", "/");
        for (String path :
                List.of("", "x/", "x/main.js", "main.js", "live", "x/live", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/")) {
            assertEquals(403, get(base + path).statusCode(), path);
        }
        String wrong = server.socketUrl().replaceAll("/[^/]*/live$", "/AAAA/live");
        assertThrows(CompletionException.class, () -> new Client(wrong));
    }

    @Test
    void foreignOriginsAndForeignNamesAreRefused() throws Exception {
        assertThrows(CompletionException.class, () -> new Client(server.socketUrl(), "http://evil.example"));
        assertThrows(CompletionException.class, () -> new Client(server.socketUrl(), "null"));
        String own = server.url().replaceAll("^(http://[^/]*)/.*", "$1");
        try (Client c = new Client(server.socketUrl(), own)) {
            c.next(m -> m.contains("\"hello\""));
        }
        URI uri = URI.create(server.url());
        assertEquals("HTTP/1.1 403 Forbidden", raw(uri, "evil.example:" + uri.getPort()));
        assertEquals("HTTP/1.1 200 OK", raw(uri, "localhost:" + uri.getPort()));
    }

    private static String raw(URI uri, String host) throws IOException {
        try (Socket s = new Socket(uri.getHost(), uri.getPort())) {
            String request = "GET " + uri.getPath() + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
            s.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(s.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return answer.substring(0, answer.indexOf('\r'));
        }
    }

    // ---- the protocol ------------------------------------------------------------------------------

    @Test
    void aProgramFeedsStepsEditsAndUndoes() throws Exception {
        try (Client c = new Client(server.socketUrl())) {
            String hello = c.next(m -> m.contains("\"hello\""));
            assertTrue(hello.contains("\"protocol\":\"dmm4j-live/1\""), hello);
            assertTrue(hello.contains("\"inputs\":[\"input.word\"]"), hello);
            String first = c.next(m -> m.contains("\"state\""));
            assertTrue(first.contains("\"all\":true"), first);
            assertTrue(
                    first.contains("{\"id\":2,\"to\":\"b\",\"input\":\"dict-1\",\"from\":\"a\",\"output\":\"dict\","
                            + "\"weight\":0.25}"),
                    first);
            c.ask(1, "\"type\":\"feed\",\"port\":\"input.word\",\"value\":{\"x\":4}");
            assertTrue(c.ask(2, "\"type\":\"step\",\"cycles\":2").contains("\"cycle\":2"));
            VValue four = VValue.of(Path.of("x"), 4);
            String state = c.next(m -> m.contains("\"state\"") && m.contains("\"cycle\":2,"));
            assertEquals(four, Client.value(state, "out:a.dict"));
            assertFalse(state.contains("\"links\""), "links that have not changed are not told again");

            c.ask(
                    3,
                    "\"type\":\"edit\",\"add\":{\"c\":{\"dict-1\":{\"a\":{\"dict\":2}}},\"b\":{\"dict-1\":{\"a\":{\"dict\":-0.25}}}}");
            state = c.next(m -> m.contains("\"links\""));
            assertTrue(state.contains("\"new\":[{\"id\":3,\"to\":\"c\""), state);
            assertTrue(state.contains("\"gone\":[2]"), state);
            c.ask(4, "\"type\":\"watch\",\"ports\":[\"c.dict\"]");
            c.ask(5, "\"type\":\"step\"");
            state = c.next(m -> m.contains("\"state\"") && m.contains("\"cycle\":3,"));
            assertEquals(four.times(2), Client.value(state, "out:c.dict"));
            c.ask(6, "\"type\":\"undo\"");
            state = c.next(m -> m.contains("\"links\""));
            assertTrue(state.contains("\"gone\":[3]"), state);
            c.ask(7, "\"type\":\"state\"");
            state = c.next(m -> m.contains("\"all\":true"));
            assertTrue(state.contains("\"undo\":0"), state);
        }
    }

    @Test
    void whoSentAValueThatIsDroppedIsTold() throws Exception {
        try (Session narrow = Session.start(LiveNets.narrow(), SessionOptions.DEFAULT.withPaused(true));
                LiveServer its = LiveServer.start(narrow, "127.0.0.1", 0, LiveLimits.DEFAULT);
                Client c = new Client(its.socketUrl());
                Client bystander = new Client(its.socketUrl())) {
            assertTrue(c.ask(7, "\"type\":\"feed\",\"port\":\"input.word\",\"value\":{\"zebra\":1}")
                    .contains("\"done\""));
            bystander.ask(1, "\"type\":\"step\",\"cycles\":3");
            String told = c.next(m -> m.contains("\"dropped\""));
            assertTrue(told.startsWith("{\"type\":\"dropped\",\"id\":7,\"message\":\"input.word: "), told);
            String state = bystander.next(m -> m.contains("\"state\"") && m.contains("\"cycle\":3,"));
            assertFalse(state.contains("failure"), state);
        }
    }

    @Test
    void stepsOfAllLengthsAreDoneAndLongerOnesRefused() throws Exception {
        try (Client c = new Client(server.socketUrl())) {
            assertTrue(c.ask(1, "\"type\":\"step\",\"cycles\":257").contains("\"done\",\"id\":1,\"cycle\":257"));
            assertTrue(c.ask(2, "\"type\":\"step\",\"cycles\":10000").contains("\"cycle\":10257"));
            assertTrue(c.ask(3, "\"type\":\"step\",\"cycles\":10001").contains("expected 1 to 10000"));
            assertTrue(c.ask(4, "\"type\":\"step\"").contains("\"cycle\":10258"));
        }
    }

    @Test
    void numbersThatAreNotFiniteAreRefusedAndThoseThatComeAboutAreTold() throws Exception {
        try (Client c = new Client(server.socketUrl())) {
            assertTrue(c.ask(1, "\"type\":\"feed\",\"port\":\"input.word\",\"value\":{\"x\":1e39}")
                    .contains("external input input.word: found 1.0E39 at path \\\"/x\\\", expected at most"
                            + " 3.4028235E38 in magnitude: the machine has 32-bit floats"));
            assertTrue(c.ask(2, "\"type\":\"edit\",\"add\":{\"a\":{\"dict-2\":{\"input\":{\"word\":-1e39}}}}")
                    .contains("expected a weight of at most 3.4028235E38"));
            c.ask(
                    3,
                    "\"type\":\"edit\",\"add\":{\"a\":{\"dict-2\":{\"input\":{\"word\":1e30}}},"
                            + "\"c\":{\"dict-1\":{\"a\":{\"dict\":1}},\"dict-2\":{\"a\":{\"dict\":-1}}}}");
            c.ask(4, "\"type\":\"watch\",\"ports\":[\"a.dict\",\"c.dict\"]");
            c.ask(
                    5,
                    "\"type\":\"feed\",\"port\":\"input.word\",\"value\":{\"x\":{\":number\":-1e30,\"y\":1e30},\"z\":1}");
            c.ask(6, "\"type\":\"step\",\"cycles\":3");
            String state = c.next(m -> m.contains("\"state\"") && m.contains("\"cycle\":3,"));
            assertTrue(
                    state.contains(
                            "\"out:a.dict\":{\"size\":3,\"tree\":{\"x\":{\":number\":\"-Infinity\",\"y\":\"Infinity\"},"),
                    state);
            assertTrue(
                    state.contains("\"out:c.dict\":{\"size\":2,\"tree\":{\"x\":{\":number\":\"NaN\",\"y\":\"NaN\"}}}"),
                    state);
            assertFalse(state.contains("failure"), state);
            c.ask(7, "\"type\":\"rate\",\"rate\":\"max\"");
            c.next(m -> m.contains("\"rate\":\"max\""));
        }
    }

    @Test
    void twoViewersSeeTheSame() throws Exception {
        try (Client a = new Client(server.socketUrl());
                Client b = new Client(server.socketUrl())) {
            b.next(m -> m.contains("\"all\":true"));
            a.ask(1, "\"type\":\"edit\",\"add\":{\"c\":{\"dict-1\":{\"a\":{\"dict\":2}}}}");
            assertTrue(b.next(m -> m.contains("\"links\"")).contains("\"to\":\"c\""));
            a.ask(2, "\"type\":\"resume\"");
            b.next(m -> m.contains("\"cycle\":3,"));
        }
    }

    // ---- hostile messages --------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "[1,2]",
                "{\"type\":\"edit\"",
                "{\"type\":\"launch\"}",
                "{\"type\":7}",
                "{\"tipe\":\"pause\"}",
                "{\"type\":\"edit\"}",
                "{\"type\":\"edit\",\"add\":{\"a\":{\"dict-1\":{\"a\":{\"dict\":NaN}}}}}",
                "{\"type\":\"edit\",\"add\":{\"a\":{\"dict-1\":{\"a\":{\"dict\":1e999}}}}}",
                "{\"type\":\"edit\",\"add\":{\"a\":{\"dict-1\":{\"nobody\":{\"dict\":1}}}}}",
                "{\"type\":\"edit\",\"add\":{\"a\":1}}",
                "{\"type\":\"edit\",\"add\":\"a\"}",
                "{\"type\":\"feed\",\"port\":\"input.word\",\"value\":\"x\"}",
                "{\"type\":\"feed\",\"port\":\"input.ward\",\"value\":1}",
                "{\"type\":\"feed\",\"port\":\"input\",\"value\":1}",
                "{\"type\":\"feed\",\"port\":\"input.word\"}",
                "{\"type\":\"step\",\"cycles\":0}",
                "{\"type\":\"step\",\"cycles\":2000000000}",
                "{\"type\":\"step\",\"cycles\":1e9}",
                "{\"type\":\"rate\",\"rate\":0}",
                "{\"type\":\"rate\",\"rate\":-3}",
                "{\"type\":\"rate\",\"rate\":\"fast\"}",
                "{\"type\":\"watch\",\"ports\":[\"nobody.dict\"]}",
                "{\"type\":\"watch\",\"ports\":[\"in:a.dict-1\"]}",
                "{\"type\":\"pause\",\"type\":\"resume\"}",
                "{\"type\":\"pause\"} {\"type\":\"resume\"}"
            })
    void wrongMessagesAreAnsweredInOneSentenceAndChangeNothing(String message) throws Exception {
        try (Client c = new Client(server.socketUrl())) {
            c.next(m -> m.contains("\"all\":true"));
            c.send(message);
            String answer = c.next(m -> !m.contains("\"state\""));
            assertTrue(answer.startsWith("{\"type\":\"error\""), answer);
            assertFalse(answer.contains("\\n"), answer);
            assertTrue(c.ask(9, "\"type\":\"state\"").contains("\"cycle\":0"), "it goes on, unchanged");
        }
        assertUnchanged();
    }

    @Test
    void deepAndLongMessagesDoNoHarm() throws Exception {
        try (Client c = new Client(server.socketUrl())) {
            c.next(m -> m.contains("\"all\":true"));
            c.send("{\"type\":\"edit\",\"add\":" + "{\"a\":".repeat(50_000) + "1" + "}".repeat(50_000) + "}");
            assertTrue(c.next(m -> m.contains("\"error\"")).contains("levels deep"));
            c.send("[".repeat(500_000));
            c.next(m -> m.contains("\"error\""));
            c.socket().sendText("\"" + "x".repeat(LiveLimits.DEFAULT.messageBytes()) + "\"", true);
            assertTrue(c.closed().startsWith("1009 "), c.closed());
        }
        try (Client c = new Client(server.socketUrl())) {
            c.socket().sendBinary(ByteBuffer.wrap(new byte[] {1}), true);
            assertTrue(c.closed().startsWith("1008 "), c.closed());
        }
        assertUnchanged();
    }

    @Test
    void aFloodIsCutOffWhileOthersAreServed() throws Exception {
        session.resume().join();
        session.rate(Double.POSITIVE_INFINITY).join();
        try (Client quiet = new Client(server.socketUrl());
                Client loud = new Client(server.socketUrl())) {
            int sent = 0;
            for (; sent < 1_000_000 && !loud.isClosed(); sent++) {
                try {
                    loud.send("{\"type\":\"edit\",\"add\":{\"a\":1}}");
                } catch (CompletionException e) {
                    break; // the server has hung up
                }
            }
            assertTrue(sent < 1_000_000, "a million messages were let in");
            assertTrue(loud.closed().matches("1008 too many messages, .*|error .*"), loud.closed());
            String alive = quiet.ask(1, "\"type\":\"pause\"");
            assertTrue(alive.startsWith("{\"type\":\"done\""), alive);
        }
        assertEquals(LiveNets.counter().links(), session.machine().matrix().links());
        assertTrue(session.machine().cycle() > 0);
    }

    @Test
    void thereIsRoomForSomeViewersOnly() throws Exception {
        try (LiveServer small = LiveServer.start(session, "127.0.0.1", 0, new LiveLimits(1000, 10, 10, 1))) {
            try (Client first = new Client(small.socketUrl())) {
                first.next(m -> m.contains("\"hello\""));
                assertThrows(CompletionException.class, () -> new Client(small.socketUrl()));
            }
        }
    }

    private void assertUnchanged() {
        assertEquals(0, session.show().join());
        try (Session fresh =
                Session.start(LiveNets.machine(LiveNets.counter(), "tree"), SessionOptions.DEFAULT.withPaused(true))) {
            fresh.close();
            session.close();
            assertEquals(fresh.ended().join(), session.ended().join());
        }
    }

    // ---- where it listens --------------------------------------------------------------------------

    @Test
    void wrongAddressesAndPortsAreSaidInOneSentence() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            assertEquals(
                    "--port: " + port + " is in use at 127.0.0.1, expected one that is free, or 0",
                    refused("127.0.0.1", port));
        }
        assertEquals("--port: found 70000, expected 0 to 65535", refused("127.0.0.1", 70_000));
        assertEquals("--bind: '192.0.2.1' is not an address of this machine", refused("192.0.2.1", 0));
        assertEquals(
                "--bind: found 'no such.host', expected an address of this machine, such as 127.0.0.1",
                refused("no such.host", 0));
    }

    private String refused(String bind, int port) {
        return assertThrows(DmmException.class, () -> LiveServer.start(session, bind, port, LiveLimits.DEFAULT))
                .getMessage();
    }
}
