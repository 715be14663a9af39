package io.dmm4j.dl4j;

import io.dmm4j.dl4j.machine.AddedGradient;
import io.dmm4j.dl4j.machine.Blueprint;
import io.dmm4j.dl4j.machine.CandidateGradient;
import io.dmm4j.dl4j.machine.Candidates;
import io.dmm4j.dl4j.machine.Rewired;
import io.dmm4j.net.Link;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * What {@link DmmLayer} and {@link DmmFeedForwardLayer} share. Links of a network may regrow between the outputs (or paths of outputs) and
 * the inputs that trainable links join already, where what comes has a place in what is there: no tree gets other paths.
 */
public interface DmmConf extends Candidates {

    /** What is run. */
    DmmDesign getDesign();

    /** This configuration with another design of the same features and outputs. */
    BaseLayer withDesign(DmmDesign d);

    @Override
    default Blueprint blueprint() {
        return getDesign().blueprint();
    }

    @Override
    default List<int[]> places() {
        return links() == 0 ? List.of() : List.of(getDesign().choices().places());
    }

    @Override
    default List<int[]> absent() {
        return links() == 0 ? List.of() : List.of(getDesign().choices().absent());
    }

    @Override
    default Rewired without(boolean[] kept) {
        return rewired(kept, List.of(new int[0]));
    }

    @Override
    default Rewired rewired(boolean[] kept, List<int[]> added) {
        List<Link> links = new ArrayList<>();
        List<Link> old = getDesign().trainable();
        for (int k = 0; k < old.size(); k++) {
            if (kept[k]) {
                links.add(old.get(k));
            }
        }
        for (int place : added.get(0)) {
            links.add(getDesign().choices().link(place));
        }
        DmmDesign changed = getDesign().withTrainable(links);
        return new Rewired(withDesign(changed), changed.origins(getDesign()));
    }

    @Override
    default CandidateGradient gradient(Object owner, DataType type) {
        return new AddedGradient(owner, this, type);
    }
}
