package io.dmm4j.report;

/**
 * A link in words, for tables and pictures.
 *
 * @param input where it leads, such as {@code accum.dict-2}
 * @param output where it comes from, with its path, such as {@code input.char/a}
 * @param weight the number
 * @param note more about it, such as {@code fixed}; may be empty
 */
public record LinkRow(String input, String output, double weight, String note) {}
