package io.dmm4j.perf.hash;

import it.unimi.dsi.bits.TransformationStrategies;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import it.unimi.dsi.sux4j.mph.GOV3Function;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Sux4J's function after Genuzio, Ottaviano and Vigna, from longs to their positions. It is smaller than a path table, but
 * not exact: for a path that is absent it gives some index.
 */
final class Gov3Subject implements Subject {
    static {
        System.setProperty(GOV3Function.NUMBER_OF_THREADS_PROPERTY, "1"); // all subjects build on one core
    }

    private GOV3Function<Long> function;

    @Override
    public String name() {
        return "GOV3";
    }

    @Override
    public void build(Workload work) {
        try {
            function = new GOV3Function.Builder<Long>()
                    .keys(LongArrayList.wrap(work.keys()))
                    .transform(TransformationStrategies.fixedLong())
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public long independent(Workload work) {
        long sum = 0;
        for (long wanted : work.wanted()) {
            sum += function.getLong(wanted);
        }
        return sum;
    }

    @Override
    public long dependent(Workload work) {
        long last = 0;
        for (long wanted : work.wanted()) {
            last = function.getLong(wanted + (last >>> 63));
        }
        return last;
    }

    @Override
    public long bytes() {
        return function.numBits() / 8;
    }
}
