package io.dmm4j.train.loss;

import io.dmm4j.value.DmmException;
import io.dmm4j.value.Names;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The losses that ship, by name. */
public final class Losses {
    private static final Map<String, Loss> ALL = new LinkedHashMap<>();

    static {
        ALL.put("squared", Loss.SQUARED);
        ALL.put("absolute", Loss.ABSOLUTE);
        ALL.put("huber", Loss.huber(1));
        ALL.put("softmax-cross-entropy", Loss.SOFTMAX_CROSS_ENTROPY);
    }

    private Losses() {}

    /** The names. */
    public static Collection<String> names() {
        return Collections.unmodifiableSet(ALL.keySet());
    }

    /**
     * The loss of a name; {@code huber} has δ = 1.
     *
     * @throws DmmException if there is none, with the nearest name
     */
    public static Loss of(String name) {
        Loss loss = ALL.get(name);
        if (loss == null) {
            throw new DmmException(Names.unknown("loss", name, ALL.keySet()));
        }
        return loss;
    }
}
