/**
 * What a training run leaves for people: a table of its course and one page that shows everything.
 *
 * <p>Start with {@link io.dmm4j.report.History}, which collects a row per step and is written and read as CSV, and {@link
 * io.dmm4j.report.HtmlReport}, which makes the page from it, with {@link io.dmm4j.report.MatrixPicture} for matrices.
 *
 * <p>What enters: numbers, names, texts and drawings. What leaves: CSV, and HTML that is well-formed XML, needs nothing
 * else, runs no script and has every name escaped. Deliberately absent: networks (who has one passes its names and
 * weights) and templates.
 */
package io.dmm4j.report;
