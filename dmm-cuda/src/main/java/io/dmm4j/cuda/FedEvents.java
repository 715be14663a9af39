package io.dmm4j.cuda;

import io.dmm4j.cuda.kernel.EventTable;
import io.dmm4j.flat.FlatProgram;
import io.dmm4j.flat.Ranges;
import io.dmm4j.spi.Events;
import io.dmm4j.value.DmmException;
import java.util.BitSet;
import java.util.List;

/** The events of windows: checked, and cut into those of each slice of lanes. */
final class FedEvents {
    private final List<LaneSlice> slices;
    private final int lanes;
    private final BitSet external = new BitSet();

    FedEvents(FlatProgram program, List<LaneSlice> slices, int lanes) {
        this.slices = slices;
        this.lanes = lanes;
        Ranges e = program.externals();
        for (int i = 0; i < e.count(); i++) {
            external.set(e.start()[i], e.start()[i] + e.length()[i]);
        }
    }

    /** The events of each slice. */
    List<EventTable> tables(int cycles, Events events) {
        return slices.stream()
                .map(s -> EventTable.of(slices.size() == 1 ? events : of(s, events), cycles))
                .toList();
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

    /** Checks that every event is one of the window. */
    void check(Events events, int cycles) {
        for (int e = 0; e < events.count(); e++) {
            boolean fits = events.cycle(e) >= 0
                    && events.cycle(e) < cycles
                    && events.lane(e) >= 0
                    && events.lane(e) < lanes
                    && events.row(e) >= 0
                    && external.get(events.row(e));
            if (!fits) {
                throw new DmmException("event " + e + ": found cycle " + events.cycle(e) + ", row " + events.row(e)
                        + ", lane " + events.lane(e) + ", expected a cycle below " + cycles
                        + ", a row of an external input and a lane below " + lanes);
            }
        }
    }
}
