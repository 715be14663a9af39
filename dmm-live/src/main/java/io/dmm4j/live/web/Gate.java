package io.dmm4j.live.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Who may come in. Every path begins with a token that is drawn anew for each server, so that neither another user of this
 * machine nor a page of another site can guess it. Browsers name the site that a request goes to (Host) and, for WebSockets,
 * the one that it comes from (Origin): names that are not ours are refused, so that a foreign page cannot reach us under a
 * foreign name that it has pointed at this address (DNS rebinding).
 */
final class Gate {
    private static final int TOKEN_BYTES = 24;

    /** An address in digits cannot be pointed elsewhere. */
    private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-f:.]+\\]");

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final byte[] token;
    private final boolean loopback;
    private final String name;

    /**
     * A gate.
     *
     * @param token what paths begin with
     * @param loopback whether only this machine can reach the server
     * @param name what the user calls the address that the server listens at
     */
    Gate(String token, boolean loopback, String name) {
        this.token = token.getBytes(StandardCharsets.UTF_8);
        this.loopback = loopback;
        this.name = name.toLowerCase(Locale.ROOT);
    }

    /** A token of 192 random bits, fit for a path. */
    static String newToken() {
        byte[] bytes = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** What stands after the token in a path, such as {@code /live}; null if the token is wrong. Takes equally long always. */
    String enter(String path) {
        int end = path.indexOf('/', 1);
        String given = end < 0 ? "" : path.substring(1, end);
        boolean right = MessageDigest.isEqual(token, given.getBytes(StandardCharsets.UTF_8));
        return right ? path.substring(end) : null;
    }

    /** Whether a request was meant for us; {@code host} is null if it does not say. */
    boolean knowsHost(String host) {
        if (host == null) {
            return false;
        }
        String given = withoutPort(host.toLowerCase(Locale.ROOT));
        return LOOPBACK.contains(given)
                || given.equals(name)
                || !loopback && ADDRESS.matcher(given).matches();
    }

    /** Whether a request comes from our own page, or from a program, which names no origin. */
    boolean knowsOrigin(String origin, String host) {
        return origin == null || origin.equals("http://" + host) || origin.equals("https://" + host);
    }

    private static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    }
}
