package io.dmm4j.cli;

import io.dmm4j.events.EventInputs;
import io.dmm4j.events.EventReader;
import io.dmm4j.spi.Machine;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Runs one machine on what comes while it runs, cycle by cycle. */
final class EventDriver {
    private final Machine machine;
    private final EventInputs inputs;
    private final List<EventReader> readers;

    EventDriver(Machine machine, EventInputs inputs, List<EventReader> readers) {
        this.machine = machine;
        this.inputs = inputs;
        this.readers = readers;
    }

    /**
     * Runs.
     *
     * @param cycles how many; negative for until all has come and been fed
     * @param rate cycles per second, perhaps infinite
     * @param looker is told after each cycle
     */
    void run(long cycles, double rate, Runnable looker) {
        long start = System.nanoTime();
        for (long done = 0; done != cycles && !(allRead() && cycles < 0 && inputs.isEmpty()); done++) {
            if (Double.isFinite(rate)) {
                await(start + (long) (done * 1e9 / rate));
            }
            inputs.feed(machine);
            machine.run(1);
            looker.run();
        }
    }

    private boolean allRead() {
        return readers.stream().filter(EventReader::isOver).count() == readers.size();
    }

    private static void await(long time) {
        for (long left = time - System.nanoTime(); left > 0; left = time - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
