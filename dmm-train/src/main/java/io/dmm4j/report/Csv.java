package io.dmm4j.report;

import io.dmm4j.value.DmmException;
import java.util.ArrayList;
import java.util.List;

/** Comma-separated values after RFC 4180: lines end with CR LF; a field with a comma, quote or line end is quoted. */
final class Csv {
    private Csv() {}

    static String line(List<String> fields) {
        return String.join(",", fields.stream().map(Csv::field).toList()) + "\r\n";
    }

    private static String field(String text) {
        boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    /** The records of a text; lines may end with a mere LF, too. */
    static List<List<String>> parse(String text, String source) {
        return new Parser(text, source).parse();
    }

    private static final class Parser {
        private final String text;
        private final String source;
        private int at;
        private int line = 1;

        Parser(String text, String source) {
            this.text = text;
            this.source = source;
        }

        List<List<String>> parse() {
            List<List<String>> records = new ArrayList<>();
            while (at < text.length()) {
                records.add(record());
            }
            return records;
        }

        private List<String> record() {
            List<String> fields = new ArrayList<>();
            do {
                fields.add(at < text.length() && text.charAt(at) == '"' ? quoted() : plain());
            } while (take(','));
            take('\r');
            if (!take('\n') && at < text.length()) {
                throw new DmmException(
                        source + ":" + line + ": expected a comma or the end of the line after field " + fields.size());
            }
            line++;
            return fields;
        }

        private String plain() {
            int from = at;
            while (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
                at++;
            }
            return text.substring(from, at);
        }

        private String quoted() {
            StringBuilder field = new StringBuilder();
            int opened = line;
            at++;
            do {
                int close = text.indexOf('"', at);
                if (close < 0) {
                    throw new DmmException(source + ":" + opened + ": expected a closing quote");
                }
                field.append(text, at, close);
                at = close + 1;
            } while (take('"') && field.append('"') != null);
            line += (int) field.chars().filter(c -> c == '\n').count();
            return field.toString();
        }

        private boolean take(char c) {
            if (at < text.length() && text.charAt(at) == c) {
                at++;
                return true;
            }
            return false;
        }
    }
}
