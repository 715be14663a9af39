package io.dmm4j.train;

import io.dmm4j.value.DmmException;
import java.util.List;

/**
 * How long the windows are that a step goes back over, by the number of steps done: short ones first, if so wished.
 *
 * @param stages in ascending order of their first steps, the first from step 0
 */
public record Curriculum(List<Stage> stages) {
    /** Whole sequences, always. */
    public static final Curriculum WHOLE = of(Integer.MAX_VALUE);

    /**
     * A window from a step on.
     *
     * @param from steps done before it begins
     * @param window cycles
     */
    public record Stage(long from, int window) {}

    /** Checks the order. */
    public Curriculum {
        stages = List.copyOf(stages);
        if (stages.isEmpty() || stages.get(0).from() != 0) {
            throw new DmmException("curriculum: expected a first stage from step 0");
        }
        for (int i = 0; i < stages.size(); i++) {
            if (stages.get(i).window() < 1) {
                throw new DmmException("window: found " + stages.get(i).window() + " cycles, expected at least 1");
            }
            if (i > 0 && stages.get(i).from() <= stages.get(i - 1).from()) {
                throw new DmmException("curriculum: stages from steps "
                        + stages.get(i - 1).from() + " and " + stages.get(i).from() + ", expected ascending ones");
            }
        }
    }

    /** The same window always. */
    public static Curriculum of(int window) {
        return new Curriculum(List.of(new Stage(0, window)));
    }

    /** The window of a step. */
    public int at(long step) {
        int window = 0;
        for (Stage s : stages) {
            window = step >= s.from() ? s.window() : window;
        }
        return window;
    }

    /**
     * The longest window of all, for data whose longest sequence has so many cycles.
     *
     * @throws DmmException if a window is longer than that
     */
    int longest(int cycles) {
        for (Stage s : stages) {
            if (s.window() > cycles && s.window() != Integer.MAX_VALUE) {
                throw new DmmException(
                        "window: found " + s.window() + " cycles, expected at most the " + cycles + " of the data");
            }
        }
        return stages.stream().mapToInt(s -> Math.min(cycles, s.window())).max().orElseThrow();
    }
}
