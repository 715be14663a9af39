/**
 * The tree engine: networks run as they are defined, on V-values.
 *
 * <p>{@link io.dmm4j.tree.TreeEngine} is the definition of what a machine computes; every other way of
 * running is tested against it. It is slow on purpose. Deliberately absent: tables, rows, threads.
 */
package io.dmm4j.tree;
