package io.dmm4j.live;

import io.dmm4j.net.Probe;
import java.util.Set;

/** Somebody who looks at a session. */
public interface Follower {
    /** What to look at, besides the matrix: outputs, and the network's own probes. Any thread may ask at any time. */
    Set<Probe> watched();

    /** Is told how the session stands, on one thread for all followers; what is older is left out if this takes long. */
    void see(Snapshot snapshot);
}
