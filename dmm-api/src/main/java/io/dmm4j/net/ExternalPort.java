package io.dmm4j.net;

import io.dmm4j.value.Path;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * What may be fed to one port of an external input.
 *
 * @param paths the paths that are known beforehand, sorted
 * @param open whether other paths may come as well (a vocabulary that is not known beforehand)
 */
public record ExternalPort(Set<Path> paths, boolean open) {
    /** Nothing is known beforehand. */
    public static final ExternalPort OPEN = new ExternalPort(Set.of(), true);

    /** Copies and sorts the paths. */
    public ExternalPort {
        paths = Collections.unmodifiableSortedSet(new TreeSet<>(paths)); // as a sorted set it is copied in order
    }

    /** Only these paths. */
    public static ExternalPort of(Set<Path> paths) {
        return new ExternalPort(paths, false);
    }

    /** These paths and more known ones. */
    public ExternalPort with(Set<Path> more) {
        Set<Path> all = new TreeSet<>(paths);
        all.addAll(more);
        return new ExternalPort(all, open);
    }
}
