package io.dmm4j.cuda;

import io.dmm4j.cuda.kernel.EventTable;
import io.dmm4j.spi.Events;
import java.util.List;

/** The events of windows, cut into those of each slice of lanes. */
final class FedEvents {
    private final List<LaneSlice> slices;
    private final int window;

    FedEvents(List<LaneSlice> slices, int window) {
        this.slices = slices;
        this.window = window;
    }

    /**
     * The events of each slice.
     *
     * @throws io.dmm4j.value.DmmException if there are more than the device takes in one window
     */
    List<EventTable> tables(int cycles, Events events) {
        return slices.stream()
                .map(s -> table(slices.size() == 1 ? events : of(s, events), cycles))
                .toList();
    }

    private EventTable table(Events events, int cycles) {
        EventBuffer.check(events.count(), window);
        return EventTable.of(events, cycles);
    }

    /** The events of some lanes, which count from 0 there. */
    private static Events of(LaneSlice slice, Events events) {
        Events own = new Events();
        for (int e = 0; e < events.count(); e++) {
            int lane = events.lane(e) - slice.first();
            if (lane >= 0 && lane < slice.count()) {
                own.add(events.cycle(e), events.row(e), lane, events.value(e));
            }
        }
        return own;
    }
}
