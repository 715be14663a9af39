package io.dmm4j.cli;

import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The argument NET and the options that go with it. */
final class NetworkArgument {
    @Parameters(paramLabel = "NET", description = "a network file, a flattened program, or example:NAME")
    private String net;

    @Option(names = "--matrix", paramLabel = "FILE", description = "a matrix that replaces the trainable links")
    private String matrix;

    @Option(
            names = "--matrix-rank",
            paramLabel = "R",
            defaultValue = "4",
            description = "the rank of the matrix, 4 or 6 (${DEFAULT-VALUE} unless given)")
    private int rank;

    /** As the user named it. */
    String name() {
        return net;
    }

    Model model() {
        return Model.load(net, matrix, rank);
    }

    io.dmm4j.net.Network network() {
        return Model.network(net, matrix, rank);
    }
}
