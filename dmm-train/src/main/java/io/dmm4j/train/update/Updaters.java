package io.dmm4j.train.update;

import io.dmm4j.value.DmmException;
import io.dmm4j.value.Names;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** The updaters that ship, by name. */
public final class Updaters {
    private static final Map<String, Function<Rate, Updater>> ALL = new LinkedHashMap<>();

    static {
        ALL.put("sgd", Sgd::new);
        ALL.put("momentum", r -> new Momentum(r, 0.9));
        ALL.put("nesterovs", r -> new Nesterovs(r, 0.9));
        ALL.put("rmsprop", r -> new RmsProp(r, 0.95, 1e-8));
        ALL.put("adam", Adam::of);
        ALL.put("adamw", r -> new AdamW(Adam.of(r), 0.01));
        ALL.put("amsgrad", r -> new AmsGrad(r, 0.9, 0.999, 1e-8));
        ALL.put("adamax", r -> new Adamax(r, 0.9, 0.999, 1e-8));
        ALL.put("nadam", r -> new Nadam(r, 0.9, 0.999, 1e-8));
    }

    private Updaters() {}

    /** The names. */
    public static Collection<String> names() {
        return Collections.unmodifiableSet(ALL.keySet());
    }

    /**
     * The updater of a name, with its usual constants.
     *
     * @throws DmmException if there is none, with the nearest name
     */
    public static Updater of(String name, Rate rate) {
        Function<Rate, Updater> maker = ALL.get(name);
        if (maker == null) {
            throw new DmmException(Names.unknown("updater", name, ALL.keySet()));
        }
        return maker.apply(rate);
    }
}
