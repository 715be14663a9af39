package io.dmm4j.net;

import io.dmm4j.value.DmmException;
import java.util.ArrayList;
import java.util.List;

/** A matrix as it stands in a file: the links it means for a network, and the place of whatever is wrong with one. */
record MatrixText(LocatedNumbers numbers, boolean trainable) {

    /** Its links, in file order. */
    List<Link> links(MatrixFormat format, Network network) {
        List<Link> links = new ArrayList<>(numbers.size());
        for (int i = 0; i < numbers.size(); i++) {
            try {
                links.add(format.link(numbers.path(i), numbers.number(i), network, trainable));
            } catch (DmmException e) {
                throw at(i, e);
            }
        }
        return links;
    }

    /** Takes the links into a check; the first that fails is an error with its place. */
    void check(List<Link> links, NetworkCheck check) {
        for (int i = 0; i < links.size(); i++) {
            try {
                check.link(links.get(i));
            } catch (DmmException e) {
                throw at(i, e);
            }
        }
    }

    private DmmException at(int i, DmmException e) {
        return new DmmException(numbers.mark(i) + ": " + e.getMessage(), e);
    }
}
