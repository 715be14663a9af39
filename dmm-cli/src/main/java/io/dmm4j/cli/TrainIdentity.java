package io.dmm4j.cli;

import io.dmm4j.checkpoint.Checkpoint;
import io.dmm4j.checkpoint.CheckpointFolder;
import io.dmm4j.checkpoint.Plan;
import io.dmm4j.net.Link;
import io.dmm4j.net.MatrixFormat;
import io.dmm4j.net.Network;
import io.dmm4j.net.NetworkJson;
import io.dmm4j.value.DmmException;
import java.util.List;
import java.util.Map;

/**
 * What a training run is, apart from how far it has come: what a checkpoint must have in common with a command that goes on
 * from it.
 *
 * @param fingerprint of the network, its trainable weights aside
 * @param seed of all that is drawn
 * @param plan how it is computed; another plan may give other bits, and is allowed
 * @param settings by the names of the options; others make another run, and are refused
 */
record TrainIdentity(String fingerprint, long seed, Plan plan, Map<String, String> settings) {

    static TrainIdentity of(Network start, long seed, Plan plan, Map<String, String> settings) {
        List<Link> ones = start.links().stream()
                .filter(Link::trainable)
                .map(l -> l.withWeight(1))
                .toList();
        return new TrainIdentity(Checkpoint.fingerprint(text(start.withTrainable(ones))), seed, plan, settings);
    }

    /** A network as JSON. */
    static String text(Network network) {
        StringBuilder text = new StringBuilder();
        NetworkJson.write(network, MatrixFormat.RANK4, text);
        return text.toString();
    }

    private static boolean isSameButFingerprint(String now, String then) {
        String fingerprint = " \\([0-9a-f]{12}\\)$";
        return then != null && now.replaceAll(fingerprint, "").equals(then.replaceAll(fingerprint, ""));
    }

    /** Fails unless a checkpoint is one of this run. */
    void require(CheckpointFolder.Found found) {
        Checkpoint c = found.checkpoint();
        c.requireNetwork(fingerprint, found.file());
        settings.forEach((name, now) -> {
            String then = c.settings().get(name);
            if (!now.equals(then) && isSameButFingerprint(now, then)) {
                throw new DmmException(found.file() + ": the run was started with other " + name
                        + ": what is fed reads the same, but targets, masks, probes, what of them counts, or what a file or a"
                        + " teacher says are not what they were");
            } else if (!now.equals(then)) {
                throw new DmmException(found.file() + ": the run was started with " + name + " " + then
                        + ", expected the same, found " + now);
            }
        });
    }
}
