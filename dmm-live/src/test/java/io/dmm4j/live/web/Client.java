package io.dmm4j.live.web;

import io.dmm4j.json.VJson;
import io.dmm4j.value.VValue;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A program that speaks the protocol. */
final class Client implements WebSocket.Listener, AutoCloseable {
    private static final int PATIENCE = 60; // seconds

    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private final Queue<String> passed = new ArrayDeque<>();
    private final CompletableFuture<String> closed = new CompletableFuture<>();
    private final StringBuilder part = new StringBuilder();
    private final WebSocket socket;

    Client(String url) {
        this(url, null);
    }

    Client(String url, String origin) {
        WebSocket.Builder b = HttpClient.newHttpClient().newWebSocketBuilder();
        if (origin != null) {
            b.header("Origin", origin);
        }
        socket = b.buildAsync(URI.create(url), this).join();
    }

    @Override
    public CompletionStage<?> onText(WebSocket ws, CharSequence data, boolean last) {
        part.append(data);
        if (last) {
            messages.add(part.toString());
            part.setLength(0);
        }
        ws.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket ws, int status, String reason) {
        closed.complete(status + " " + reason);
        return null;
    }

    @Override
    public void onError(WebSocket ws, Throwable error) {
        closed.complete("error " + error.getMessage());
    }

    WebSocket socket() {
        return socket;
    }

    void send(String text) {
        socket.sendText(text, true).join();
    }

    /** Why the server has closed the connection. */
    String closed() throws Exception {
        return closed.get(PATIENCE, TimeUnit.SECONDS);
    }

    boolean isClosed() {
        return closed.isDone();
    }

    /** Waits for a message; those that came before an answer that was waited for count too, in their order. */
    String next(Predicate<String> right) throws InterruptedException {
        while (!passed.isEmpty()) {
            String m = passed.remove();
            if (right.test(m)) {
                return m;
            }
        }
        return arriving(right, m -> {});
    }

    private String arriving(Predicate<String> right, Consumer<String> others) throws InterruptedException {
        for (String m = messages.poll(PATIENCE, TimeUnit.SECONDS); m != null; ) {
            if (right.test(m)) {
                return m;
            }
            others.accept(m);
            m = messages.poll(PATIENCE, TimeUnit.SECONDS);
        }
        throw new AssertionError("no such message came");
    }

    /** Sends a request with an id and waits for its answer; what it makes the server tell may come before or after that. */
    String ask(int id, String fields) throws InterruptedException {
        send("{\"id\":" + id + "," + fields + "}");
        return arriving(m -> m.matches("\\{\"type\":\"(done|error)\",\"id\":" + id + ",.*"), passed::add);
    }

    /** The value of a port in a state message. */
    static VValue value(String state, String port) {
        int at = state.indexOf("\"" + port + "\":{");
        if (at < 0) {
            return VValue.EMPTY;
        }
        String rest = state.substring(state.indexOf("\"tree\":", at) + "\"tree\":".length());
        int depth = 0;
        int end = 0;
        for (; end < rest.length(); end++) {
            char c = rest.charAt(end);
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (depth < 0 || depth == 0 && (c == '}' || c == ',')) {
                break;
            }
        }
        String text = rest.substring(0, end) + (depth == 0 && rest.charAt(end) == '}' ? "}" : "");
        return VJson.read(text, "state");
    }

    @Override
    public void close() {
        socket.abort();
    }
}
