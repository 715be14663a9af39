package io.dmm4j.dl4j.example;

import io.dmm4j.value.DmmException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The options of an example: {@code --name value}, each with a value unless said. */
final class Options {
    private final Map<String, String> values;

    private Options(Map<String, String> values) {
        this.values = values;
    }

    /**
     * Reads arguments.
     *
     * @param unlessSaid the options that there are, with their values unless said
     * @throws DmmException if one is unknown or without a value
     */
    static Options read(String[] args, Map<String, String> unlessSaid) {
        Map<String, String> values = new LinkedHashMap<>(unlessSaid);
        for (int i = 0; i < args.length; i += 2) {
            String name = args[i].startsWith("--") ? args[i].substring(2) : args[i];
            if (!values.containsKey(name)) {
                throw new DmmException(
                        "unknown option '" + args[i] + "': expected one of --" + String.join(", --", values.keySet()));
            }
            if (i + 1 == args.length) {
                throw new DmmException("option --" + name + ": expected a value");
            }
            values.put(name, args[i + 1]);
        }
        return new Options(values);
    }

    String text(String name) {
        return values.get(name);
    }

    int whole(String name) {
        return (int) number(name);
    }

    double number(String name) {
        try {
            return Double.parseDouble(values.get(name));
        } catch (NumberFormatException e) {
            throw new DmmException("option --" + name + ": found '" + values.get(name) + "', expected a number", e);
        }
    }

    boolean yes(String name) {
        return values.get(name).equals("yes");
    }
}
