package io.dmm4j.train.loss;

import io.dmm4j.net.Probe;
import io.dmm4j.value.DmmException;
import java.util.List;

/**
 * What is minimised: the sum of losses on probes.
 *
 * @param terms the probes with their losses
 * @param skipped cycles at the start of every sequence that do not count
 */
public record Objective(List<Term> terms, int skipped) {

    /** Which paths of a probe count. */
    public enum Paths {
        /** All. */
        ALL,
        /** Only the number at the root. */
        NUMBER
    }

    /**
     * A loss on a probe.
     *
     * @param probe what is watched
     * @param loss the loss
     * @param weight its factor
     * @param paths what of it counts
     */
    public record Term(Probe probe, Loss loss, double weight, Paths paths) {
        /** Checks the weight, and that the loss has a meaning for what counts. */
        public Term {
            if (!(weight > 0 && weight < Double.POSITIVE_INFINITY)) {
                throw new DmmException(
                        "loss on " + probe + ": found weight " + weight + ", expected a finite number above 0");
            } else if (paths == Paths.NUMBER && loss.isRelative()) {
                throw single(probe, loss);
            }
        }

        /** The error for a loss that compares numbers, where there is only one. */
        static DmmException single(Probe probe, Loss loss) {
            return new DmmException("loss on " + probe + ": " + loss
                    + " compares numbers with each other, expected a probe of which more than one path counts");
        }
    }

    /** Checks that there is something to minimise. */
    public Objective {
        terms = List.copyOf(terms);
        if (terms.isEmpty()) {
            throw new DmmException("no loss: expected at least one probe");
        }
        if (skipped < 0) {
            throw new DmmException("skipped cycles: found " + skipped + ", expected 0 or more");
        }
    }

    /** The same loss on several probes, from the first cycle. */
    public static Objective of(List<Probe> probes, Loss loss, Paths paths) {
        return new Objective(
                probes.stream().map(p -> new Term(p, loss, 1, paths)).toList(), 0);
    }

    /** This objective without the first cycles of every sequence. */
    public Objective skipping(int cycles) {
        return new Objective(terms, cycles);
    }

    /** The probes, one per term. */
    public List<Probe> probes() {
        return terms.stream().map(Term::probe).toList();
    }
}
