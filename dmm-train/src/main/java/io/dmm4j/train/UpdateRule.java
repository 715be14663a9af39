package io.dmm4j.train;

import io.dmm4j.flat.UpdateProgram;
import io.dmm4j.spi.Precision;
import io.dmm4j.train.regular.Regulariser;
import io.dmm4j.train.update.Clipping;
import io.dmm4j.train.update.Sgd;
import io.dmm4j.train.update.Updater;
import java.util.List;

/**
 * All that follows the gradient in a step.
 *
 * @param updater what turns it into a step
 * @param regularisers penalties, whose derivatives are added before
 * @param clipping its limits, after the penalties
 */
record UpdateRule(Updater updater, List<Regulariser> regularisers, Clipping clipping) {
    /** Changes nothing. */
    static final UpdateRule NONE = new UpdateRule(Sgd.of(0), List.of(), Clipping.NONE);

    /** Copies the list. */
    UpdateRule {
        regularisers = List.copyOf(regularisers);
    }

    static UpdateRule of(Settings s) {
        return new UpdateRule(s.updater(), s.regularisers(), s.clipping());
    }

    UpdateRule with(Updater other) {
        return new UpdateRule(other, regularisers, clipping);
    }

    UpdateRule with(List<Regulariser> others) {
        return new UpdateRule(updater, others, clipping);
    }

    /** This as a program, for a state of a precision. */
    UpdateProgram lower(Parameters p, Precision precision) {
        return UpdateLowering.of(p, regularisers, clipping, updater, precision);
    }

    /**
     * What the host gives the program for a step.
     *
     * @param step steps done
     * @param updates of them, those with this updater
     */
    double[] scalars(long step, long updates) {
        return updater.scalars(updater.rate().at(step), updates + 1);
    }
}
