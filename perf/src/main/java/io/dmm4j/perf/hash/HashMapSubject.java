package io.dmm4j.perf.hash;

import java.util.HashMap;
import java.util.Map;

/** The JDK's hash map, from pairs as longs: kinder to it than paths as objects would be. */
final class HashMapSubject implements Subject {
    /** With compressed pointers: an entry, the index; the key, as the path itself, is not counted. */
    private static final int BYTES_PER_ENTRY = 32 + 16;

    private static final int BYTES_PER_SLOT = 4;

    private Map<Long, Integer> map;

    @Override
    public String name() {
        return "HashMap";
    }

    @Override
    public void build(Workload work) {
        long[] keys = work.keys();
        map = new HashMap<>((int) (keys.length / 0.75f) + 1);
        for (int i = 0; i < keys.length; i++) {
            map.put(keys[i], i);
        }
    }

    @Override
    public long independent(Workload work) {
        long sum = 0;
        for (long wanted : work.wanted()) {
            sum += map.get(wanted);
        }
        return sum;
    }

    @Override
    public long dependent(Workload work) {
        int last = 0;
        for (long wanted : work.wanted()) {
            last = map.get(wanted + (last >>> 31));
        }
        return last;
    }

    @Override
    public long bytes() {
        long slots = Long.highestOneBit((long) (map.size() / 0.75f)) * 2;
        return (long) BYTES_PER_ENTRY * map.size() + BYTES_PER_SLOT * slots;
    }
}
