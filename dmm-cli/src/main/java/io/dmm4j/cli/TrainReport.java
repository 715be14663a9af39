package io.dmm4j.cli;

import io.dmm4j.net.Link;
import io.dmm4j.net.Network;
import io.dmm4j.report.History;
import io.dmm4j.report.HtmlReport;
import io.dmm4j.report.LinkRow;
import io.dmm4j.report.MatrixPicture;
import io.dmm4j.show.Svg;
import io.dmm4j.value.Numbers;
import java.util.List;

/** The page about a training run. */
final class TrainReport {
    private static final int MOST_DRAWN = 3000; // links; with more the drawing shows nothing

    private TrainReport() {}

    static HtmlReport of(
            String name, Network start, Network trained, double loss, History history, TrainIdentity identity) {
        List<LinkRow> links = trained.links().stream().map(TrainReport::row).toList();
        HtmlReport page = new HtmlReport("Training of " + name)
                .summary("loss", Numbers.format(loss))
                .summary("steps", Integer.toString(history.rows().size()))
                .summary(
                        "trained links",
                        Long.toString(
                                trained.links().stream().filter(Link::trainable).count()))
                .history(history)
                .matrix(MatrixPicture.of("all links", links))
                .links(links)
                .seed("seed", identity.seed())
                .machine(machine(identity));
        identity.settings().forEach(page::setting);
        if (trained.links().size() <= MOST_DRAWN) {
            page.drawing("before", Svg.draw(start, false)).drawing("after", Svg.draw(trained, false));
        }
        return page;
    }

    private static LinkRow row(Link l) {
        return new LinkRow(l.to().text(), l.from().text() + l.path(), l.weight(), l.trainable() ? "" : "fixed");
    }

    private static String machine(TrainIdentity identity) {
        return "backend " + identity.plan().backend() + " (" + identity.plan().kernels() + "), "
                + identity.plan().precision() + ", threads " + identity.plan().threads() + ", JDK "
                + identity.plan().jdk() + ", " + System.getProperty("os.name") + " " + System.getProperty("os.arch")
                + ", dmm " + Dmm.version();
    }
}
