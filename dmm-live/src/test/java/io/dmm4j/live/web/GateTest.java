package io.dmm4j.live.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class GateTest {
    @Test
    void onlyPathsThatBeginWithTheTokenLeadIn() {
        Gate gate = new Gate("secret", true, "127.0.0.1");
        assertEquals("/", gate.enter("/secret/"));
        assertEquals("/live", gate.enter("/secret/live"));
        for (String path :
                new String[] {"/", "", "/secret", "/secre/", "/secrets/", "//secret/", "/SECRET/", "/a/secret/"}) {
            assertNull(gate.enter(path), path);
        }
        assertNotEquals(Gate.newToken(), Gate.newToken());
        assertEquals(32, Gate.newToken().length());
    }

    @Test
    void aLoopbackServerKnowsLoopbackNamesOnly() {
        Gate gate = new Gate("t", true, "127.0.0.1");
        for (String host : new String[] {"127.0.0.1:80", "localhost", "LocalHost:1", "[::1]:7"}) {
            assertTrue(gate.knowsHost(host), host);
        }
        for (String host : new String[] {"evil.example", "192.0.2.7:80", "localhost.evil.example", "", "[::2]", null}) {
            assertFalse(gate.knowsHost(host), host);
        }
    }

    @Test
    void anOpenServerKnowsAddressesAndItsOwnName() {
        Gate gate = new Gate("t", false, "0.0.0.0");
        assertTrue(gate.knowsHost("192.0.2.7:8080"));
        assertTrue(gate.knowsHost("[2001:db8::1]:8080"));
        assertFalse(gate.knowsHost("evil.example:8080"));
        assertTrue(new Gate("t", false, "lab.example").knowsHost("LAB.example:1"));
    }

    @Test
    void originsAreOurOwnOrNone() {
        Gate gate = new Gate("t", true, "127.0.0.1");
        assertTrue(gate.knowsOrigin(null, "localhost:1"));
        assertTrue(gate.knowsOrigin("http://localhost:1", "localhost:1"));
        assertFalse(gate.knowsOrigin("http://localhost:2", "localhost:1"));
        assertFalse(gate.knowsOrigin("null", "localhost:1"));
    }

    @Test
    void theBucketAllowsABurstAndThenTheRate() {
        TokenBucket bucket = new TokenBucket(10, 3, 0);
        for (int i = 0; i < 3; i++) {
            assertTrue(bucket.take(0));
        }
        assertFalse(bucket.take(50_000_000));
        assertTrue(bucket.take(100_000_000));
        assertFalse(bucket.take(100_000_001));
    }
}
