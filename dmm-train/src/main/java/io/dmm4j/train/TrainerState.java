package io.dmm4j.train;

import io.dmm4j.train.update.Updater;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a trainer stands, by the names of a {@link TrainingState}.
 *
 * @param slots what the updater remembers, one number per parameter each
 * @param carried what the sequences at hand carry to their next window; null before their first
 * @param at the place in the data
 * @param step steps done
 * @param updates of them, those with this updater
 * @param random the state of what draws random numbers
 */
record TrainerState(
        double[] parameters, double[][] slots, double[] carried, Cursor at, long step, long updates, long random) {

    /** Of a trainer's parts. */
    static TrainerState of(OpenModel m, Cursor at, long step, long updates, long random) {
        return new TrainerState(
                m.parameters(), m.slots(), at.from() > 0 ? m.carried(at) : null, at, step, updates, random);
    }

    /**
     * Reads a state for a model.
     *
     * @throws io.dmm4j.value.DmmException if it is of another network or updater, or other data, or a number is not finite
     */
    static TrainerState read(TrainingState s, OpenModel m, Updater updater, Windows windows) {
        double[] parameters = s.array("parameters", m.model().parameters().count());
        m.check(parameters);
        List<String> names = updater.slots();
        double[][] slots = new double[names.size()][];
        for (int i = 0; i < slots.length; i++) {
            slots[i] = s.array("updater." + names.get(i), parameters.length);
            m.check(slots[i], updater, i);
        }
        Cursor at = windows.read(s);
        return new TrainerState(
                parameters,
                slots,
                at.from() > 0 ? s.array("carried", m.stateSize()) : null,
                at,
                s.count("step", "step", Long.MAX_VALUE),
                s.count("updates", "updates", Long.MAX_VALUE),
                s.number("random"));
    }

    /** Puts the numbers into a model, and takes the sequences to where they are. */
    void into(OpenModel m) {
        if (carried != null) {
            m.carry(carried, at.from());
        }
        m.setSlots(slots);
        m.set(parameters);
    }

    /** This under its names. */
    TrainingState named(Updater updater) {
        Map<String, double[]> arrays = new LinkedHashMap<>();
        arrays.put("parameters", parameters);
        for (int i = 0; i < slots.length; i++) {
            arrays.put("updater." + updater.slots().get(i), slots[i]);
        }
        if (carried != null) {
            arrays.put("carried", carried);
        }
        Map<String, Long> numbers = new LinkedHashMap<>();
        numbers.put("step", step);
        numbers.put("updates", updates);
        numbers.put("epoch", at.epoch());
        numbers.put("position", (long) at.position());
        numbers.put("from", (long) at.from());
        numbers.put("random", random);
        return new TrainingState(arrays, numbers);
    }
}
