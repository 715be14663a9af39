package io.dmm4j.live;

import io.dmm4j.net.HeldLinks;
import io.dmm4j.net.Link;
import io.dmm4j.net.Network;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.VValue;
import java.util.ArrayList;
import java.util.List;

/**
 * The matrix at one moment. Immutable but for the list of links, which is made when somebody asks for it: making one from a
 * matrix that the network holds takes time, which the thread of the machine does not have.
 */
public final class MatrixView {
    private final List<Link> declared;
    private final Network network; // null if it holds no matrix
    private final VValue held;
    private List<Link> links;

    private MatrixView(List<Link> declared, Network network, VValue held) {
        this.declared = declared;
        this.network = network;
        this.held = held;
    }

    static MatrixView of(List<Link> links) {
        return new MatrixView(links, null, VValue.EMPTY);
    }

    /** These declared links, and a matrix that the network holds; this view if it is the one it has. */
    MatrixView with(Network holder, VValue matrix) {
        return matrix == held && network != null ? this : new MatrixView(declared, holder, matrix);
    }

    /** The links, declared ones first. A matrix that the machine could not read itself counts as empty. */
    public synchronized List<Link> links() {
        if (links == null) {
            links = network == null ? declared : all();
        }
        return links;
    }

    private List<Link> all() {
        List<Link> all = new ArrayList<>(declared);
        try {
            all.addAll(new HeldLinks(network).read(held).links());
        } catch (DmmException e) {
            // the machine will stop at its next cycle and say the same
        }
        return all;
    }
}
