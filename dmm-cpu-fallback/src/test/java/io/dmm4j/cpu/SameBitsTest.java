package io.dmm4j.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.dmm4j.flat.FlatProgram;
import io.dmm4j.spi.Events;
import io.dmm4j.spi.Executor;
import io.dmm4j.spi.ExecutorOptions;
import io.dmm4j.spi.Precision;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Neither kernels nor threads nor the cut into blocks change a bit of what random programs do. */
class SameBitsTest {
    private static final int CYCLES = 3;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 8, 13, 16, 31, 33, 64, 65, 100, 130})
    void everyWayGivesTheSameBits(int lanes) {
        for (long seed = 0; seed < 24; seed++) {
            FlatProgram p = RandomPrograms.draw(100 * lanes + seed);
            for (Precision precision : Precision.values()) {
                double[] one = run(p, Way.PLAIN, new ExecutorOptions(lanes, precision, 1, CYCLES), seed);
                for (Way way : Way.values()) {
                    for (int threads : new int[] {1, 2, 3}) {
                        ExecutorOptions o = new ExecutorOptions(lanes, precision, threads, CYCLES);
                        assertArrayEquals(
                                one, run(p, way, o, seed), "program " + (100 * lanes + seed) + ", " + way + ", " + o);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {512, 1000})
    void manyLanesGiveTheBitsOfOne(int lanes) {
        FlatProgram p = RandomPrograms.draw(lanes);
        ExecutorOptions many = new ExecutorOptions(lanes, Precision.FLOAT32, 2, CYCLES);
        double[] all = run(p, Way.VECTOR, many, 5);
        Events events = RandomPrograms.events(p, lanes, CYCLES, 5);
        for (int lane = 0; lane < lanes; lane += 37) {
            double[] alone = run(p, Way.PLAIN, ExecutorOptions.of(1, CYCLES), ofLane(events, lane));
            double[] found = new double[alone.length];
            for (int i = 0; i < found.length; i++) {
                found[i] = all[i * lanes + lane];
            }
            assertArrayEquals(alone, found, "lane " + lane);
        }
    }

    private static Events ofLane(Events events, int lane) {
        Events e = new Events();
        for (int i = 0; i < events.count(); i++) {
            if (events.lane(i) == lane) {
                e.add(events.cycle(i), events.row(i), 0, events.value(i));
            }
        }
        return e;
    }

    private static double[] run(FlatProgram p, Way way, ExecutorOptions options, long seed) {
        return run(p, way, options, RandomPrograms.events(p, options.lanes(), CYCLES, seed));
    }

    /** The probes of all cycles, one after the other. */
    private static double[] run(FlatProgram p, Way way, ExecutorOptions options, Events events) {
        int perCycle = p.probes().total() * options.lanes();
        double[] all = new double[CYCLES * perCycle];
        double[] one = new double[perCycle];
        try (Executor e = way.open(p, options)) {
            e.run(CYCLES, events);
            for (int t = 0; t < CYCLES; t++) {
                e.readProbes(t, one);
                System.arraycopy(one, 0, all, t * perCycle, perCycle);
            }
        }
        return all;
    }
}
