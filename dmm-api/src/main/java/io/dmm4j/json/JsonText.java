package io.dmm4j.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.dmm4j.value.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How Jackson is set up, and how its contexts and complaints are put into our words. */
final class JsonText {
    /** Longer texts are shortened in messages. */
    private static final int LONGEST = 120;

    private static final int NO_LIMIT = Integer.MAX_VALUE;

    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
    private static final Pattern DUPLICATE = Pattern.compile("Duplicate field '(.*)'", Pattern.DOTALL);
    private static final Pattern CHARACTER =
            Pattern.compile("(?:Unexpected|Illegal unquoted|Illegal) character \\(.*?code (\\d+)[^)]*\\)+");

    /** A list of what a value can be. */
    private static final Pattern ANY_VALUE =
            Pattern.compile("(?:expected a valid value )?\\(JSON String.*|maybe a .*comment.*");

    /** Advice to the programmer who called the parser, and positions in the parser's own notation. */
    private static final Pattern NOISE = Pattern.compile("[: ]+enable `.*| \\(for \\w+ starting at .*");

    /**
     * Jackson, strict but for the tokens NaN and INF, which are let through to be refused in our words, and without
     * limits, because ours are counted in labels and numbers. Keys are not interned, and many that collide are welcome.
     */
    static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(NO_LIMIT)
                    .maxNumberLength(NO_LIMIT)
                    .maxStringLength(NO_LIMIT)
                    .maxNameLength(NO_LIMIT)
                    .build())
            .streamWriteConstraints(
                    StreamWriteConstraints.builder().maxNestingDepth(NO_LIMIT).build())
            .build();

    private JsonText() {}

    /** The JSON Pointer of the value or key that a parser or generator is at. */
    static String pointer(JsonStreamContext context) {
        Deque<String> steps = new ArrayDeque<>();
        for (JsonStreamContext c = context; c != null; c = c.getParent()) {
            if (c.inArray() && c.hasCurrentIndex()) {
                steps.push("/" + c.getCurrentIndex());
            } else if (c.inObject() && c.hasCurrentName()) {
                steps.push("/" + Path.escape(c.getCurrentName()));
            }
        }
        return String.join("", steps);
    }

    /** The JSON Pointer of the value that a generator is about to write. */
    static String nextPointer(JsonStreamContext context) {
        return context.inArray() ? pointer(context.getParent()) + "/" + context.getEntryCount() : pointer(context);
    }

    /** The text on one line, control characters shown as {@code ?}, and without its middle if it is long. */
    static String shorten(String text) {
        int half = LONGEST / 2;
        String line = CONTROL.matcher(text).replaceAll("?");
        return line.length() <= LONGEST ? line : line.substring(0, half) + "..." + line.substring(line.length() - half);
    }

    static String quote(String text) {
        return '"' + shorten(text) + '"';
    }

    /** A complaint of the parser as a sentence that is about JSON and not about the parser. */
    static String words(JsonProcessingException complaint) {
        String message = complaint.getOriginalMessage();
        Matcher duplicate = DUPLICATE.matcher(message);
        if (complaint instanceof JsonEOFException) {
            return "the input ends too early";
        } else if (duplicate.lookingAt()) {
            return "expected each key once, found " + quote(duplicate.group(1)) + " again";
        }
        String plain = ANY_VALUE.matcher(message).replaceAll("expected a JSON value");
        plain = NOISE.matcher(plain).replaceAll("");
        Matcher character = CHARACTER.matcher(plain);
        if (character.lookingAt()) {
            plain = "unexpected " + name(Integer.parseInt(character.group(1))) + plain.substring(character.end());
        }
        plain = plain.replace("was expecting expected", "expected")
                .replace("double-quote to start field name", "a key in double quotes")
                .replace("was expecting", "expected")
                .replace("Expected space separating root-level values", "expected the end of the input")
                .replace(": expected", ", expected");
        return Character.toLowerCase(plain.charAt(0)) + plain.substring(1);
    }

    private static String name(int character) {
        return character > ' ' && character < 127
                ? "'" + (char) character + "'"
                : String.format("character U+%04X", character);
    }
}
