/**
 * JSON in and out, on Jackson's streaming parser and generator.
 *
 * <p>What enters: files, text and lines. What leaves: V-values ({@link io.dmm4j.json.VJson}, read it first), or, through
 * {@link io.dmm4j.json.JsonInput} and {@link io.dmm4j.json.JsonOutput}, the fields of any file that holds them. Every
 * defect of the input is a {@link io.dmm4j.value.DmmException} with source, line, column and JSON Pointer.
 *
 * <p>Deliberately absent: object mapping, lenient dialects (comments, single quotes, NaN) and a document tree.
 */
package io.dmm4j.json;
