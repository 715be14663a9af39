/**
 * Examples that ship, each a command of {@code scripts/dl4j-example}: {@link io.dmm4j.dl4j.example.SparseDigits}, {@link
 * io.dmm4j.dl4j.example.LongMemory}, {@link io.dmm4j.dl4j.example.Duplicates}. What enters: options, files of MNIST. What leaves: DL4J's
 * evaluation, printed.
 */
package io.dmm4j.dl4j.example;
