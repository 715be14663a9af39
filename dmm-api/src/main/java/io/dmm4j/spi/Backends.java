package io.dmm4j.spi;

import io.dmm4j.value.DmmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** The backends on the class path. */
public final class Backends {
    /** The name that asks for the best usable backend. */
    public static final String AUTO = "auto";

    /** A system property that names the backend that {@value #AUTO} means. */
    public static final String PROPERTY = "dmm.backend";

    private Backends() {}

    /** All backends, the preferred first, usable or not. */
    public static List<Backend> all() {
        List<Backend> found = new ArrayList<>();
        ServiceLoader.load(Backend.class).forEach(found::add);
        found.sort(Comparator.comparingInt(Backend::priority).reversed());
        return found;
    }

    /**
     * The backend of a name, or the best usable one for {@value #AUTO}.
     *
     * @throws DmmException if there is none, saying what was asked, what exists and what mends it
     */
    public static Backend byName(String name) {
        String wanted = name.equals(AUTO) ? System.getProperty(PROPERTY, AUTO) : name;
        List<Backend> all = all();
        for (Backend b : all) {
            if (wanted.equals(AUTO) ? b.availability().usable() : b.name().equals(wanted)) {
                return usable(b);
            }
        }
        throw new DmmException("unknown backend '" + wanted + "': expected one of " + AUTO + ", "
                + all.stream().map(Backend::name).collect(Collectors.joining(", ")));
    }

    private static Backend usable(Backend b) {
        Availability a = b.availability();
        if (!a.usable()) {
            throw new DmmException("backend " + b.name() + " cannot be used: " + a.detail() + "; " + a.remedy());
        }
        return b;
    }
}
