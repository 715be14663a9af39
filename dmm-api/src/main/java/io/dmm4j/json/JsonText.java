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

    private static final Pattern DUPLICATE =
            Pattern.compile("Duplicate (?:field|Object property) ['\"](.*)['\"]", Pattern.DOTALL);
    private static final Pattern CHARACTER =
            Pattern.compile("Unexpected character \\((?:'(.)' \\()?(?:CTRL-CHAR, )?code (\\d+).*?\\)+");
    private static final Pattern NOISE = Pattern.compile(
            " \\(start marker at .*| \\(for .*|:? ?enable `.*| - use `.*|; allowed if .*", Pattern.DOTALL);

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

    /** The text, without its middle if it is long. */
    static String shorten(String text) {
        int half = LONGEST / 2;
        return text.length() <= LONGEST ? text : text.substring(0, half) + "..." + text.substring(text.length() - half);
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
        String plain = NOISE.matcher(message).replaceAll("").strip();
        Matcher character = CHARACTER.matcher(plain);
        if (character.lookingAt()) {
            plain = "unexpected " + name(character) + plain.substring(character.end());
        }
        plain = plain.replace(": was expecting ", ", expected ").replaceAll("\\s+", " ");
        return Character.toLowerCase(plain.charAt(0)) + plain.substring(1);
    }

    private static String name(Matcher character) {
        return character.group(1) == null ? "character " + character.group(2) : "'" + character.group(1) + "'";
    }
}
