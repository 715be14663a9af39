package io.dmm4j.checkpoint;

import io.dmm4j.value.DmmException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The texts of a checkpoint's header, read with errors that name file and key. */
record Metadata(String file, Map<String, String> texts) {
    String text(String key) {
        String text = texts.get(key);
        if (text == null) {
            throw new DmmException(file + ": expected '" + key + "' in the metadata of a checkpoint");
        }
        return text;
    }

    long integer(String key) {
        String text = text(key);
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new DmmException(
                    file + ": expected an integer as '" + key + "' in the metadata of a checkpoint, found '" + text
                            + "'",
                    e);
        }
    }

    /** The texts whose keys begin with a prefix, by the rest of the key. */
    Map<String, String> under(String prefix) {
        Map<String, String> under = new LinkedHashMap<>();
        texts.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                under.put(key.substring(prefix.length()), value);
            }
        });
        return under;
    }
}
