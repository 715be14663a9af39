package io.dmm4j.live;

import io.dmm4j.net.HeldLinks;
import io.dmm4j.net.Link;
import io.dmm4j.net.Network;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.VValue;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The matrix at one moment. Immutable but for the list of links, which is made when somebody asks for it: making one from a
 * matrix that the network holds takes time, which the thread of the machine does not have.
 */
public final class MatrixView {
    private Supplier<List<Link>> source; // null when the list has been made
    private List<Link> links;

    private MatrixView(Supplier<List<Link>> source) {
        this.source = source;
    }

    static MatrixView of(List<Link> links) {
        return new MatrixView(() -> links);
    }

    /** The declared links of a network and those of the matrix that it holds. */
    static MatrixView of(Network network, Supplier<VValue> held) {
        return new MatrixView(() -> all(network, held.get()));
    }

    /** The links, declared ones first. A matrix that the machine could not read itself counts as empty. */
    public synchronized List<Link> links() {
        if (source != null) {
            links = source.get();
            source = null;
        }
        return links;
    }

    private static List<Link> all(Network network, VValue held) {
        List<Link> all = new ArrayList<>(network.links());
        try {
            all.addAll(new HeldLinks(network).read(held).links());
        } catch (DmmException e) {
            // the machine will stop at its next cycle and say the same
        }
        return all;
    }
}
