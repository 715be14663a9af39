package io.dmm4j.cli;

import io.dmm4j.spi.Machine;
import io.dmm4j.value.DmmException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Runs machines side by side on the same input, window by window. */
final class Driver implements AutoCloseable {
    private final List<Machine> machines;
    private final PrintWriter err;
    private final List<Lane> lanes = new ArrayList<>();

    /** What is done after each window of cycles. */
    @FunctionalInterface
    interface Looker {
        /**
         * Looks at the probes of the latest window.
         *
         * @param before cycles that were run before the window
         * @param cycles cycles of the window
         */
        void look(long before, int cycles);
    }

    /**
     * Opens the lanes; closes them, and the machines, when closed.
     *
     * @param err where log lines go once the first input is found to be right
     */
    Driver(List<Machine> machines, List<Lane.Source> sources, PrintWriter err) {
        this.machines = machines;
        this.err = err;
        try {
            sources.forEach(s -> lanes.add(s.open()));
        } catch (DmmException e) {
            close();
            throw e;
        }
    }

    /**
     * Runs.
     *
     * @param cycles how many; negative for until all is fed
     */
    void run(long cycles, Looker looker) {
        int window = machines.get(0).options().window();
        for (long done = 0; done != cycles; ) {
            int most = cycles < 0 ? window : (int) Math.min(window, cycles - done);
            int n = feed(most, cycles < 0);
            if (n == 0) {
                return;
            }
            Log.release(err);
            for (Machine m : machines) {
                m.run(n);
            }
            looker.look(done, n);
            done += n;
        }
    }

    /** Feeds the coming cycles; gives how many, which is fewer than asked for only if all is fed. */
    private int feed(int cycles, boolean untilFed) {
        for (int ahead = 1; ahead <= cycles; ahead++) {
            if (untilFed && lanes.stream().allMatch(Lane::isOver)) {
                return ahead - 1;
            }
            for (int lane = 0; lane < lanes.size(); lane++) {
                feed(ahead, lane);
            }
        }
        return cycles;
    }

    private void feed(int ahead, int number) {
        Lane lane = lanes.get(number);
        lane.next().forEach((port, value) -> {
            try {
                machines.forEach(m -> m.feed(ahead, number, port, value));
            } catch (DmmException e) {
                throw new DmmException(lane.place() + ": " + e.getMessage(), e);
            }
        });
    }

    @Override
    public void close() {
        lanes.forEach(Lane::close);
        machines.forEach(Machine::close);
    }
}
