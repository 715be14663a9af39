package io.dmm4j.live.web;

import io.dmm4j.live.Session;
import io.dmm4j.value.DmmException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;

/** Serves the page of one session and its WebSocket. */
public final class LiveServer implements AutoCloseable {
    /** Where, after the token, the WebSocket is. */
    static final String SOCKET = "/live";

    private static final int MOST_THREADS = 12;
    private static final int LONGEST_HEADER = 8192;
    private static final int TOO_MANY = 503;
    private static final Duration IDLE = Duration.ofSeconds(60);

    private final Server server;
    private final ServerConnector connector;
    private final String host;
    private final String token;

    private LiveServer(Session session, InetAddress address, String bind, int port, LiveLimits limits) {
        QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS, 2);
        threads.setName("live server");
        threads.setDaemon(true);
        server = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(LONGEST_HEADER);
        connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(address.getHostAddress());
        connector.setPort(port);
        connector.setIdleTimeout(IDLE.toMillis());
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(4 * limits.viewers(), connector));
        host = bind.contains(":") ? "[" + bind + "]" : bind;
        token = Gate.newToken();
        Gate gate = new Gate(token, address.isLoopbackAddress(), host);
        server.setHandler(new PageHandler(gate, sockets(session, limits)));
    }

    private WebSocketUpgradeHandler sockets(Session session, LiveLimits limits) {
        return WebSocketUpgradeHandler.from(server, container -> {
            container.setMaxTextMessageSize(limits.messageBytes());
            container.setMaxBinaryMessageSize(1);
            container.setMaxFrameSize(limits.messageBytes());
            container.setIdleTimeout(IDLE);
            container.addMapping("/*", (request, response, callback) -> {
                if (container.getOpenSessions().size() >= limits.viewers()) {
                    response.setStatus(TOO_MANY);
                    callback.succeeded();
                    return null;
                }
                return new Viewer(session, limits);
            });
        });
    }

    /**
     * Begins to listen.
     *
     * @param bind the address or name to listen at; only this machine can reach a loopback address
     * @param port 0 for any that is free
     * @throws DmmException if there is no such address here or the port is taken
     */
    public static LiveServer start(Session session, String bind, int port, LiveLimits limits) {
        if (port < 0 || port > 65535) {
            throw new DmmException("--port: found " + port + ", expected 0 to 65535");
        }
        LiveServer s = new LiveServer(session, address(bind), bind, port, limits);
        try {
            s.server.start();
        } catch (Exception e) {
            s.close();
            throw words(bind, port, e);
        }
        return s;
    }

    private static InetAddress address(String bind) {
        try {
            if (!bind.isBlank()) {
                return InetAddress.getByName(bind);
            }
        } catch (UnknownHostException e) {
            // the same sentence as for nothing
        }
        throw new DmmException("--bind: found '" + bind + "', expected an address of this machine, such as 127.0.0.1");
    }

    private static DmmException words(String bind, int port, Exception e) {
        Throwable cause = e instanceof IOException && e.getCause() instanceof BindException ? e.getCause() : e;
        String reason = String.valueOf(cause.getMessage());
        if (reason.contains("in use")) {
            return new DmmException(
                    "--port: " + port + " is in use at " + bind + ", expected one that is free, or 0", e);
        } else if (reason.contains("assign") || reason.contains("unresolved")) {
            return new DmmException("--bind: '" + bind + "' is not an address of this machine", e);
        }
        return new DmmException(bind + ":" + port + ": " + reason, e);
    }

    /** The address of the page; whoever has it can watch and edit. */
    public String url() {
        return "http://" + host + ":" + connector.getLocalPort() + "/" + token + "/";
    }

    /** The address of the WebSocket. */
    public String socketUrl() {
        return "ws" + url().substring("http".length(), url().length() - 1) + SOCKET;
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the server did not stop: " + e.getMessage(), e);
        }
    }
}
