package io.dmm4j.cli;

import io.dmm4j.net.Network;
import io.dmm4j.train.TrainingState;
import io.dmm4j.train.synth.Search;

/** A synthesis. */
record SynthCourse(Search search) implements Course {
    @Override
    public boolean isOver() {
        return search.isOver();
    }

    @Override
    public void step() {
        search.step();
    }

    @Override
    public Network network() {
        return search.network();
    }

    @Override
    public Outlook outlook() {
        return new Outlook(search.stepsLeft(), "about %s left in round " + search.round());
    }

    @Override
    public TrainingState saved() {
        return search.saved();
    }

    @Override
    public void restore(TrainingState saved) {
        search.restore(saved);
    }

    @Override
    public void close() {
        search.close();
    }
}
