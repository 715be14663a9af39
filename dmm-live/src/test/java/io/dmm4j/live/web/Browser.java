package io.dmm4j.live.web;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A headless Chromium, driven through the few commands of W3C WebDriver that a test of one page needs. */
final class Browser implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final JsonFactory JSON = new JsonFactory();

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process driver;
    private final String base;
    private final String session;

    private Browser(Process driver, String base, Path profile, int width, int height)
            throws IOException, InterruptedException {
        this.driver = driver;
        this.base = base;
        awaitDriver();
        List<String> flags = new ArrayList<>(List.of(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync"));
        flags.add("--window-size=" + width + "," + height);
        flags.add("--user-data-dir=" + profile);
        StringWriter text = new StringWriter();
        try (JsonGenerator g = JSON.createGenerator(text)) {
            g.writeStartObject();
            g.writeObjectFieldStart("capabilities");
            g.writeObjectFieldStart("alwaysMatch");
            g.writeObjectFieldStart("goog:chromeOptions");
            g.writeArrayFieldStart("args");
            for (String f : flags) {
                g.writeString(f);
            }
            g.writeEndArray();
            g.writeEndObject();
            g.writeObjectFieldStart("goog:loggingPrefs");
            g.writeStringField("browser", "ALL");
        }
        session = "/session/" + field(post("/session", text.toString()), "sessionId");
    }

    /** The command of the driver, if it and the browser are installed. */
    static Optional<String> find() {
        return on("chromium").or(() -> on("google-chrome")).flatMap(b -> on("chromedriver"));
    }

    private static Optional<String> on(String command) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, command))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }

    static Browser start(String command, Path profile, int width, int height) throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Process driver = new ProcessBuilder(command, "--port=" + port)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            return new Browser(driver, "http://127.0.0.1:" + port, profile, width, height);
        } catch (Exception | Error e) {
            driver.destroy();
            throw e;
        }
    }

    private void awaitDriver() throws IOException, InterruptedException {
        for (long end = System.nanoTime() + PATIENCE.toNanos(); ; ) {
            try {
                if (send(HttpRequest.newBuilder(URI.create(base + "/status")).build())
                        .contains("true")) {
                    return;
                }
            } catch (IOException e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
            }
            Thread.sleep(100);
        }
    }

    void open(String url) throws IOException, InterruptedException {
        post(session + "/url", "{\"url\":\"" + url + "\"}");
    }

    /** What a script returns, as text. */
    String run(String script) throws IOException, InterruptedException {
        StringWriter text = new StringWriter();
        try (JsonGenerator g = JSON.createGenerator(text)) {
            g.writeStartObject();
            g.writeStringField("script", script);
            g.writeArrayFieldStart("args");
            g.writeEndArray();
            g.writeEndObject();
        }
        return field(post(session + "/execute/sync", text.toString()), "value");
    }

    /** Waits until a script returns true. */
    void await(String what, String script) throws IOException, InterruptedException {
        for (long end = System.nanoTime() + PATIENCE.toNanos(); System.nanoTime() < end; Thread.sleep(50)) {
            if ("true".equals(run("return " + script))) {
                return;
            }
        }
        throw new AssertionError("the page never showed " + what + "; its log: " + log());
    }

    byte[] screenshot() throws IOException, InterruptedException {
        HttpRequest r = HttpRequest.newBuilder(URI.create(base + session + "/screenshot"))
                .build();
        return Base64.getDecoder().decode(field(send(r), "value"));
    }

    /** What the page has said on its console. */
    String log() throws IOException, InterruptedException {
        return post(session + "/se/log", "{\"type\":\"browser\"}");
    }

    private String post(String path, String body) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(base + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private String send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(request.uri().getPath() + ": " + answer.body());
        }
        return answer.body();
    }

    /** The first scalar of a name, wherever it stands. */
    private static String field(String json, String name) throws IOException {
        try (JsonParser p = JSON.createParser(json)) {
            for (JsonToken t = p.nextToken(); t != null; t = p.nextToken()) {
                if (t == JsonToken.FIELD_NAME
                        && p.currentName().equals(name)
                        && p.nextToken().isScalarValue()) {
                    return p.getText();
                }
            }
        }
        return null;
    }

    @Override
    public void close() throws Exception {
        try {
            send(HttpRequest.newBuilder(URI.create(base + session)).DELETE().build());
        } finally {
            driver.destroy();
            driver.waitFor(10, TimeUnit.SECONDS);
            driver.destroyForcibly();
        }
    }
}
