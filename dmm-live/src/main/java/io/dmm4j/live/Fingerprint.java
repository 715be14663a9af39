package io.dmm4j.live;

import io.dmm4j.net.MatrixFormat;
import io.dmm4j.net.Network;
import io.dmm4j.net.NetworkJson;
import io.dmm4j.value.DmmException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What a network is recognised by. */
final class Fingerprint {
    private Fingerprint() {}

    /** SHA-256 of the network's file; empty for a network that has types of its own, which no file can hold. */
    static String of(Network network) {
        StringBuilder text = new StringBuilder();
        try {
            NetworkJson.write(network, MatrixFormat.RANK4, text);
        } catch (DmmException e) {
            return "";
        }
        return HexFormat.of().formatHex(sha256().digest(text.toString().getBytes(StandardCharsets.UTF_8)));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
