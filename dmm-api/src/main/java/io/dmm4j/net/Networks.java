package io.dmm4j.net;

import io.dmm4j.value.DmmException;
import java.nio.file.InvalidPathException;

/** Finds networks by what a user calls them. */
public final class Networks {
    private Networks() {}

    /**
     * The network of a file, or one of those that ship.
     *
     * @param name a file in the format of {@link NetworkJson}, or {@code example:} and a name of {@link Examples}
     * @throws DmmException if there is none, or it cannot be read
     */
    public static Network load(String name) {
        return name.startsWith(Examples.PREFIX)
                ? Examples.network(name.substring(Examples.PREFIX.length()))
                : NetworkJson.read(file(name));
    }

    /** The path of a file that a user names. */
    public static java.nio.file.Path file(String name) {
        try {
            return java.nio.file.Path.of(name);
        } catch (InvalidPathException e) {
            throw new DmmException("'" + name + "' cannot be the name of a file: " + e.getReason(), e);
        }
    }
}
