package io.dmm4j.spi;

import io.dmm4j.flat.Ranges;

/** Dense inputs as events, for backends that have no way of their own for them. */
final class DenseInputs {
    private DenseInputs() {}

    static Events asEvents(Executor executor, int cycles, Bulk inputs) {
        Ranges external = executor.program().externals();
        int lanes = executor.options().lanes();
        Events events = new Events();
        int at = 0;
        int perCycle = external.total() * lanes;
        for (int t = 0; t < cycles && at + perCycle <= inputs.length(); t++) {
            for (int i = 0; i < external.count(); i++) {
                for (int r = 0; r < external.length()[i]; r++) {
                    for (int l = 0; l < lanes; l++, at++) {
                        if (inputs.get(at) != 0) {
                            events.add(t, external.start()[i] + r, l, inputs.get(at));
                        }
                    }
                }
            }
        }
        return events;
    }
}
