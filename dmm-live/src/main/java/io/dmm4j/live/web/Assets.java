package io.dmm4j.live.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/** The files of the page, which ship in the jar. */
final class Assets {
    private static final String FOLDER = "/io/dmm4j/live/page/";
    private static final String SCRIPT = "text/javascript; charset=utf-8";

    /** Every file that is served, with its type; nothing else can be asked for. */
    private static final Map<String, String> TYPES = Map.of(
            "index.html", "text/html; charset=utf-8",
            "style.css", "text/css; charset=utf-8",
            "icon.svg", "image/svg+xml",
            "main.js", SCRIPT,
            "graph.js", SCRIPT,
            "layers.js", SCRIPT,
            "matrix.js", SCRIPT,
            "values.js", SCRIPT,
            "editor.js", SCRIPT,
            "cytoscape/cytoscape.min.js", SCRIPT);

    private Assets() {}

    /** The type of a file by its path, {@code /} being the page; null if there is none. */
    static String type(String path) {
        return TYPES.get(name(path));
    }

    /** The content of a file that has a type. */
    static byte[] content(String path) {
        try (InputStream in = Assets.class.getResourceAsStream(FOLDER + name(path))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(String path) {
        return path.equals("/") ? "index.html" : path.substring(1);
    }
}
