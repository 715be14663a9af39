package io.dmm4j.live.web;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Gives the files of the page to whoever the gate lets in, and nothing to others. */
final class PageHandler extends Handler.Wrapper {
    private static final int NOT_ALLOWED = 405;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;

    private final Gate gate;

    /** {@code sockets} takes the requests for {@link LiveServer#SOCKET}. */
    PageHandler(Gate gate, Handler sockets) {
        super(sockets);
        this.gate = gate;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String host = request.getHeaders().get(HttpHeader.HOST);
        String path = gate.enter(
                request.getHttpURI().getPath() == null
                        ? "/"
                        : request.getHttpURI().getPath());
        harden(response, host);
        if (path == null
                || !gate.knowsHost(host)
                || !gate.knowsOrigin(request.getHeaders().get(HttpHeader.ORIGIN), host)) {
            return end(response, FORBIDDEN, callback);
        } else if (path.equals(LiveServer.SOCKET)) {
            return super.handle(request, response, callback) || end(response, NOT_FOUND, callback);
        } else if (!HttpMethod.GET.is(request.getMethod())) {
            return end(response, NOT_ALLOWED, callback);
        }
        String type = Assets.type(path);
        if (type == null) {
            return end(response, NOT_FOUND, callback);
        }
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
        Content.Sink.write(response, true, java.nio.ByteBuffer.wrap(Assets.content(path)));
        callback.succeeded();
        return true;
    }

    /** The page loads its own files and talks to its own server, and no other page may frame, read or name it. */
    private void harden(Response response, String host) {
        String socket = host != null && gate.knowsHost(host) ? " ws://" + host : "";
        response.getHeaders()
                .put(
                        "Content-Security-Policy",
                        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
                                + "connect-src 'self'" + socket
                                + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        response.getHeaders().put("Referrer-Policy", "no-referrer");
        response.getHeaders().put("Cross-Origin-Opener-Policy", "same-origin");
        response.getHeaders().put("Cross-Origin-Resource-Policy", "same-origin");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    }

    private static boolean end(Response response, int status, Callback callback) {
        response.setStatus(status);
        response.write(true, null, callback);
        return true;
    }
}
