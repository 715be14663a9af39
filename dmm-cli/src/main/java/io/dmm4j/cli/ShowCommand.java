package io.dmm4j.cli;

import io.dmm4j.json.WholeFile;
import io.dmm4j.net.HeldLinks;
import io.dmm4j.net.Network;
import io.dmm4j.net.Networks;
import io.dmm4j.show.Dot;
import io.dmm4j.show.Svg;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code dmm show}: draws a network. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Draws a network, as DOT or SVG.",
            "",
            "DOT, which Graphviz reads, has every link; SVG is a picture that any browser shows. Without --dot and --svg, DOT"
                    + " goes to standard output.",
            ""
        })
final class ShowCommand implements Runnable {
    @Mixin
    private NetworkArgument argument;

    @Option(names = "--svg", paramLabel = "FILE", description = "write the picture to FILE")
    private String svg;

    @Option(names = "--dot", paramLabel = "FILE", description = "write DOT to FILE")
    private String dot;

    @Option(names = "--all", description = "draw neurons without links to others, too")
    private boolean all;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        Network network = HeldLinks.atStart(argument.network());
        if (svg != null) {
            String picture = Svg.draw(network, all);
            WholeFile.write(Networks.file(svg), target -> target.write(picture));
        }
        if (dot != null) {
            WholeFile.write(Networks.file(dot), target -> {
                PrintWriter out = new PrintWriter(target);
                Dot.write(network, out);
                out.flush();
            });
        }
        if (svg == null && dot == null) {
            PrintWriter out = spec.commandLine().getOut();
            Dot.write(network, out);
            Stdout.flush(out);
        }
    }
}
