package io.dmm4j.train;

import io.dmm4j.spi.Precision;
import io.dmm4j.spi.TrainingExecutor;
import io.dmm4j.train.data.Sequence;
import io.dmm4j.value.DmmException;
import java.util.List;

/** The data as rows of a model, a window of some sequences at a time. */
final class Feeding {
    private final List<Sequence> data;
    private final Model model;
    private final Precision precision;
    private final CompiledSequence[] compiled;
    private final int lanes;
    private final Batch batch;
    private long epoch;
    private int position;
    private int from;
    private int end;

    /**
     * Looks at all data once. Sequences are kept as rows once a step has used them; where a step takes them all, from now on.
     *
     * @throws DmmException if a sequence does not fit the model, it has a number that is not finite in the precision, or what it
     *     wants has a loss that is not finite
     */
    Feeding(Task task, Model model) {
        this.model = model;
        precision = task.settings().precision();
        data = task.data();
        compiled = new CompiledSequence[data.size()];
        lanes = task.lanes();
        batch = new Batch(model, lanes, task.window());
        double absent = 0;
        for (int i = 0; i < compiled.length; i++) {
            absent += compiled(i).absent();
            if (!NonFinite.canBeAdded(absent)) {
                throw new DmmException(name(i) + ": the loss of what is wanted where its probes have no row is "
                        + compiled(i).absent() + ", expected a finite number that others can be added to");
            }
            if (compiled.length > lanes) {
                compiled[i] = null;
            }
        }
    }

    private static String name(int i) {
        return "sequence " + (i + 1);
    }

    /** What was filled in latest. */
    Batch batch() {
        return batch;
    }

    /** Sequences that there are. */
    int sequences() {
        return data.size();
    }

    /** Gives an executor the window that ends there, unless it has it: where all sequences fit in one step, nothing is done. */
    void feed(TrainingExecutor executor, Cursor at, int to) {
        long order = data.size() > lanes ? at.epoch() : 0;
        boolean same = epoch == order && position == at.position();
        if (!same || from != at.from() || end != to) {
            CompiledSequence[] rows = new CompiledSequence[at.count()];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = compiled(at.sequence(i));
            }
            batch.fill(rows, at.from(), to);
            executor.setBatch(batch.window());
            epoch = order;
            position = at.position();
            from = at.from();
            end = to;
        }
    }

    /** The executor was given another window by somebody else. */
    void forget() {
        end = 0;
    }

    /** The rows of sequence {@code i}. */
    CompiledSequence compiled(int i) {
        if (compiled[i] == null) {
            compiled[i] = new CompiledSequence(name(i), data.get(i), model, precision);
        }
        return compiled[i];
    }
}
